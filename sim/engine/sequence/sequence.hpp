// What a chip of MAC arrays does layer after layer, decided before time starts: jobs of every
// matrix layer, operations of the others, which tensors live in the global buffer and which go to
// off-chip memory. Pure values, no SystemC; everything that can be wrong with the input is found
// here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/engine/record/bound.hpp"
#include "sim/mapping/dataflow.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// A layer without weights on the tiles' vector units, of a whole batch. Operations are dealt
/// evenly over the tiles.
struct VectorWork {
  std::int64_t operations = 0;
  std::int64_t fetch_bytes = 0;  ///< inputs from off-chip memory
  std::int64_t store_bytes = 0;  ///< output to off-chip memory
  ActionCounts counts;
};

struct SequencedLayer {
  int layer = 0;
  int steps = 1;               ///< of equal jobs, each with inputs that the one before it makes
  std::vector<ArrayJob> jobs;  ///< layers with weights, products: on the arrays
  VectorWork vector;           ///< other kinds
  ResourceDemand demand;       ///< of one batch

  /// Jobs that complete outputs, or the one of a layer without weights.
  int parts() const {
    return jobs.empty()
               ? 1
               : static_cast<int>(std::count_if(jobs.begin(), jobs.end(),
                                                [](const ArrayJob& j) { return j.closes; }));
  }
};

struct SequencePlan {
  int batch = 1;
  std::vector<SequencedLayer> layers;            ///< in graph order
  std::vector<bool> off_chip;                    ///< by tensor: lives in off-chip memory
  std::int64_t input_bits = 0, output_bits = 0;  ///< of a batch, over the host link
  std::int64_t peak_buffer_bytes = 0;  ///< of activations that the global buffer holds at once
};

/// `nonzero` by tensor: share of values that are not zero; empty: nothing is known to be zero.
/// Throws InputError when the machine has no off-chip memory for the weights, or a layer cannot be
/// laid onto the array.
SequencePlan plan_sequence(const QuantizedGraph& graph, const Chip& chip, int batch,
                           std::span<const double> nonzero);

}  // namespace mho
