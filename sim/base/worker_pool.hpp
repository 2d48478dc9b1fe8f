// Tasks in forked processes that stay: each takes one task after another as text and answers each
// with text. What the parent has in memory when a worker starts, the worker has as well, without a
// copy. A worker that dies is replaced, and its task is told as lost.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace mho {

class WorkerPool {
 public:
  using Work = std::function<std::string(const std::string& task)>;

  struct Done {
    std::int64_t number;                ///< of the task
    std::optional<std::string> answer;  ///< none: its worker died
    int signal = 0;                     ///< that ended it; 0: it left by itself
  };

  /// Forks `workers` processes; the calling one must have one thread. They end with this object, or
  /// with the process that has it, however that ends. Throws InputError when the system has none.
  WorkerPool(int workers, Work work);
  WorkerPool(const WorkerPool&) = delete;
  ~WorkerPool();

  int idle() const;
  int busy() const { return static_cast<int>(workers_.size()) - idle(); }
  /// Gives a task to an idle worker; there must be one.
  void give(std::int64_t number, const std::string& task);
  /// Waits until a task is done, `milliseconds` at most (-1: for ever), or a signal arrives; empty
  /// then. There must be a busy worker.
  std::optional<Done> wait(int milliseconds);

 private:
  struct Worker {
    pid_t process = -1;
    int tasks = -1, answers = -1;  ///< pipes
    std::int64_t task = -1;        ///< number of the one that it has; -1: none
  };

  void start(Worker& worker);
  void stop(Worker& worker);
  Done receive(Worker& worker);

  Work work_;
  std::vector<Worker> workers_;
};

}  // namespace mho
