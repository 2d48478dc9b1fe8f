// A small graph on a small chip, placed and programmed, for tests of the untimed driver. The parts
// live together, because a ProgrammedNetwork refers to them.
#pragma once

#include <utility>
#include <vector>

#include "sim/inference/programmed_network.hpp"
#include "tests/mapping/small_chip.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {

inline std::vector<IntTensor> random_images(const QuantizedGraph& graph, int count,
                                            const Stream& stream) {
  std::vector<IntTensor> images;
  for (int i = 0; i < count; ++i) {
    images.push_back(random_image(graph, stream.child(static_cast<std::uint64_t>(i))));
  }
  return images;
}

struct SmallNetwork {
  QuantizedGraph graph;
  Chip chip;
  Placement placement;
  ProgrammedNetwork network;

  SmallNetwork(QuantizedGraph g, const SmallChip& small, const PlacementSpec& spec = {},
               TrialKey key = {}, int threads = 1,
               const std::vector<IntTensor>& calibration_images = {})
      : graph(std::move(g)),
        chip(small.chip()),
        placement(place(graph, chip, spec, {})),
        network(graph, chip, placement,
                adc_ranges(graph, chip, placement, calibration_images, threads), key, threads) {}
  SmallNetwork(const SmallNetwork&) = delete;

  const ProgrammedArray& array(int layer, int block) const {
    return network.array(*placement.of_layer(layer), block);
  }
};

}  // namespace mho
