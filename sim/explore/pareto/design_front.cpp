#include "sim/explore/pareto/design_front.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "sim/base/version.hpp"
#include "sim/explore/front/front.hpp"
#include "sim/explore/front/hypervolume.hpp"
#include "sim/explore/front/importance.hpp"
#include "sim/explore/front/knee.hpp"
#include "sim/explore/front/told_apart.hpp"
#include "sim/figures/metric_catalogue.hpp"

namespace mho {

namespace {

/// Below this share of the variance, what a forest says of keys is not worth much.
constexpr double kLeastExplained = 0.5;

std::vector<std::string> keys_of(const Space& space) {
  std::vector<std::string> keys;
  for (const Parameter& parameter : space.parameters)
    if (std::find(keys.begin(), keys.end(), parameter.key) == keys.end())
      keys.push_back(parameter.key);
  return keys;
}

FrontFigure figure_of(const Record& record, const std::string& metric) {
  FrontFigure figure{record.metrics.at(metric)};
  figure.ci95 = ci95_of(record, metric);
  if (const auto found = record.intervals.find(metric); found != record.intervals.end())
    figure.modelled = found->second;
  return figure;
}

/// The reason without what differs from design to design: numbers.
std::string kind_of_reason(const std::string& reason) {
  std::string kind;
  for (const char letter : reason) {
    const bool is_digit = std::isdigit(static_cast<unsigned char>(letter)) != 0;
    if (!is_digit)
      kind += letter;
    else if (kind.empty() || kind.back() != '#')
      kind += '#';
  }
  return kind;
}

/// The value that a parameter varies below: "chip=edge_rram_28nm"; empty for one that always does.
std::string owner_of(const Space& space, int parameter) {
  for (const Parameter& owner : space.parameters)
    for (const SweptValue& value : owner.values)
      if (std::find(value.parameters.begin(), value.parameters.end(), parameter) !=
          value.parameters.end())
        return owner.key + '=' + value.label;
  return "";
}

class FrontMaker {
 public:
  FrontMaker(const SweepSpec& spec, const SweepRecords& records)
      : spec_(spec), records_(records.records), comparison_(spec.objectives) {
    front_.version = version();
    front_.sweep = spec.run.file();
    front_.keys = keys_of(spec.space);
    if (records.others > 0)
      front_.notes.push_back(std::to_string(records.others) +
                             " records of the folder are of other looks or values than the sweep's "
                             "file has now; they are left out");
  }

  DesignFront made() {
    count_all();
    take_designs();
    judge();
    sort();
    describe_objectives();
    measure();
    front_.importance = importance();
    return std::move(front_);
  }

 private:
  struct Candidate {
    const Record* record;
    TriedDesign tried;
    FrontDesign design;
  };

  bool lacks_metrics(const Record& record) const {
    const auto lacks = [&](const auto& each) { return !record.metrics.contains(each.metric); };
    return std::any_of(spec_.objectives.begin(), spec_.objectives.end(), lacks) ||
           std::any_of(spec_.constraints.begin(), spec_.constraints.end(), lacks);
  }

  void count_all() {
    std::map<std::string, std::pair<std::string, std::int64_t>> kinds;
    std::int64_t screened_out = 0;
    for (const Record& record : records_) {
      screened_out += record.screened_out ? 1 : 0;
      if (record.runs()) last_look_ = std::max(last_look_, record.look);
      if (record.look != 0) continue;
      ++front_.looked_at;
      if (record.runs()) continue;
      ++front_.impossible;
      const std::string& reason = record.problems[0];
      ++kinds.try_emplace(kind_of_reason(reason), reason, 0).first->second.second;
    }
    if (screened_out > 0)
      front_.notes.push_back(std::to_string(screened_out) +
                             " designs were screened out: their accuracy loss is predicted, and "
                             "was not measured");
    for (const auto& [kind, reason] : kinds) front_.reasons.push_back(reason);
    std::stable_sort(front_.reasons.begin(), front_.reasons.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    front_.look = look_text(spec_, last_look_);
  }

  void take_designs() {
    std::int64_t lacking = 0;
    for (const Record& record : records_) {
      if (record.look != last_look_ || !record.runs()) continue;
      if (lacks_metrics(record)) {
        ++lacking;
        continue;
      }
      Candidate candidate{
          &record, {judgement_of(record, spec_.objectives, spec_.constraints), {}}, {}};
      candidate.tried.trials = record.trials;
      candidate.design.id = record.id;
      const KeyLabels labels = spec_.space.labels(record.choice);
      for (const std::string& key : front_.keys)
        candidate.design.values.push_back(label(labels, key));
      for (const Objective& objective : spec_.objectives)
        candidate.design.objectives.push_back(figure_of(record, objective.metric));
      for (const Constraint& constraint : spec_.constraints)
        candidate.design.constraints.push_back(figure_of(record, constraint.metric));
      candidates_.push_back(std::move(candidate));
    }
    if (lacking > 0)
      front_.notes.push_back(std::to_string(lacking) +
                             " designs run but do not have every objective and constraint");
  }

  static std::string label(const KeyLabels& labels, const std::string& key) {
    for (const auto& [name, text] : labels)
      if (name == key) return text;
    return "";
  }

  void judge() {
    for (Candidate& candidate : candidates_) {
      candidate.design.standing = Standing::front;
      if (candidate.tried.judgement.violation > 0) {
        candidate.design.standing = Standing::infeasible;
        continue;
      }
      for (const Candidate& other : candidates_)
        if (other.tried.judgement.violation == 0 &&
            dominates(other.tried.judgement.costs, candidate.tried.judgement.costs)) {
          candidate.design.standing = Standing::dominated;
          break;
        }
    }
    std::vector<const Candidate*> members;
    for (const Candidate& candidate : candidates_)
      if (candidate.design.standing == Standing::front) members.push_back(&candidate);
    for (Candidate& candidate : candidates_) {
      const bool is_dominated = candidate.design.standing == Standing::dominated;
      if (is_dominated &&
          std::none_of(members.begin(), members.end(), [&](const Candidate* member) {
            return comparison_.surely_dominates(member->tried, candidate.tried);
          }))
        candidate.design.standing = Standing::unresolved;
    }
  }

  void sort() {
    std::stable_sort(candidates_.begin(), candidates_.end(),
                     [](const Candidate& a, const Candidate& b) {
                       return std::pair(a.design.standing, a.tried.judgement.costs) <
                              std::pair(b.design.standing, b.tried.judgement.costs);
                     });
    for (Candidate& candidate : candidates_) find_alike(candidate);
    for (const Candidate& candidate : candidates_) front_.designs.push_back(candidate.design);
  }

  /// Members of the front that dominate it, or would but for the noise.
  void find_alike(Candidate& candidate) {
    const bool on_front = candidate.design.standing == Standing::front;
    if (!on_front && candidate.design.standing != Standing::unresolved) return;
    for (std::size_t i = 0; i < candidates_.size(); ++i) {
      const Candidate& other = candidates_[i];
      if (other.design.standing != Standing::front || &other == &candidate) continue;
      if (on_front ? comparison_.may_dominate(other.tried, candidate.tried)
                   : dominates(other.tried.judgement.costs, candidate.tried.judgement.costs))
        candidate.design.alike.push_back(i);
    }
  }

  void describe_objectives() {
    for (std::size_t i = 0; i < spec_.objectives.size(); ++i) {
      const Objective& objective = spec_.objectives[i];
      FrontObjective described{objective.metric, metric_row(objective.metric).unit,
                               objective.maximize};
      double best = 0, worst = 0;
      bool any = false;
      for (const Candidate& candidate : candidates_) {
        if (candidate.design.standing == Standing::infeasible) continue;
        const double cost = candidate.tried.judgement.costs[i];
        best = any ? std::min(best, cost) : cost;
        worst = any ? std::max(worst, cost) : cost;
        any = true;
      }
      described.best = objective.cost(best);
      described.worst = objective.cost(worst);
      front_.objectives.push_back(described);
    }
    for (const Constraint& constraint : spec_.constraints)
      front_.constraints.push_back(
          {constraint.metric, metric_row(constraint.metric).unit, constraint.text});
  }

  void measure() {
    Costs members, feasible;
    for (const Candidate& candidate : candidates_) {
      if (candidate.design.standing == Standing::infeasible) continue;
      feasible.push_back(candidate.tried.judgement.costs);
      if (candidate.design.standing == Standing::front)
        members.push_back(candidate.tried.judgement.costs);
    }
    front_.knee = knee_of(members);
    front_.hypervolume = hypervolume(scaled(feasible));
  }

  Importance importance() const {
    std::vector<const Record*> run;
    for (const Record& record : records_)
      if (record.look == 0 && record.runs() && !lacks_metrics(record)) run.push_back(&record);
    Importance found;
    found.designs = static_cast<std::int64_t>(run.size());
    if (run.size() < 2) return found;
    Measured measured;
    for (const Record* record : run) measured.choices.push_back(record->choice);
    const bool whole = is_whole_grid(spec_.space, measured.choices);
    found.method = whole ? "exact marginal variances of the whole grid"
                         : "functional ANOVA of a random forest of 64 trees";
    for (std::size_t p = 0; p < spec_.space.parameters.size(); ++p)
      found.keys.push_back(
          {spec_.space.parameters[p].key, {}, owner_of(spec_.space, static_cast<int>(p))});
    for (const Objective& objective : spec_.objectives) {
      measured.values.clear();
      for (const Record* record : run)
        measured.values.push_back(record->metrics.at(objective.metric));
      const VarianceShares shares =
          whole ? shares_of_grid(spec_.space, measured) : shares_of_forest(spec_.space, measured);
      add_shares(shares, whole, objective.metric, found);
    }
    if (!whole && spec_.search.kind != SearchKind::grid && spec_.search.kind != SearchKind::random)
      found.limits.emplace_back("The search chose the designs: this holds where they are dense.");
    return found;
  }

  static void add_shares(const VarianceShares& shares, bool whole, const std::string& metric,
                         Importance& found) {
    double sum = 0;
    for (std::size_t p = 0; p < shares.of_parameter.size(); ++p) {
      found.keys[p].shares.push_back(shares.of_parameter[p]);
      sum += shares.of_parameter[p];
    }
    found.together.push_back(sum > 0 ? std::max(0.0, 1 - sum) : 0);
    if (whole) return;
    found.explained.push_back(shares.explained);
    if (shares.explained < kLeastExplained)
      found.limits.push_back("Not valid for " + metric +
                             ": the forest predicts less than half of its variance in designs that "
                             "it has not seen, for they are few, or keys matter together only.");
  }

  const SweepSpec& spec_;
  const std::vector<Record>& records_;
  NoisyComparison comparison_;
  DesignFront front_;
  std::vector<Candidate> candidates_;
  int last_look_ = 0;
};

}  // namespace

DesignFront front_of(const SweepSpec& spec, const SweepRecords& records) {
  return FrontMaker(spec, records).made();
}

const Record& record_named(const std::string& name, const DesignFront& front,
                           const SweepRecords& records) {
  const Place place{"mho pareto", 0};
  std::string id = name;
  constexpr std::size_t kLongestNumber = 6;
  const bool is_number = !name.empty() && name.size() <= kLongestNumber &&
                         std::all_of(name.begin(), name.end(), [](unsigned char letter) {
                           return std::isdigit(letter) != 0;
                         });
  const std::size_t members = front.count(Standing::front);
  if (is_number) {
    const std::size_t number = std::stoul(name);
    if (number < 1 || number > members)
      throw InputError(place, "--point",
                       "is " + name + ", must be 1 to " + std::to_string(members) +
                           ", a number of the front, or the id of a design");
    id = front.designs[number - 1].id;
  }
  const Record* found = nullptr;
  for (const Record& record : records.records) {
    if (!record.id.starts_with(id)) continue;
    if (found != nullptr)
      throw InputError(place, "--point", "several designs have an id that begins with " + name);
    found = &record;
  }
  if (found == nullptr || id.empty())
    throw InputError(place, "--point",
                     "no design has an id that begins with '" + name +
                         "'; allowed: a number of the front, or an id as the CSV has it");
  return *found;
}

}  // namespace mho
