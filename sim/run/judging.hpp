// What a run's outputs are judged by: as the workload says, or as network and data allow.
#pragma once

#include <string>

#include "sim/run/problem_list.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

struct Judging {
  JudgedBy by = JudgedBy::snr;  ///< never data
  ScoreForm form{};             ///< of a score
  std::string not_classes{};  ///< where there are labels and nobody chose: why they are no classes

  /// Null where it is no score.
  const Score* score() const { return score_of(by); }
  /// Why there is no accuracy.
  std::string words() const;
};

/// Adds to `problems` what keeps the workload's metric from being found.
Judging judging_of(const WorkloadSpec& workload, const Graph& network, const Dataset& test,
                   ProblemList& problems);

}  // namespace mho
