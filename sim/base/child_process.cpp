#include "sim/base/child_process.hpp"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <fstream>

#include "sim/base/error.hpp"

namespace mho {

namespace {

void send_all(int descriptor, const void* data, std::size_t bytes) {
  const char* begin = static_cast<const char*>(data);
  for (std::size_t done = 0; done < bytes;) {
    const ssize_t written = write(descriptor, begin + done, bytes - done);
    if (written < 0 && errno != EINTR) _exit(1);  // the parent is gone
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

void drop_output() {
  const int nowhere = open("/dev/null", O_WRONLY);
  dup2(nowhere, STDOUT_FILENO);
  dup2(nowhere, STDERR_FILENO);
}

[[noreturn]] void cannot_start() {
  throw InputError({}, "", std::string("cannot start a process: ") + std::strerror(errno));
}

/// The soft limit alone: it may be raised again.
void set_limit(__rlimit_resource resource, std::int64_t value) {
  rlimit limit{};
  getrlimit(resource, &limit);
  limit.rlim_cur = std::min(static_cast<rlim_t>(value), limit.rlim_max);
  require(setrlimit(resource, &limit) == 0, "a resource cannot be limited");
}

/// Of this process, what RLIMIT_DATA counts: the sixth number of /proc/self/statm, in pages.
std::int64_t data_bytes() {
  std::ifstream statm("/proc/self/statm");
  std::int64_t pages = 0;
  for (int i = 0; i < 6; ++i) statm >> pages;
  return statm ? pages * sysconf(_SC_PAGESIZE) : 0;
}

}  // namespace

ChildDied::ChildDied(int signal)
    : std::runtime_error("a child process died" +
                         (signal != 0 ? " of signal " + std::to_string(signal) : "")),
      signal_(signal) {}

bool ChildDied::from_outside() const {
  constexpr std::array kOutside{SIGKILL, SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGXCPU};
  return std::find(kOutside.begin(), kOutside.end(), signal_) != kOutside.end();
}

std::string ChildDied::how_ended() const {
  return "was ended from outside, by signal " + std::to_string(signal_) +
         (signal_ == SIGKILL ? ", as happens when memory is short" : "");
}

ChildProcess::ChildProcess(const std::function<void(const Send&)>& work, bool silent) {
  std::array<int, 2> ends{};
  if (pipe(ends.data()) != 0) cannot_start();
  std::fflush(nullptr);  // what is buffered would be written twice
  const pid_t parent = getpid();
  child_ = fork();
  if (child_ == 0) {
    // Nobody wants the answer of a parent that was stopped, also in the moment before the request.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    close(ends[0]);
    if (silent) drop_output();
    try {
      work([&](const void* data, std::size_t bytes) { send_all(ends[1], data, bytes); });
    } catch (...) {
      _exit(1);
    }
    _exit(0);
  }
  const int error = errno;
  close(ends[1]);
  answer_ = ends[0];
  if (child_ < 0) {
    close(answer_);
    errno = error;
    cannot_start();
  }
}

ChildProcess::~ChildProcess() {
  close(answer_);
  if (child_ < 0) return;
  kill(child_, SIGKILL);
  wait();
}

std::size_t ChildProcess::read_some(void* data, std::size_t bytes) {
  for (;;) {
    const ssize_t got = read(answer_, data, bytes);
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return 0;
  }
}

int ChildProcess::wait() {
  int status = 0;
  while (waitpid(child_, &status, 0) < 0 && errno == EINTR) {
  }
  child_ = -1;
  return status;
}

void ChildProcess::died(int status) { throw ChildDied(WIFSIGNALED(status) ? WTERMSIG(status) : 0); }

void ChildProcess::receive(void* data, std::size_t bytes) {
  char* begin = static_cast<char*>(data);
  for (std::size_t done = 0; done < bytes;) {
    const std::size_t got = read_some(begin + done, bytes - done);
    if (got == 0) died(wait());
    done += got;
  }
}

std::vector<char> ChildProcess::rest() {
  std::vector<char> bytes;
  std::array<char, 65536> chunk;
  while (const std::size_t got = read_some(chunk.data(), chunk.size()))
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(got));
  const int status = wait();
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) died(status);
  return bytes;
}

void limit_memory(std::int64_t bytes) { set_limit(RLIMIT_DATA, data_bytes() + bytes); }

void limit_computing(int seconds) {
  rusage use{};
  getrusage(RUSAGE_SELF, &use);
  // The limit is in whole seconds, of what was used, too.
  set_limit(RLIMIT_CPU, use.ru_utime.tv_sec + use.ru_stime.tv_sec + 1 + seconds);
}

}  // namespace mho
