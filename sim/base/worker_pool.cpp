// A message is its length and its bytes. A worker reads its pipe to the end: it closes when the
// parent is gone, and the worker goes with it.
#include "sim/base/worker_pool.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// False when the other end is closed before all of it has passed.
bool write_all(int pipe, const void* data, std::size_t bytes) {
  const char* at = static_cast<const char*>(data);
  while (bytes > 0) {
    const ssize_t count = write(pipe, at, bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    bytes -= static_cast<std::size_t>(count);
  }
  return true;
}

bool read_all(int pipe, void* data, std::size_t bytes) {
  char* at = static_cast<char*>(data);
  while (bytes > 0) {
    const ssize_t count = read(pipe, at, bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    at += count;
    bytes -= static_cast<std::size_t>(count);
  }
  return true;
}

bool send_text(int pipe, const std::string& text) {
  const std::uint64_t size = text.size();
  return write_all(pipe, &size, sizeof size) && write_all(pipe, text.data(), text.size());
}

std::optional<std::string> receive_text(int pipe) {
  std::uint64_t size = 0;
  if (!read_all(pipe, &size, sizeof size)) return std::nullopt;
  std::string text(size, '\0');
  if (!read_all(pipe, text.data(), size)) return std::nullopt;
  return text;
}

[[noreturn]] void refuse(const char* what) {
  throw InputError({}, "",
                   std::string("the system gives no ") + what + ": " + std::strerror(errno) +
                       "; allowed: fewer jobs");
}

}  // namespace

WorkerPool::WorkerPool(int workers, Work work)
    : work_(std::move(work)), workers_(static_cast<std::size_t>(workers)) {
  // A worker that died is told of by its pipe, not by the signal of writing to it.
  signal(SIGPIPE, SIG_IGN);
  for (Worker& worker : workers_) start(worker);
}

WorkerPool::~WorkerPool() {
  for (Worker& worker : workers_) {
    if (worker.task >= 0 && worker.process > 0) kill(worker.process, SIGKILL);
    stop(worker);
  }
}

void WorkerPool::start(Worker& worker) {
  std::array<int, 2> tasks{}, answers{};
  if (pipe(tasks.data()) != 0) refuse("pipe");
  if (pipe(answers.data()) != 0) {
    close(tasks[0]), close(tasks[1]);
    refuse("pipe");
  }
  worker.process = fork();
  if (worker.process < 0) {
    for (const int end : {tasks[0], tasks[1], answers[0], answers[1]}) close(end);
    refuse("process");
  }
  if (worker.process == 0) {
    // Other workers' ends would keep their pipes open when the parent is gone.
    for (const Worker& other : workers_)
      for (const int end : {other.tasks, other.answers})
        if (end >= 0) close(end);
    close(tasks[1]), close(answers[0]);
    // Signals to the whole group are the parent's to answer, which ends its workers.
    for (const int number : {SIGINT, SIGTERM, SIGUSR1}) signal(number, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    while (const auto task = receive_text(tasks[0]))
      if (!send_text(answers[1], work_(*task))) break;
    _exit(0);
  }
  close(tasks[0]), close(answers[1]);
  worker.tasks = tasks[1];
  worker.answers = answers[0];
  worker.task = -1;
}

void WorkerPool::stop(Worker& worker) {
  for (int* end : {&worker.tasks, &worker.answers}) {
    if (*end >= 0) close(*end);
    *end = -1;
  }
  if (worker.process > 0) waitpid(worker.process, nullptr, 0);
  worker.process = -1;
}

int WorkerPool::idle() const {
  return static_cast<int>(std::count_if(workers_.begin(), workers_.end(),
                                        [](const Worker& worker) { return worker.task < 0; }));
}

void WorkerPool::give(std::int64_t number, const std::string& task) {
  const auto worker = std::find_if(workers_.begin(), workers_.end(),
                                   [](const Worker& each) { return each.task < 0; });
  require(worker != workers_.end(), "a task without an idle worker");
  worker->task = number;
  // One that died meanwhile is found out when its answer is read.
  send_text(worker->tasks, task);
}

std::optional<WorkerPool::Done> WorkerPool::wait(int milliseconds) {
  std::vector<pollfd> pipes;
  std::vector<Worker*> of;
  for (Worker& worker : workers_) {
    if (worker.task < 0) continue;
    pipes.push_back({worker.answers, POLLIN, 0});
    of.push_back(&worker);
  }
  require(!pipes.empty(), "waiting for workers that have no task");
  if (poll(pipes.data(), pipes.size(), milliseconds) <= 0) return std::nullopt;
  for (std::size_t i = 0; i < pipes.size(); ++i)
    if (pipes[i].revents != 0) return receive(*of[i]);
  return std::nullopt;
}

WorkerPool::Done WorkerPool::receive(Worker& worker) {
  Done done{worker.task, receive_text(worker.answers), 0};
  worker.task = -1;
  if (done.answer) return done;
  int status = 0;
  close(worker.tasks), close(worker.answers);
  waitpid(worker.process, &status, 0);
  done.signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
  worker = Worker{};
  start(worker);
  return done;
}

}  // namespace mho
