// Every design of a sweep that was looked at: a value that reports print and store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

/// A key that varies.
struct TableKey {
  std::string key;
  bool is_number = false;  ///< of every value it has
  std::string unit;        ///< of the numbers: SI; "" for those without a unit
};

/// A metric that any of the designs has.
struct TableMetric {
  std::string name;
  std::string unit;
  std::string sentence;
  bool is_modelled = false;  ///< any design has an interval of its models
};

/// One look at a design.
struct TableDesign {
  std::string id;
  int look = 0;
  std::vector<std::string> labels;              ///< by key; "" where the design does not have it
  std::vector<std::optional<double>> numbers;   ///< the same in SI units, of numbers
  std::vector<std::optional<double>> values;    ///< by metric
  std::vector<std::optional<Limits>> modelled;  ///< by metric: that hold 80 % of measured macros
  std::vector<double> trials;                   ///< accuracy of each, percent
  std::vector<std::string> problems;            ///< why it cannot run
  double seconds = 0;                           ///< that it took
  bool was_known = false;                       ///< to the cache
};

/// What a sweep is judged by.
struct TableAim {
  std::string metric;
  bool maximize = false;
};

struct TableConstraint {
  std::string metric;
  std::string limit;                          ///< as it is written
  std::vector<std::optional<double>> beyond;  ///< by design: how far, 0: it holds
};

struct DesignTable {
  std::string version;             ///< of the mho that made it
  std::string sweep;               ///< its file
  std::vector<std::string> looks;  ///< "500 images, 2 trials"; one that is empty: as the run says
  std::vector<TableKey> keys;
  std::vector<TableMetric> metrics;  ///< in the order of reports
  std::vector<TableDesign> designs;
  std::vector<TableAim> aims;
  std::vector<TableConstraint> constraints;

  /// The most trials that a design has.
  std::size_t trials() const;
};

}  // namespace mho
