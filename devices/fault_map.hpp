// A file of cells known to be stuck, one a line: `array row column on|off`, numbers from 0; '#'
// begins a comment.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/base/error.hpp"

namespace mho {

struct Fault {
  int row = 0;
  int column = 0;
  bool on = false;

  bool operator==(const Fault&) const = default;
};

/// Faults by the number of their array.
using FaultMap = std::map<int, std::vector<Fault>>;

/// Reads a map from text; what is wrong is added to `problems` with file and line.
FaultMap parse_fault_map(const std::string& text, const std::string& file,
                         std::vector<Problem>& problems);
/// The same from a file, of at most 64 MiB.
FaultMap load_fault_map(const std::string& file, std::vector<Problem>& problems);

}  // namespace mho
