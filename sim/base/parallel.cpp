#include "sim/base/parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace mho {

namespace {

/// The exception of the lowest index that any thread met.
class FirstFailure {
 public:
  void record(std::int64_t index) {
    const std::lock_guard lock(mutex_);
    if (exception_ && index_ < index) return;
    index_ = index;
    exception_ = std::current_exception();
  }
  void rethrow() const {
    if (exception_) std::rethrow_exception(exception_);
  }

 private:
  std::mutex mutex_;
  std::int64_t index_ = 0;
  std::exception_ptr exception_;
};

}  // namespace

void parallel_for(int threads, std::int64_t count, const std::function<void(std::int64_t)>& body,
                  const TellShare& tell) {
  if (count <= 0) return;
  const std::int64_t wanted =
      threads > 0 ? threads : std::max(1u, std::thread::hardware_concurrency());
  const std::int64_t workers = std::min(wanted, count);
  // Chunks large enough that the counter costs nothing, small enough that the last ones balance.
  const std::int64_t chunk = std::clamp<std::int64_t>(count / (workers * 16), 1, 256);
  std::atomic<std::int64_t> next = 0;
  FirstFailure failure;
  std::atomic<bool> stopped = false;
  std::mutex telling;
  std::int64_t done = 0;
  const auto tell_one_more = [&] {
    const std::lock_guard lock(telling);
    tell(static_cast<double>(++done) / static_cast<double>(count));
  };
  // A failed index stops nothing: every index runs, so that the lowest failing one is always found.
  const auto work = [&] {
    for (std::int64_t begin; !stopped && (begin = next.fetch_add(chunk)) < count;) {
      const std::int64_t end = std::min(begin + chunk, count);
      for (std::int64_t i = begin; i < end && !stopped; ++i) {
        try {
          body(i);
          if (tell) tell_one_more();
        } catch (const Stopped&) {
          stopped = true;
          failure.record(i);
        } catch (...) {
          failure.record(i);
        }
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    try {
      for (std::int64_t i = 1; i < workers; ++i) helpers.emplace_back(work);
    } catch (const std::system_error&) {
      // The system has no more threads: those that there are do all the work.
    }
    work();
  }
  failure.rethrow();
}

}  // namespace mho
