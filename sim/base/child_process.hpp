// A computation in a child process of its own: fork, run, answer through a pipe. What it breaks,
// takes and keeps is gone with it.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace mho {

/// A child that ended before its answer did.
class ChildDied : public std::runtime_error {
 public:
  explicit ChildDied(int signal);
  int signal() const { return signal_; }  ///< that ended it; 0: it left by itself
  /// Whether nobody but the system or the user sends the signal; SIGXCPU comes of a limit, the
  /// user's or that of limit_computing().
  bool from_outside() const;
  /// Of such a signal: "was ended from outside, by signal 9, as happens when memory is short".
  std::string how_ended() const;

 private:
  int signal_;
};

class ChildProcess {
 public:
  /// Sends bytes to the parent.
  using Send = std::function<void(const void* data, std::size_t bytes)>;

  /// Runs `work` in a forked child, which then ends without running destructors or exit handlers.
  /// The calling process should have one thread: a fork copies no other, and what others had locked
  /// stays locked. Where `silent`, what the child prints is dropped. Throws InputError when
  /// the system has no process or memory left for a child.
  explicit ChildProcess(const std::function<void(const Send&)>& work, bool silent = false);
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;
  /// Ends the child.
  ~ChildProcess();

  /// Fills `data` with what the child sends next. Throws ChildDied when it ends before.
  void receive(void* data, std::size_t bytes);
  /// All that is left, and the child's end. Throws ChildDied unless it ended well.
  std::vector<char> rest();

 private:
  std::size_t read_some(void* data, std::size_t bytes);
  [[noreturn]] static void died(int status);
  /// How the child ended, as waitpid() has it.
  int wait();

  pid_t child_ = -1;
  int answer_ = -1;
};

/// From now on this process can take `bytes` more memory than it has; what asks for more fails.
/// Counts what it may write to alone (RLIMIT_DATA), so that address ranges that are only reserved,
/// as sanitizers have them, do not matter.
void limit_memory(std::int64_t bytes);

/// From now on this process can compute for `seconds` more, which it does not count while it waits;
/// then SIGXCPU ends it.
void limit_computing(int seconds);

}  // namespace mho
