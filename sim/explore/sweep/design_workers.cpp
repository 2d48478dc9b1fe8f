#include "sim/explore/sweep/design_workers.hpp"

#include <algorithm>
#include <cereal/archives/binary.hpp>
#include <sstream>
#include <thread>

namespace mho {

namespace {

/// The name of a choice and a look, as workers are told it.
std::string task_of(const Choice& choice, int look) {
  std::string text = std::to_string(look);
  for (const int value : choice) text += ' ' + std::to_string(value);
  return text;
}

std::pair<Choice, int> choice_of(const std::string& task) {
  Choice choice;
  std::size_t at = 0;
  int look = -1;
  while (at < task.size()) {
    std::size_t used = 0;
    const int number = std::stoi(task.substr(at), &used);
    at += used + 1;
    if (look < 0)
      look = number;
    else
      choice.push_back(number);
  }
  return {choice, look};
}

std::string bytes_of(const Profile& profile) {
  std::ostringstream out;
  cereal::BinaryOutputArchive archive(out);
  archive(profile);
  return out.str();
}

Profile profile_of(const std::string& bytes) {
  std::istringstream in(bytes);
  cereal::BinaryInputArchive archive(in);
  Profile profile;
  archive(profile);
  return profile;
}

}  // namespace

std::optional<Record> DesignWorkers::begin(const Choice& choice, int look) {
  if (!pool_) {
    auto first = [&] {
      const StageClock clock(parent(), "first design");
      return evaluator_.record(choice, look);
    }();
    start();
    return first;
  }
  running_[number_] = {choice, look};
  pool_->give(number_++, task_of(choice, look));
  return std::nullopt;
}

void DesignWorkers::start() {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  RunControl control;
  control.threads = 1;
  control.cache = request_.control.cache;
  const StageClock clock(parent(), "forking");
  workers_ = request_.jobs > 0 ? request_.jobs : cores;
  pool_.emplace(workers_, [this, control](const std::string& task) mutable {
    const auto [choice, look] = choice_of(task);
    if (request_.profile == nullptr)
      return to_line(Evaluator(request_.spec, control).record(choice, look));
    Profile profile;
    control.profile = &profile;
    const std::string line = to_line(Evaluator(request_.spec, control).record(choice, look));
    return line + '\n' + bytes_of(profile);
  });
  start_ = std::chrono::steady_clock::now();
}

std::optional<Record> DesignWorkers::wait() {
  if (running_.empty()) return std::nullopt;
  auto done = [&] {
    const StageClock clock(parent(), "waiting for workers");
    return pool_->wait(kSweepPollMilliseconds);
  }();
  if (!done) return std::nullopt;
  if (request_.profile != nullptr && done->answer) take_profile(*done->answer);
  const auto [choice, look] = running_.at(done->number);
  running_.erase(done->number);
  std::optional<Record> record;
  if (done->answer) record = record_of(*done->answer);
  if (!record) record = lost(choice, look, done->signal);
  if (request_.profile != nullptr) request_.profile->busy_seconds += record->seconds;
  return record;
}

/// A line, and behind it what the worker's profile is.
void DesignWorkers::take_profile(std::string& answer) const {
  const std::size_t end = answer.find('\n');
  if (end == std::string::npos) return;
  request_.profile->designs.add(profile_of(answer.substr(end + 1)));
  answer.resize(end);
}

Record DesignWorkers::lost(const Choice& choice, int look, int signal) const {
  Record record;
  record.id = evaluator_.id(choice, look);
  record.choice = choice;
  record.keys = request_.spec.space.labels(choice);
  record.look = look;
  record.problems.push_back(signal == 0
                                ? "its process ended by itself: an error in mho"
                                : "its process was ended by signal " + std::to_string(signal));
  return record;
}

void DesignWorkers::drop() {
  pool_.reset();
  running_.clear();
}

void DesignWorkers::end_profile() const {
  SweepProfile& profile = *request_.profile;
  profile.workers = workers_;
  const std::chrono::duration<double> there = std::chrono::steady_clock::now() - start_;
  profile.worker_seconds = workers_ * there.count();
}

}  // namespace mho
