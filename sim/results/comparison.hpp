// What several machines did with the same workloads: a value that reports print and store. Rows of
// published devices stand beside simulated ones and are marked as what they are.
#pragma once

#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

enum class RowKind {
  face_value,      ///< the chip as its file describes it
  equal_area,      ///< with as many tiles as fit the area of the reference
  equal_accuracy,  ///< with the least bits, or the least improvement of its cells, that reach it
  equal_both,      ///< brought to the accuracy, then to the area
  published        ///< a device's published figures, not simulated
};

/// "face value", "equal area", "equal accuracy", "equal area and accuracy", "published, not
/// simulated".
const char* name_of(RowKind kind);

/// A figure of two machines that lie nearer together than their models tell (doubt.hpp).
struct Undecided {
  std::string metric;
  std::string one, other;  ///< machines, the larger figure first
  double ratio = 1;
  double spread = 1;  ///< factor that 80 % of such ratios lie within
};

/// One machine on one workload.
struct ComparedRow {
  RowKind kind = RowKind::face_value;
  std::string machine;
  double technology_m = 0;        ///< 0: not published
  int tiles = 0;                  ///< 0: it did not run, or is no tiled machine
  std::string precision;          ///< of the workload's figures; empty without any
  std::string peak_precision;     ///< of the peaks
  std::string scaled;             ///< at equal area or accuracy: "tiles, copies", "nothing"
  std::string change;             ///< what differs from the file; published: what is measured
  std::vector<Metric> metrics;    ///< empty: it did not run
  std::vector<std::string> lack;  ///< why it did not run, or what it does not reach
  std::vector<std::string> notes;
  std::string resolved_yaml;  ///< of the run; empty for published rows

  bool ran() const { return !metrics.empty(); }
  /// The metric of that name; null if the row does not have it.
  const Metric* find(const std::string& name) const;
};

struct ComparedWorkload {
  std::string workload;
  std::vector<std::string> remarks;  ///< what the equal-area and equal-accuracy rows are equal to
  std::vector<ComparedRow> rows;     ///< by kind, in the order that machines were given
};

/// Of rows of one kind that ran, every two of them: TOPS/J, energy and area of the chip and what
/// follows from them.
std::vector<Undecided> undecided(const std::vector<const ComparedRow*>& rows);

struct Comparison {
  std::string version;  ///< of the mho that made it
  std::vector<ComparedWorkload> workloads;

  /// Whether any machine ran any workload.
  bool any_ran() const;
};

}  // namespace mho
