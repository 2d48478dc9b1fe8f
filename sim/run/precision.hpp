// The bits that a network's MACs are computed with. Layers may differ: then figures of the workload
// state the range and weigh each MAC with its own bits, while the peak of the chip, which knows no
// layers, stays at the bits that the run gives for all.
#pragma once

#include <string>

#include "workloads/integer/quantized_graph.hpp"

namespace mho {

struct Precision {
  std::string workload;       ///< "mixed 4-8-bit weights x 8-bit activations"
  std::string peak;           ///< "8-bit weights x 8-bit activations"
  double weight_bits = 0;     ///< mean over the network's MACs
  double input_bits = 0;      ///< of the activations that are multiplied; mean over the MACs
  double bit_products = 0;    ///< weight bits x input bits, mean over the MACs
  int peak_bit_products = 0;  ///< of a MAC of the peak
};

/// The bits of all are those of the run. Throws InputError for a network without MACs.
Precision precision_of(const QuantizedGraph& graph, int weight_bits_of_all,
                       int activation_bits_of_all);

}  // namespace mho
