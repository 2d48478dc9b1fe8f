#include "sim/run/trials.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "sim/base/parallel.hpp"
#include "sim/run/trial_results.hpp"

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
  std::vector<TrialClassesStage> trials;
  for (int i = 0; i < count; ++i)
    trials.push_back({subject.trial(first + i, conditions), subject.images, subject.count});
  return trial_results<TrialClassesStage>(
      trials, stage, control,
      [&](const TrialClassesStage&, const ProgrammedNetwork& chip, int threads,
          const Progress& tell) { return classify(chip, subject.inputs(), 0, threads, tell); });
}

}  // namespace mho
