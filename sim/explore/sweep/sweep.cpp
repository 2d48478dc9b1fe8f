// Designs are told to the search, and written, as they finish: which of two side by side finishes
// first decides the order of lines, and nothing else.
#include "sim/explore/sweep/sweep.hpp"

#include <algorithm>
#include <array>
#include <cereal/archives/binary.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/worker_pool.hpp"
#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/screen/screening.hpp"
#include "sim/explore/search/search.hpp"
#include "sim/explore/sweep/folder_lock.hpp"
#include "sim/explore/sweep/journal.hpp"
#include "sim/explore/sweep/leases.hpp"
#include "sim/explore/sweep/tickets.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

/// Between two looks at whether to stop.
constexpr int kPollMilliseconds = 100;

std::filesystem::path journal_of(const std::filesystem::path& folder) { return folder / "journal"; }

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

/// A look at a design that is known.
struct Known {
  Choice choice;
  Judgement judgement;
  // Of a sweep with a screen:
  double noise = 0;           ///< over signal
  double loss = 0;            ///< points
  bool within_limits = true;  ///< of what no trials measure
};

/// Designs of one number are of the same network.
int network_of(const Space& space, const Choice& choice) {
  int number = 0;
  for (std::size_t i = 0; i < choice.size(); ++i)
    if (space.parameters[i].key.starts_with("workload"))
      number = number * (static_cast<int>(space.parameters[i].values.size()) + 1) + choice[i] + 1;
  return number;
}

std::string rounded(double points) {
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%.1f", points);
  return text.data();
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

class Sweep {
 public:
  explicit Sweep(const SweepRequest& request)
      : request_(request),
        spec_(request.spec),
        lock_(request.folder, request.shared.has_value()),
        evaluator_(spec_, request.control),
        search_(make_search(own_search(), spec_.space, static_cast<int>(spec_.objectives.size()))),
        journal_(journal_of(request.folder)),
        reader_(journal_of(request.folder)) {
    if (request.shared) leases_.emplace(request.folder / "leases", request.shared->patience);
    read_more();
  }

  SweepState run() {
    const int looks = std::max<int>(1, static_cast<int>(spec_.looks.size()));
    search_at_first_look();
    for (int look = 1; look < looks && !state_.interrupted; ++look)
      if (spec_.screens && look == 1)
        look_at_promising(look);
      else
        look_again(look);
    state_.seconds = seconds();
    if (request_.profile != nullptr) end_profile();
    return state_;
  }

 private:
  /// Of this process; null when nobody wants it.
  Profile* parent() const {
    return request_.profile != nullptr ? &request_.profile->parent : nullptr;
  }

  void end_profile() const {
    SweepProfile& profile = *request_.profile;
    profile.seconds = seconds();
    profile.workers = workers_;
    const std::chrono::duration<double> there = std::chrono::steady_clock::now() - workers_start_;
    profile.worker_seconds = workers_ * there.count();
  }

  /// What is in the journal that was not read, nor written, before.
  void read_more() {
    const StageClock clock(parent(), "journal");
    reader_.read_more([&](const Record& record) {
      if (record.screened_out) screened_.insert(record.id);
      if (record.screened_out || known_.contains(record.id)) return;
      // Looks may have been others when the folder was begun.
      if (search_->learns_from_any() && record.id == evaluator_.id(record.choice, 0))
        news_.push_back(record.id);
      known_[record.id] = known_of(record);
      if (!record.runs()) impossible_.insert(record.id);
    });
    read_at_ = std::chrono::steady_clock::now();
  }

  Judgement judged(const Record& record) const {
    return judgement_of(record, spec_.objectives, spec_.constraints);
  }

  Known known_of(const Record& record) const {
    Known known{record.choice, judged(record)};
    if (!spec_.screens) return known;
    known.noise = record.noise.value_or(0);
    const auto loss = record.metrics.find(kLossMetric);
    if (loss != record.metrics.end()) known.loss = loss->second;
    for (const Constraint& constraint : spec_.constraints) {
      const auto value = record.metrics.find(constraint.metric);
      if (is_of_trials(constraint.metric) || value == record.metrics.end()) continue;
      known.within_limits = known.within_limits && constraint.violation(value->second) == 0;
    }
    return known;
  }

  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

  void search_at_first_look() {
    state_.designs = search_->designs();
    front_ = Front();
    tell_news();
    state_.from_journal = state_.finished;
    if (search_->learns_from_any() && leases_)
      tickets_.emplace(*leases_, search_->designs(), first_looks_);
    while (!stopped()) {
      ask_for_more();
      if (running_.empty() && all_there()) break;
      wait(search_.get());
      see_to_others(search_.get());
    }
    // Left by one that is gone, when all evaluations were made without it.
    std::erase_if(looked_at_,
                  [&](const Choice& choice) { return others_.contains(evaluator_.id(choice, 0)); });
    others_.clear();
    tickets_.reset();
    drop_running();
  }

  bool all_there() const {
    return tickets_ ? first_looks_ >= search_->designs() : others_.empty() && search_->at_end();
  }

  /// A search that depends on the order in which designs finished would not ask for the same again;
  /// so it is told of all that it has not asked for.
  void tell_news() {
    for (const std::string& id : std::exchange(news_, {})) {
      if (used_.contains(id)) continue;  // this process is at it as well
      const Known& known = known_.at(id);
      ++first_looks_;
      if (others_.erase(id) == 0) looked_at_.push_back(known.choice);
      finish(id, known.judgement, impossible_.contains(id));
      tell(known.choice, known.judgement);
    }
  }

  /// Until no worker is idle, or the search has no more for now.
  void ask_for_more() {
    while (free_workers() > 0 && !stopped()) {
      if (tickets_) {
        read_more();
        tell_news();
      }
      const int count = may_begin(free_workers());
      const std::vector<Choice> choices = count > 0 ? ask(count) : std::vector<Choice>{};
      if (choices.empty()) return;
      for (const Choice& choice : choices) {
        looked_at_.push_back(choice);
        if (const auto judgement = look_at(choice, 0)) tell(choice, *judgement);
      }
    }
  }

  std::vector<Choice> ask(int count) {
    const StageClock clock(parent(), "search");
    return search_->ask(count);
  }

  void tell(const Choice& choice, const Judgement& judgement) {
    const StageClock clock(parent(), "search");
    search_->tell(choice, judgement);
  }

  /// Designs that this process may begin, at most `count`.
  int may_begin(int count) {
    if (!tickets_) return count;
    while (std::ssize(spare_) < count) {
      const auto ticket = tickets_->take(first_looks_);
      if (!ticket) break;
      spare_.push_back(*ticket);
    }
    return std::min<int>(count, static_cast<int>(spare_.size()));
  }

  /// Tasks that learn from each other as they go do not all begin with the same designs; all others
  /// ask for the same ones, and share them out.
  SearchSpec own_search() const {
    SearchSpec own = spec_.search;
    const bool learns = own.kind == SearchKind::tpe || own.kind == SearchKind::bayesian;
    if (request_.shared && learns) own.seed += request_.shared->task;
    return own;
  }

  /// Those that may be on the front for all that the last look tells.
  void look_again(int look) {
    std::vector<Choice> again;
    for (const Choice& choice : looked_at_)
      if (may_be_on_front(choice, look - 1)) again.push_back(choice);
    looked_at_ = again;
    front_ = Front();
    look_at_all(again, look);
  }

  void look_at_all(const std::vector<Choice>& choices, int look) {
    state_.designs += static_cast<std::int64_t>(choices.size());
    std::size_t next = 0;
    while (!stopped() && (next < choices.size() || !running_.empty() || !others_.empty())) {
      while (next < choices.size() && free_workers() > 0) look_at(choices[next++], look);
      wait(nullptr);
      see_to_others(nullptr);
    }
    drop_running();
  }

  /// Those that a screen does not rule out, a batch after the other.
  void look_at_promising(int look) {
    std::vector<Choice> promising;
    std::vector<ScreenedDesign> screened;
    for (const Choice& choice : std::exchange(looked_at_, {})) {
      const Known& known = known_.at(evaluator_.id(choice, look - 1));
      if (!known.judgement.exists || !known.within_limits) continue;
      promising.push_back(choice);
      screened.push_back({known.noise, known.judgement.costs, network_of(spec_.space, choice)});
    }
    front_ = Front();
    Screening screening(std::move(screened), spec_.objectives, spec_.constraints,
                        spec_.search.seed);
    for (auto batch = screening.next(); !batch.empty(); batch = screening.next()) {
      std::vector<Choice> choices;
      for (const std::size_t design : batch) choices.push_back(promising[design]);
      look_at_all(choices, look);
      if (stopped()) return;
      for (const std::size_t design : batch) {
        const Known& known = known_.at(evaluator_.id(promising[design], look));
        screening.tell(design, known.loss, known.judgement);
      }
      looked_at_.insert(looked_at_.end(), choices.begin(), choices.end());
    }
    for (std::size_t design = 0; design < promising.size(); ++design)
      if (!screening.is_measured(design))
        leave_out(promising[design], look, screening.predicted(design));
    state_.notes = sentences_of(screening.report());
  }

  /// Says so in the journal, once.
  void leave_out(const Choice& choice, int look, const LossPrediction& predicted) {
    ++state_.screened_out;
    Record record;
    record.id = evaluator_.screened_id(choice, look);
    record.choice = choice;
    record.keys = spec_.space.labels(choice);
    record.look = look;
    record.screened_out = true;
    record.problems.push_back("screened out, predicted loss " + rounded(predicted.loss) +
                              " points (95 %: " + rounded(predicted.low) + " to " +
                              rounded(predicted.high) + ')');
    if (!screened_.insert(record.id).second || !take(record.id)) return;
    add_to_journal(record);
    if (leases_) leases_->finish(record.id);
  }

  /// Not dominated by a design that is as bad as its interval allows, were it as good as its own.
  bool may_be_on_front(const Choice& choice, int look) {
    const Judgement& own = known_.at(evaluator_.id(choice, look)).judgement;
    if (!own.exists || (spec_.objectives.empty() ? false : own.violation > 0)) return false;
    std::vector<double> best = own.costs;
    for (std::size_t i = 0; i < best.size(); ++i) best[i] -= own.errors[i];
    return std::none_of(looked_at_.begin(), looked_at_.end(), [&](const Choice& other) {
      const Judgement& judgement = known_.at(evaluator_.id(other, look)).judgement;
      if (!judgement.exists || judgement.violation > 0) return false;
      std::vector<double> worst = judgement.costs;
      for (std::size_t i = 0; i < worst.size(); ++i) worst[i] += judgement.errors[i];
      return dominates(worst, best);
    });
  }

  int free_workers() {
    if (!pool_) return 1;  // the first design is the parent's
    return pool_->idle();
  }

  /// Begins it, or has it at once.
  std::optional<Judgement> look_at(const Choice& choice, int look) {
    const std::string id = evaluator_.id(choice, look);
    if (const auto known = known_.find(id); known != known_.end()) {
      ++state_.from_journal;
      finish(id, known->second.judgement, impossible_.contains(id));
      return known->second.judgement;
    }
    if (!take(id)) {
      others_[id] = {choice, look};
      return std::nullopt;
    }
    return begin(choice, look);
  }

  /// True: this process is to look at it.
  bool take(const std::string& id) {
    const StageClock clock(leases_ ? parent() : nullptr, "leases");
    return !leases_ || leases_->take(id);
  }

  std::optional<Judgement> begin(const Choice& choice, int look) {
    if (tickets_) {
      used_[evaluator_.id(choice, look)] = spare_.back();
      spare_.pop_back();
    }
    if (!pool_) {
      const Record record = first_record(choice, look);
      start_workers();
      return keep(record);
    }
    running_[number_] = {choice, look};
    pool_->give(number_++, task_of(choice, look));
    return std::nullopt;
  }

  Record first_record(const Choice& choice, int look) {
    const StageClock clock(parent(), "first design");
    return evaluator_.record(choice, look);
  }

  /// Between two readings of what other processes have written.
  std::chrono::milliseconds read_again() const {
    return std::clamp(request_.shared->patience / 100, std::chrono::milliseconds(kPollMilliseconds),
                      std::chrono::milliseconds(1000));
  }

  /// Designs that other processes are at: what they have finished is read, what they have left is
  /// taken over.
  void see_to_others(Search* search) {
    if (!leases_) return;
    leases_->touch();
    if (others_.empty() && !tickets_) return;
    if (running_.empty()) std::this_thread::sleep_for(std::chrono::milliseconds(kPollMilliseconds));
    if (std::chrono::steady_clock::now() - read_at_ < read_again()) return;
    read_more();
    if (tickets_) tell_news();
    for (auto it = others_.begin(); it != others_.end() && free_workers() > 0;) {
      const auto& [id, other] = *it;
      const auto [choice, look] = other;
      std::optional<Judgement> judgement;
      if (const auto known = known_.find(id); known != known_.end()) {
        judgement = known->second.judgement;
        finish(id, *judgement, impossible_.contains(id));
      } else if (may_begin(1) > 0 && take(id)) {
        judgement = begin(choice, look);
      } else {
        ++it;
        continue;
      }
      it = others_.erase(it);
      if (judgement && search != nullptr) tell(choice, *judgement);
    }
  }

  /// What the first design has computed is in the memory of all of them.
  void start_workers() {
    const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
    RunControl control;
    control.threads = 1;
    control.cache = request_.control.cache;
    const StageClock clock(parent(), "forking");
    workers_ = request_.jobs > 0 ? request_.jobs : cores;
    pool_.emplace(workers_, [this, control](const std::string& task) mutable {
      const auto [choice, look] = choice_of(task);
      if (request_.profile == nullptr)
        return to_line(Evaluator(spec_, control).record(choice, look));
      Profile profile;
      control.profile = &profile;
      const std::string line = to_line(Evaluator(spec_, control).record(choice, look));
      return line + '\n' + bytes_of(profile);
    });
    workers_start_ = std::chrono::steady_clock::now();
  }

  void wait(Search* search) {
    if (running_.empty()) return;
    auto done = [&] {
      const StageClock clock(parent(), "waiting for workers");
      return pool_->wait(kPollMilliseconds);
    }();
    if (!done) return;
    if (request_.profile != nullptr && done->answer) take_profile(*done->answer);
    const auto [choice, look] = running_.at(done->number);
    running_.erase(done->number);
    std::optional<Record> record;
    if (done->answer) record = record_of(*done->answer);
    if (!record) record = lost(choice, look, done->signal);
    if (request_.profile != nullptr) request_.profile->busy_seconds += record->seconds;
    const Judgement judgement = keep(*record);
    if (search != nullptr) tell(choice, judgement);
  }

  /// A line, and behind it what the worker's profile is.
  void take_profile(std::string& answer) const {
    const std::size_t end = answer.find('\n');
    if (end == std::string::npos) return;
    request_.profile->designs.add(profile_of(answer.substr(end + 1)));
    answer.resize(end);
  }

  Record lost(const Choice& choice, int look, int signal) const {
    Record record;
    record.id = evaluator_.id(choice, look);
    record.choice = choice;
    record.keys = spec_.space.labels(choice);
    record.look = look;
    record.problems.push_back(signal == 0
                                  ? "its process ended by itself: an error in mho"
                                  : "its process was ended by signal " + std::to_string(signal));
    return record;
  }

  Judgement keep(const Record& record) {
    const Judgement judgement = judged(record);
    // Another that took this process for dead may have been at it too.
    if (known_.emplace(record.id, known_of(record)).second) add_to_journal(record);
    if (leases_) leases_->finish(record.id);
    if (tickets_) {
      ++first_looks_;
      tickets_->hand_in(used_.extract(record.id).mapped());
    }
    if (record.was_known) ++state_.from_cache;
    finish(record.id, judgement, !record.runs());
    return judgement;
  }

  void add_to_journal(const Record& record) {
    const StageClock clock(parent(), "journal");
    journal_.add(record);
  }

  void finish(const std::string& id, const Judgement& judgement, bool impossible) {
    ++state_.finished;
    if (impossible) ++state_.impossible;
    front_.add(id, judgement);
    state_.front = front_.members().size();
    state_.seconds = seconds();
    if (request_.tell) request_.tell(state_);
  }

  bool stopped() {
    state_.interrupted = state_.interrupted || (request_.stop && request_.stop());
    return state_.interrupted;
  }

  /// Those in flight are lost; they end with the pool.
  void drop_running() {
    if (!state_.interrupted) return;
    pool_.reset();
    running_.clear();
    tickets_.reset();
    leases_.reset();
  }

  const SweepRequest& request_;
  const SweepSpec& spec_;
  FolderLock lock_;
  Evaluator evaluator_;
  std::unique_ptr<Search> search_;
  JournalWriter journal_;
  JournalReader reader_;
  SweepState state_;
  Front front_;
  std::map<std::string, Known> known_;  ///< by id
  std::vector<std::string> news_;       ///< ids of first looks that the journal has gained
  std::int64_t first_looks_ = 0;        ///< that a search that learns was told of
  std::set<std::string> impossible_, screened_;
  std::vector<Choice> looked_at_;
  std::optional<WorkerPool> pool_;
  int workers_ = 0;  ///< of the pool
  std::chrono::steady_clock::time_point workers_start_;
  std::map<std::int64_t, std::pair<Choice, int>> running_;  ///< by number of the task
  std::optional<Leases> leases_;
  std::optional<Tickets> tickets_;   ///< of a search that learns from what other tasks find
  std::vector<std::int64_t> spare_;  ///< tickets for what comes next
  std::map<std::string, std::int64_t> used_;              ///< those of running designs, by id
  std::map<std::string, std::pair<Choice, int>> others_;  ///< by id: leased by other processes
  std::chrono::steady_clock::time_point read_at_;         ///< the journal
  std::int64_t number_ = 0;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

SweepState carry_out(const SweepRequest& request) { return Sweep(request).run(); }

SweepState state_of(const SweepSpec& spec, const std::filesystem::path& folder) {
  SweepState state;
  std::map<int, Front> fronts;
  read_journal(journal_of(folder), [&](const Record& record) {
    if (record.screened_out) {
      ++state.screened_out;
      return;
    }
    ++state.finished;
    if (!record.runs()) ++state.impossible;
    if (record.was_known) ++state.from_cache;
    fronts[record.look].add(record.id, judgement_of(record, spec.objectives, spec.constraints));
    state.seconds += record.seconds;
  });
  if (!fronts.empty()) state.front = fronts.rbegin()->second.members().size();
  const auto search =
      make_search(spec.search, spec.space, static_cast<int>(spec.objectives.size()));
  state.designs = search->designs();
  return state;
}

}  // namespace mho
