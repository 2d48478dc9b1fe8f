// What `mho run --chip CHIP --workload WORKLOAD` runs, of shipped files.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

inline Document default_run(const std::string& chip, const std::string& workload,
                            const std::vector<std::string>& sets) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  Document document = Document::load(configs + "run_defaults.yaml");
  document.set_file("--chip", "chip", configs + "chips/" + chip + ".yaml");
  document.set_file("--workload", "workload", configs + "workloads/" + workload + ".yaml");
  for (const std::string& set : sets) document.set(set);
  return document;
}

}  // namespace mho
