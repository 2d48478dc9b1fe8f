// The cases that come with mho.
#pragma once

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "tests/paths.hpp"
#include "validation/validate.hpp"

namespace mho {

inline RequestedCase read_case(const std::string& file, bool slow = false) {
  return {Document::load(file), slow};
}

inline std::vector<RequestedCase> shipped_cases() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(std::string(kSourceDir) + "/validation/cases"))
    files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  std::vector<RequestedCase> cases;
  for (const std::string& file : files) cases.push_back(read_case(file));
  return cases;
}

}  // namespace mho
