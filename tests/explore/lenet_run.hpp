// LeNet-5 on shipped chips, with few images: runs of a fraction of a second.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

/// Of `chip` with further assignments: 20 test images, 2 trials, 2 images with time.
inline Document lenet_run(const std::string& chip, const std::vector<std::string>& changes = {}) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  Document document = Document::load(configs + "run_defaults.yaml");
  for (const std::string& change :
       {"chip=" + chip_file(chip), "workload=" + configs + "workloads/lenet5_fashion_mnist.yaml",
        std::string("accuracy.images=20"), std::string("accuracy.trials=2"),
        std::string("engine.images=2"), std::string("quantization.calibration_images=8")})
    document.set(change);
  for (const std::string& change : changes) document.set(change);
  return document;
}

}  // namespace mho
