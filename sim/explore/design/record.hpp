// What a sweep keeps of a design: a line of its journal.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/explore/design/goal.hpp"
#include "sim/explore/design/space.hpp"
#include "sim/results/results.hpp"

namespace mho {

struct Record {
  std::string id;  ///< key of the design and of how thoroughly it was looked at
  Choice choice;
  std::vector<std::pair<std::string, std::string>> keys;  ///< "chip.tiles", "8": of the choice
  int look = 0;                                           ///< number of the look
  MetricValues metrics;                                   ///< in their units; of a design that runs
  std::map<std::string, Limits> intervals;                ///< 80 % intervals of what models give
  std::vector<double> trials;  ///< accuracy of each, percent; none without labels
  /// Over signal, as powers, at the network's output, about; none without values, or errors.
  std::optional<double> noise{};
  std::vector<std::string> problems;  ///< why there is no such design, or no such look at it
  bool screened_out = false;          ///< not looked at for what a screen predicts
  double seconds = 0;                 ///< that it took
  bool was_known = false;             ///< to the cache

  bool runs() const { return problems.empty(); }
};

/// One line of JSON, without its end.
std::string to_line(const Record& record);
/// Empty for what is no record's line.
std::optional<Record> record_of(const std::string& line);

}  // namespace mho
