#include "sim/run/trials.hpp"

#include <algorithm>
#include <mutex>
#include <optional>
#include <thread>

#include "sim/base/parallel.hpp"
#include "sim/run/archive.hpp"
#include "sim/run/stage.hpp"

namespace mho {

void for_each_trial(const std::vector<ProgrammedStage>& trials, const std::string& stage,
                    const RunControl& control, const LookAtChip& look) {
  const int cores = control.threads > 0
                        ? control.threads
                        : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  // Whole trials side by side while there are enough of them; else the images of one are shared.
  const int count = static_cast<int>(trials.size());
  const int together = std::clamp(count, 1, cores);
  RunControl of_one;
  of_one.threads = std::max(1, cores / together);
  std::vector<double> done(trials.size(), 0);
  std::mutex telling;
  parallel_for(together, count, [&](std::int64_t n) {
    const auto slot = static_cast<std::size_t>(n);
    const Programmed chip = trials[slot].compute(of_one);
    look(slot, chip.network, of_one.threads, [&](double share) {
      if (!control.progress) return;
      const std::lock_guard lock(telling);
      done[slot] = share;
      double sum = 0;
      for (const double each : done) sum += each;
      control.progress(stage, sum / count);
    });
  });
}

std::vector<std::vector<int>> run_trials(const Subject& subject, int first, int count,
                                         const Conditions& conditions, const std::string& stage,
                                         const RunControl& control) {
  std::vector<std::vector<int>> predicted(static_cast<std::size_t>(count));
  std::vector<ProgrammedStage> missing;
  std::vector<std::size_t> at;  // slots of the missing
  std::vector<Key> keys(static_cast<std::size_t>(count));
  for (std::size_t slot = 0; slot < predicted.size(); ++slot) {
    const ProgrammedStage chip = subject.trial(first + static_cast<int>(slot), conditions);
    const TrialClassesStage classes{chip, subject.images, subject.count};
    if (control.cache != nullptr) {
      StageClock clock(control.profile, TrialClassesStage::kName);
      keys[slot] = key_of(classes);
      const auto known = remembered<TrialClassesStage>(keys[slot], *control.cache);
      clock.was_from(known.source);
      if (known.value) {
        predicted[slot] = *known.value;
        continue;
      }
      clock.counts(0);  // not yet computed
    }
    missing.push_back(chip);
    at.push_back(slot);
  }
  if (missing.empty()) return predicted;
  StageClock clock(control.profile, TrialClassesStage::kName);
  clock.counts(std::ssize(missing));
  for_each_trial(missing, stage, control,
                 [&](std::size_t n, const ProgrammedNetwork& chip, int threads,
                     const std::function<void(double)>& tell) {
                   predicted[at[n]] = classify(chip, subject.inputs(), 0, threads, tell);
                 });
  if (control.cache != nullptr)
    for (const std::size_t slot : at)
      keep<TrialClassesStage>(keys[slot], std::make_shared<const std::vector<int>>(predicted[slot]),
                              *control.cache);
  return predicted;
}

}  // namespace mho
