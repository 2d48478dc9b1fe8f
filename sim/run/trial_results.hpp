// A stage of each trial: those that are remembered are not computed.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/run/archive.hpp"
#include "sim/run/stage.hpp"
#include "sim/run/trials.hpp"

namespace mho {

/// By trial; of an interrupted run those from the first on that are finished. `compute` makes the
/// result of a stage on its programmed chip, which is that of `stage.programmed`, with so many
/// threads.
template <class Stage>
std::vector<typename Stage::Result> trial_results(
    const std::vector<Stage>& stages, const std::string& name, const RunControl& control,
    const std::function<typename Stage::Result(const Stage& stage, const ProgrammedNetwork& chip,
                                               int threads, const Progress& tell)>& compute) {
  using Result = typename Stage::Result;
  std::vector<Result> results(stages.size());
  std::vector<ProgrammedStage> missing;
  std::vector<std::size_t> at;  // slots of the missing
  std::vector<Key> keys(stages.size());
  for (std::size_t slot = 0; slot < stages.size(); ++slot) {
    if (control.cache != nullptr) {
      StageClock clock(control.profile, Stage::kName);
      keys[slot] = key_of(stages[slot]);
      const auto known = remembered<Stage>(keys[slot], *control.cache);
      clock.was_from(known.source);
      if (known.value) {
        results[slot] = *known.value;
        continue;
      }
      clock.counts(0);  // not yet computed
    }
    missing.push_back(stages[slot].programmed);
    at.push_back(slot);
  }
  if (missing.empty()) return results;
  StageClock clock(control.profile, Stage::kName);
  clock.counts(std::ssize(missing));
  const auto finished = static_cast<std::size_t>(
      for_each_trial(missing, name, control,
                     [&](std::size_t n, const ProgrammedNetwork& chip, int threads,
                         const std::function<void(double)>& tell) {
                       results[at[n]] = compute(stages[at[n]], chip, threads, tell);
                     }));
  clock.counts(static_cast<std::int64_t>(finished));
  if (control.cache != nullptr)
    for (std::size_t n = 0; n < finished; ++n)
      keep<Stage>(keys[at[n]], std::make_shared<const Result>(results[at[n]]), *control.cache);
  if (finished < at.size()) results.resize(at[finished]);
  return results;
}

}  // namespace mho
