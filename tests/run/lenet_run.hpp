// LeNet-5 of the quickstart with few images, on the chip whose costs are constants, for tests of
// what a run's figures are made of.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "tests/paths.hpp"

namespace mho {

inline const std::string kQuickstart = std::string(kSourceDir) + "/configs/runs/quickstart.yaml";

inline Document lenet_document(const std::vector<std::string>& sets = {}) {
  Document document = Document::load(kQuickstart);
  document.set("chip=" + chip_file("edge_rram_constants"));
  for (const char* set : {"accuracy.images=2", "accuracy.trials=1", "engine.images=2",
                          "quantization.calibration_images=32"})
    document.set(set);
  for (const std::string& set : sets) document.set(set);
  return document;
}

inline RunSpec lenet_spec(const std::vector<std::string>& sets = {}) {
  return read_spec<RunSpec>(lenet_document(sets));
}

inline Results lenet_results(const std::vector<std::string>& sets = {}) {
  return run(lenet_spec(sets), {kQuickstart, 0}, {1, {}});
}

}  // namespace mho
