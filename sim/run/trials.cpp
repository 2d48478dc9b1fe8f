#include "sim/run/trials.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "sim/base/parallel.hpp"
#include "sim/run/trial_results.hpp"

namespace mho {

namespace {

/// What an interruption leaves of trials: those up to the last one that was finished, so that what
/// is left are the trials of a shorter run.
class TrialsLeft {
 public:
  TrialsLeft(std::size_t count, const RunControl& control) : control_(control), finished_(count) {
    if (control.interruption != nullptr) control.interruption->heed();
  }

  /// Throws Stopped where a trial is not to be gone on with.
  void check(std::size_t slot) {
    if (static_cast<std::int64_t>(slot) > last_ && control_.cuts_short()) throw Stopped();
  }
  void finish(std::size_t slot) {
    finished_[slot] = true;
    for (auto last = last_.load(); last < static_cast<std::int64_t>(slot);)
      if (last_.compare_exchange_weak(last, static_cast<std::int64_t>(slot))) break;
  }
  int count() const {
    return static_cast<int>(std::find(finished_.begin(), finished_.end(), false) -
                            finished_.begin());
  }

 private:
  const RunControl& control_;
  std::vector<std::atomic<bool>> finished_;
  std::atomic<std::int64_t> last_ = -1;
};

}  // namespace

int for_each_trial(const std::vector<ProgrammedStage>& trials, const std::string& stage,
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
  TrialsLeft left(trials.size(), control);
  const auto run_one = [&](std::size_t slot) {
    left.check(slot);
    const Programmed chip = trials[slot].compute(of_one);
    look(slot, chip.network, of_one.threads, [&](double share) {
      left.check(slot);
      if (!control.progress) return;
      const std::lock_guard lock(telling);
      done[slot] = share;
      double sum = 0;
      for (const double each : done) sum += each;
      control.progress(stage, sum / count);
    });
    left.finish(slot);
  };
  // One by one in their order, so that what an interruption finds finished is their beginning.
  std::atomic<std::size_t> next = 0;
  std::vector<std::exception_ptr> failures(trials.size());
  parallel_for(together, together, [&](std::int64_t) {
    for (std::size_t slot; (slot = next++) < trials.size();) try {
        run_one(slot);
      } catch (const Stopped&) {
      } catch (...) {
        failures[slot] = std::current_exception();
      }
  });
  for (const std::exception_ptr& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return left.count();
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
