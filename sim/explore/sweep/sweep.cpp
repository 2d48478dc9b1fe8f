// Designs are told to the search, and written, as they finish: which of two side by side finishes
// first decides the order of lines, and nothing else.
#include "sim/explore/sweep/sweep.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "sim/explore/design/evaluator.hpp"
#include "sim/explore/screen/screening.hpp"
#include "sim/explore/search/search.hpp"
#include "sim/explore/sweep/design_workers.hpp"
#include "sim/explore/sweep/folder_lock.hpp"
#include "sim/explore/sweep/known_designs.hpp"
#include "sim/explore/sweep/leases.hpp"
#include "sim/explore/sweep/promising.hpp"
#include "sim/explore/sweep/tickets.hpp"

namespace mho {

namespace {

class Sweep {
 public:
  explicit Sweep(const SweepRequest& request)
      : request_(request),
        spec_(request.spec),
        lock_(request.folder, request.shared.has_value()),
        evaluator_(spec_, request.control),
        search_(make_search(own_search(), spec_.space, static_cast<int>(spec_.objectives.size()))),
        known_(spec_, evaluator_, request.folder / "journal", search_->learns_from_any(), parent()),
        workers_(request_, evaluator_) {
    if (request.shared) leases_.emplace(request.folder / "leases", request.shared->patience);
    known_.read_more();
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
    if (request_.profile != nullptr) {
      request_.profile->seconds = seconds();
      workers_.end_profile();
    }
    return state_;
  }

 private:
  /// Of this process; null when nobody wants it.
  Profile* parent() const {
    return request_.profile != nullptr ? &request_.profile->parent : nullptr;
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
      if (workers_.none_running() && all_there()) break;
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
    for (const std::string& id : known_.news()) {
      if (used_.contains(id)) continue;  // this process is at it as well
      const KnownDesign& known = known_.at(id);
      ++first_looks_;
      if (others_.erase(id) == 0) looked_at_.push_back(known.choice);
      finish(id, known);
      tell(known.choice, known.judgement);
    }
  }

  /// Until no worker is idle, or the search has no more for now.
  void ask_for_more() {
    while (workers_.idle() > 0 && !stopped()) {
      if (tickets_) {
        known_.read_more();
        tell_news();
      }
      const int count = may_begin(workers_.idle());
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
    std::vector<const Judgement*> judgements;
    for (const Choice& choice : looked_at_)
      judgements.push_back(&known_.at(evaluator_.id(choice, look - 1)).judgement);
    for (std::size_t i = 0; i < looked_at_.size(); ++i)
      if (may_be_on_front(*judgements[i], judgements, !spec_.objectives.empty()))
        again.push_back(looked_at_[i]);
    looked_at_ = again;
    front_ = Front();
    look_at_all(again, look);
  }

  void look_at_all(const std::vector<Choice>& choices, int look) {
    state_.designs += static_cast<std::int64_t>(choices.size());
    std::size_t next = 0;
    while (!stopped() && (next < choices.size() || !workers_.none_running() || !others_.empty())) {
      while (next < choices.size() && workers_.idle() > 0) look_at(choices[next++], look);
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
      const KnownDesign& known = known_.at(evaluator_.id(choice, look - 1));
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
        const KnownDesign& known = known_.at(evaluator_.id(promising[design], look));
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
    const Record record = screened_out(evaluator_, spec_.space, choice, look, predicted);
    if (!known_.is_new_screened(record.id) || !take(record.id)) return;
    known_.keep_screened(record);
    if (leases_) leases_->finish(record.id);
  }

  /// Begins it, or has it at once.
  std::optional<Judgement> look_at(const Choice& choice, int look) {
    const std::string id = evaluator_.id(choice, look);
    if (const KnownDesign* known = known_.find(id)) {
      ++state_.from_journal;
      finish(id, *known);
      return known->judgement;
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
    const std::optional<Record> first = workers_.begin(choice, look);
    return first ? std::optional(keep(*first)) : std::nullopt;
  }

  /// Between two readings of what other processes have written.
  std::chrono::milliseconds read_again() const {
    return std::clamp(request_.shared->patience / 100,
                      std::chrono::milliseconds(kSweepPollMilliseconds),
                      std::chrono::milliseconds(1000));
  }

  /// Designs that other processes are at: what they have finished is read, what they have left is
  /// taken over.
  void see_to_others(Search* search) {
    if (!leases_) return;
    leases_->touch();
    if (others_.empty() && !tickets_) return;
    if (workers_.none_running())
      std::this_thread::sleep_for(std::chrono::milliseconds(kSweepPollMilliseconds));
    if (std::chrono::steady_clock::now() - known_.read_at() < read_again()) return;
    known_.read_more();
    if (tickets_) tell_news();
    for (auto it = others_.begin(); it != others_.end() && workers_.idle() > 0;) {
      const auto& [id, other] = *it;
      const auto [choice, look] = other;
      std::optional<Judgement> judgement;
      if (const KnownDesign* known = known_.find(id)) {
        judgement = known->judgement;
        finish(id, *known);
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

  void wait(Search* search) {
    const std::optional<Record> record = workers_.wait();
    if (!record) return;
    const Judgement judgement = keep(*record);
    if (search != nullptr) tell(record->choice, judgement);
  }

  Judgement keep(const Record& record) {
    known_.keep(record);
    if (leases_) leases_->finish(record.id);
    if (tickets_) {
      ++first_looks_;
      tickets_->hand_in(used_.extract(record.id).mapped());
    }
    if (record.was_known) ++state_.from_cache;
    const KnownDesign own = known_.as_known(record);
    finish(record.id, own);
    return own.judgement;
  }

  void finish(const std::string& id, const KnownDesign& known) {
    ++state_.finished;
    if (known.is_impossible) ++state_.impossible;
    front_.add(id, known.judgement);
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
    workers_.drop();
    tickets_.reset();
    leases_.reset();
  }

  const SweepRequest& request_;
  const SweepSpec& spec_;
  FolderLock lock_;
  Evaluator evaluator_;
  std::unique_ptr<Search> search_;
  KnownDesigns known_;
  DesignWorkers workers_;
  SweepState state_;
  Front front_;
  std::int64_t first_looks_ = 0;  ///< that a search that learns was told of
  std::vector<Choice> looked_at_;
  std::optional<Leases> leases_;
  std::optional<Tickets> tickets_;   ///< of a search that learns from what other tasks find
  std::vector<std::int64_t> spare_;  ///< tickets for what comes next
  std::map<std::string, std::int64_t> used_;              ///< those of running designs, by id
  std::map<std::string, std::pair<Choice, int>> others_;  ///< by id: leased by other processes
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

}  // namespace

SweepState carry_out(const SweepRequest& request) { return Sweep(request).run(); }

}  // namespace mho
