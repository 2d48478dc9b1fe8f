#include "sim/engine/child_process.hpp"

#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>

#include "sim/base/error.hpp"
#include "sim/base/exhausted.hpp"

namespace mho {

namespace {

/// Both ends of a pipe, closed when it goes out of scope unless they were before.
class Pipe {
 public:
  Pipe() {
    if (pipe(ends_.data()) != 0) throw Exhausted("no pipe to another process: " + system_error());
  }
  Pipe(const Pipe&) = delete;
  ~Pipe() {
    for (int& end : ends_) close_end(end);
  }

  int reading() const { return ends_[0]; }
  int writing() const { return ends_[1]; }
  void close_reading() { close_end(ends_[0]); }
  void close_writing() { close_end(ends_[1]); }

  static std::string system_error() { return std::strerror(errno); }

 private:
  static void close_end(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }

  std::array<int, 2> ends_{-1, -1};
};

void write_all(int descriptor, const char* bytes, std::size_t size) {
  for (std::size_t done = 0; done < size;) {
    const ssize_t written = write(descriptor, bytes + done, size - done);
    if (written < 0 && errno != EINTR) return;  // the parent is gone, or sees a cut answer
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

/// What there is to read, at the end of `bytes`; false at the pipe's end.
bool read_some(int descriptor, std::vector<char>& bytes) {
  std::array<char, 65536> chunk;
  const ssize_t got = read(descriptor, chunk.data(), chunk.size());
  if (got < 0) return errno == EINTR;
  bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
  return got > 0;
}

/// Tells the last of the whole shares in `bytes`, and takes them from there.
void tell_last(const TellShare& tell, std::vector<char>& bytes) {
  const std::size_t whole = bytes.size() / sizeof(double) * sizeof(double);
  if (whole == 0) return;
  double share = 0;
  std::memcpy(&share, bytes.data() + whole - sizeof share, sizeof share);
  bytes.erase(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(whole));
  if (tell) tell(share);
}

/// All of the answer; shares are told as they come.
std::vector<char> listen(const Pipe& answer, const Pipe& shares, const TellShare& tell) {
  std::vector<char> bytes, told;
  std::array<pollfd, 2> ends{{{answer.reading(), POLLIN, 0}, {shares.reading(), POLLIN, 0}}};
  for (;;) {
    if (poll(ends.data(), ends.size(), -1) < 0) continue;  // interrupted
    if (ends[1].revents != 0) {
      if (!read_some(shares.reading(), told)) ends[1].fd = -1;
      tell_last(tell, told);
    }
    if (ends[0].revents != 0 && !read_some(answer.reading(), bytes)) return bytes;
  }
}

[[noreturn]] void work_in_child(Pipe& answer, Pipe& shares,
                                const std::function<std::vector<char>(const TellShare&)>& work) {
  answer.close_reading();
  shares.close_reading();
  const std::vector<char> bytes = work([&](double share) {
    write_all(shares.writing(), reinterpret_cast<const char*>(&share), sizeof share);
  });
  write_all(answer.writing(), bytes.data(), bytes.size());
  _exit(0);
}

/// Why a child did not end as it should.
void check_end(int status) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
  const int signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  // Nobody but the system or the user sends these.
  for (const int outside : {SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU})
    if (signal == outside)
      throw Exhausted("the process of the timed engine was ended from outside (signal " +
                      std::to_string(signal) +
                      (signal == SIGKILL ? "), as happens when memory is short" : ")"));
  throw Bug("a child process died" +
            (signal != 0 ? " of signal " + std::to_string(signal) : std::string()));
}

}  // namespace

std::vector<char> run_in_child(const std::function<std::vector<char>(const TellShare&)>& work,
                               const TellShare& tell) {
  Pipe answer, shares;
  std::fflush(nullptr);  // what is buffered would be written twice
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child < 0) throw Exhausted("no process for the timed engine: " + Pipe::system_error());
  if (child == 0) {
    // Nobody wants the answer of a parent that was stopped, also in the moment before the request.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    work_in_child(answer, shares, work);
  }
  answer.close_writing();
  shares.close_writing();
  std::vector<char> bytes = listen(answer, shares, tell);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  check_end(status);
  return bytes;
}

}  // namespace mho
