// LeNet-5 of the quickstart with few images, for tests of what a run's figures are made of.
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
