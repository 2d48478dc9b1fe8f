#include "sim/engine/child_process.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

void write_all(int descriptor, const std::vector<char>& bytes) {
  for (std::size_t done = 0; done < bytes.size();) {
    const ssize_t written = write(descriptor, bytes.data() + done, bytes.size() - done);
    if (written < 0 && errno != EINTR) return;  // the parent is gone, or sees a cut answer
    if (written > 0) done += static_cast<std::size_t>(written);
  }
}

std::vector<char> read_all(int descriptor) {
  std::vector<char> bytes;
  std::array<char, 65536> chunk;
  for (;;) {
    const ssize_t got = read(descriptor, chunk.data(), chunk.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return bytes;
    bytes.insert(bytes.end(), chunk.begin(), chunk.begin() + got);
  }
}

}  // namespace

std::vector<char> run_in_child(const std::function<std::vector<char>()>& work) {
  std::array<int, 2> ends{};
  require(pipe(ends.data()) == 0, "no pipe to a child process");
  std::fflush(nullptr);  // what is buffered would be written twice
  const pid_t parent = getpid();
  const pid_t child = fork();
  require(child >= 0, "no child process");
  if (child == 0) {
    // Nobody wants the answer of a parent that was stopped, also in the moment before the request.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(1);
    close(ends[0]);
    write_all(ends[1], work());
    _exit(0);
  }
  close(ends[1]);
  std::vector<char> bytes = read_all(ends[0]);
  close(ends[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
    throw Bug("a child process died" +
              (WIFSIGNALED(status) ? " of signal " + std::to_string(WTERMSIG(status)) : ""));
  return bytes;
}

}  // namespace mho
