// The processes that look at a sweep's designs, side by side. The first design is the parent's:
// what it has computed is in the memory of all that are forked of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "sim/base/worker_pool.hpp"
#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/sweep/sweep.hpp"

namespace mho {

/// Between two looks at whether to stop.
inline constexpr int kSweepPollMilliseconds = 100;

class DesignWorkers {
 public:
  /// Both must outlive it.
  DesignWorkers(const SweepRequest& request, const Evaluator& evaluator)
      : request_(request), evaluator_(evaluator) {}

  /// Designs that may begin now.
  int idle() const { return pool_ ? pool_->idle() : 1; }
  bool none_running() const { return running_.empty(); }

  /// Begins a look; of the first design, has it. There must be one idle.
  std::optional<Record> begin(const Choice& choice, int look);
  /// A look that is done; none within a moment. One whose process is gone is a design that cannot
  /// run, with that as the reason.
  std::optional<Record> wait();
  /// Those in flight are lost; they end with the pool.
  void drop();

  /// What the request's profile tells of workers.
  void end_profile() const;

 private:
  void start();
  Record lost(const Choice& choice, int look, int signal) const;
  void take_profile(std::string& answer) const;
  Profile* parent() const {
    return request_.profile != nullptr ? &request_.profile->parent : nullptr;
  }

  const SweepRequest& request_;
  const Evaluator& evaluator_;
  std::optional<WorkerPool> pool_;
  int workers_ = 0;  ///< of the pool
  std::chrono::steady_clock::time_point start_;
  std::map<std::int64_t, std::pair<Choice, int>> running_;  ///< by number of the task
  std::int64_t number_ = 0;
};

}  // namespace mho
