// Workers: every task is answered once, and a worker that dies loses no more than its task.
#include <unistd.h>
#include <catch2/catch.hpp>

#include <csignal>
#include <map>
#include <string>

#include "sim/base/worker_pool.hpp"

namespace mho {

TEST_CASE("tasks are answered by workers that stay") {
  const std::string warmed(1 << 20, 'w');
  WorkerPool pool(
      3, [&](const std::string& task) { return task + warmed.substr(0, std::stoul(task)) + '.'; });
  std::map<std::int64_t, std::string> answers;
  int given = 0;
  while (answers.size() < 200) {
    while (pool.idle() > 0 && given < 200) {
      pool.give(given, std::to_string(given * 500));
      ++given;
    }
    if (const auto done = pool.wait(-1)) answers[done->number] = done->answer.value();
  }
  for (int i = 0; i < 200; ++i) {
    const std::string task = std::to_string(i * 500);
    CHECK(answers.at(i) == task + warmed.substr(0, static_cast<std::size_t>(i) * 500) + '.');
  }
  CHECK(pool.busy() == 0);
}

TEST_CASE("a worker that dies is told, and replaced") {
  WorkerPool pool(2, [](const std::string& task) {
    if (task == "die") std::raise(SIGKILL);
    if (task == "leave") _exit(3);
    return task;
  });
  std::map<std::int64_t, WorkerPool::Done> done;
  int given = 0;
  while (done.size() < 12) {
    while (pool.idle() > 0 && given < 12) {
      pool.give(given, given % 3 == 1 ? "die" : given % 3 == 2 ? "leave" : "live");
      ++given;
    }
    if (const auto each = pool.wait(-1)) done.emplace(each->number, *each);
  }
  for (const auto& [number, each] : done) {
    CHECK(each.answer.has_value() == (number % 3 == 0));
    CHECK(each.signal == (number % 3 == 1 ? SIGKILL : 0));
  }
}

}  // namespace mho
