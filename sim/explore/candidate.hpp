// A machine on a workload that searches try with changed keys. A change is a list of assignments
// ("quantization.weight_bits=6"), as `mho run --set` takes them, so that every point of a search
// can be run again by hand. Each point is evaluated once.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/results/comparison.hpp"

namespace mho {

/// Assignments in the order that they are applied.
using Changes = std::vector<std::string>;

/// What one point gave: results, or the problems that kept it from running.
struct Trial {
  std::optional<Results> results;
  std::vector<std::string> problems;
};

class Candidate {
 public:
  /// `document` is a whole run; throws InputError with every problem of it. `control` is that of
  /// its runs, told "MACHINE on WORKLOAD: STAGE".
  Candidate(Document document, RunControl control);

  const RunSpec& spec() const { return spec_; }  ///< without changes
  /// Runs the point, or remembers it; the reference stays good. Throws what run() throws, except
  /// InputError, which is kept in the trial.
  const Trial& run(const Changes& changes);

 private:
  Trial evaluate(const Changes& changes) const;

  Document document_;
  RunSpec spec_;
  RunControl control_;
  std::map<Changes, Trial> known_;
};

/// The row of a trial; `change` says in words what was changed.
ComparedRow row_of(RowKind kind, const Candidate& candidate, const Trial& trial,
                   const std::string& change);

}  // namespace mho
