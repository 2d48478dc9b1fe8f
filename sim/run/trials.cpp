#include "sim/run/trials.hpp"

#include <algorithm>
#include <mutex>
#include <thread>

#include "sim/base/parallel.hpp"

namespace mho {

void for_each_trial(const Subject& subject, const TrialSet& set, const Conditions& conditions,
                    const std::string& stage, const RunControl& control, const LookAtChip& look) {
  const int cores = control.threads > 0
                        ? control.threads
                        : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  // Whole trials side by side while there are enough of them; else the images of one are shared.
  const int together = std::clamp(set.count, 1, cores);
  const int threads_each = std::max(1, cores / together);
  std::vector<double> done(static_cast<std::size_t>(set.count), 0);
  std::mutex telling;
  parallel_for(together, set.count, [&](std::int64_t n) {
    const auto slot = static_cast<std::size_t>(n);
    const ProgrammedNetwork chip(subject.graph, subject.chip, subject.placement, subject.ranges,
                                 {set.seed, set.first + static_cast<int>(n)}, threads_each,
                                 conditions);
    look(slot, chip, threads_each, [&](double share) {
      if (!control.progress) return;
      const std::lock_guard lock(telling);
      done[slot] = share;
      double sum = 0;
      for (const double each : done) sum += each;
      control.progress(stage, sum / set.count);
    });
  });
}

std::vector<std::vector<int>> run_trials(const Subject& subject, const TrialSet& set,
                                         const Conditions& conditions, const std::string& stage,
                                         const RunControl& control) {
  const auto inputs = subject.images.first(static_cast<std::size_t>(set.images));
  std::vector<std::vector<int>> predicted(static_cast<std::size_t>(set.count));
  for_each_trial(subject, set, conditions, stage, control,
                 [&](std::size_t slot, const ProgrammedNetwork& chip, int threads,
                     const std::function<void(double)>& tell) {
                   predicted[slot] = classify(chip, inputs, 0, threads, tell);
                 });
  return predicted;
}

}  // namespace mho
