// What varies cannot be a list of fields, as its keys are any of the run's: it is read from the
// tree. All problems are told together.
#include "sim/explore/design/sweep_spec.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <utility>

#include "sim/base/expression.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/explore/design/tree_key.hpp"
#include "sim/explore/design/written_number.hpp"
#include "sim/run/problem_list.hpp"

namespace mho {

namespace {

const std::vector<std::string> kSweepKeys{"vary",        "tie",    "objectives",
                                          "constraints", "search", "fidelity"};
/// Values of a range; beyond it something else was meant.
constexpr int kMostValues = 10000;

/// As YAML on one line.
std::string flow_text(const YamlNode& node) {
  std::string text;
  switch (node.type) {
    case YamlNode::Type::scalar:
      return node.text;
    case YamlNode::Type::list:
      for (const YamlNodePtr& item : node.items)
        text += (text.empty() ? "" : ", ") + flow_text(*item);
      return '[' + text + ']';
    case YamlNode::Type::map:
      for (const YamlEntry& entry : node.entries)
        text += (text.empty() ? "" : ", ") + entry.key + ": " + flow_text(*entry.value);
      return '{' + text + '}';
    case YamlNode::Type::empty:
    case YamlNode::Type::broken:
      break;
  }
  return "";
}

std::string label_of(const YamlNode& node, const std::string& stated_in) {
  const bool is_file = node.whole && node.place.file != stated_in;
  return is_file ? std::filesystem::path(node.place.file).stem().string() : flow_text(node);
}

class SweepReader {
 public:
  explicit SweepReader(const Document& document)
      : document_(document), problems_(Place{document.file(), 0}) {}

  SweepSpec read() {
    spec_.run = document_.without(kSweepKeys);
    for (const Problem& problem : document_.problems()) problems_.add(problem);
    read_vary();
    read_ties();
    read_objectives();
    read_constraints();
    spec_.search = section<SearchSpec>("search");
    read_looks();
    check_search();
    problems_.throw_if_any();
    return std::move(spec_);
  }

 private:
  const YamlEntry* top(const char* key) const { return document_.root()->find(key); }

  /// The map at a key of the top level; null where there is none.
  const YamlNode* map_at(const char* key) {
    const YamlEntry* entry = top(key);
    if (entry == nullptr) return nullptr;
    if (entry->value->is_map()) return entry->value.get();
    problems_.add({entry->place, key, "must hold keys and values"});
    return nullptr;
  }

  template <class Spec>
  Spec section(const char* key) {
    const YamlNode* map = map_at(key);
    if (map == nullptr) return {};
    const auto read = problems_.attempt([&] {
      Document part = Document::parse("{}", document_.file());
      for (const YamlEntry& entry : map->entries) part.set_value(entry.key, entry.value);
      return read_spec<Spec>(part);
    });
    return read.value_or(Spec{});
  }

  void read_vary() {
    const YamlNode* vary = map_at("vary");
    if (vary != nullptr) spec_.space.roots = parameters_of(*vary, {}, "vary");
    if (vary == nullptr ? top("vary") == nullptr : spec_.space.parameters.empty())
      problems_.add("vary", "must say what varies: keys of the run with lists or ranges of values");
  }

  std::vector<int> parameters_of(const YamlNode& map, std::set<std::string> above,
                                 const std::string& path) {
    std::vector<int> numbers;
    for (const YamlEntry& entry : map.entries) above.insert(entry.key);
    for (const YamlEntry& entry : map.entries) {
      const std::string key = path + '.' + entry.key;
      const auto at = spec_.space.parameters.size();
      numbers.push_back(static_cast<int>(at));
      spec_.space.parameters.push_back({entry.key, entry.place, {}, false});
      std::vector<SweptValue> values = entry.value->type == YamlNode::Type::list
                                           ? listed_values(*entry.value, entry, above, key)
                                           : range_of(entry, key);
      const bool rises =
          std::adjacent_find(values.begin(), values.end(),
                             [](const SweptValue& a, const SweptValue& b) {
                               return !a.number || !b.number || *a.number >= *b.number;
                             }) == values.end();
      Parameter& parameter = spec_.space.parameters[at];
      parameter.is_ordered = rises && !values.empty() && values.front().number.has_value();
      parameter.values = std::move(values);
      check_distinct(parameter, key);
    }
    return numbers;
  }

  void check_distinct(const Parameter& parameter, const std::string& key) {
    std::set<Key> seen;
    for (const SweptValue& value : parameter.values)
      if (!seen.insert(value.content).second)
        problems_.add({value.node->place, key, "has the value " + value.label + " twice"});
  }

  std::vector<SweptValue> listed_values(const YamlNode& list, const YamlEntry& entry,
                                        const std::set<std::string>& above,
                                        const std::string& key) {
    std::vector<SweptValue> values;
    for (const YamlNodePtr& item : list.items) {
      const bool alternative = item->is_map() && item->entries.size() == 2 &&
                               item->find("value") != nullptr && item->find("vary") != nullptr;
      SweptValue value = value_of(alternative ? item->find("value")->value : item);
      if (alternative) {
        const YamlEntry& below = *item->find("vary");
        if (below.value->is_map()) {
          for (const YamlEntry& each : below.value->entries)
            if (above.contains(each.key))
              problems_.add({each.place, key + '.' + each.key, "varies above already"});
          value.parameters = parameters_of(*below.value, above, key);
        } else {
          problems_.add({below.place, key, "'vary' must hold keys and values"});
        }
      }
      values.push_back(std::move(value));
    }
    if (values.empty())
      problems_.add({entry.place, key, "has no value; needs a list of values, or a range"});
    return values;
  }

  SweptValue value_of(const YamlNodePtr& node) const {
    SweptValue value{node, label_of(*node, document_.file()), std::nullopt, {}};
    if (node->is_scalar()) value.number = number_of(node->text);
    value.content = key_of_tree(*node);
    return value;
  }

  /// {from: 64, to: 512, times: 2}, {from: 0.7 V, to: 1 V, step: 0.05 V}.
  std::vector<SweptValue> range_of(const YamlEntry& entry, const std::string& key) {
    const YamlNode& range = *entry.value;
    const auto refuse = [&](const Place& place, const std::string& why) {
      problems_.add({place, key,
                     why + "; allowed: a list of values, {from: A, to: B, step: S} or {from: A, "
                           "to: B, times: F}"});
      return std::vector<SweptValue>{};
    };
    if (!range.is_map()) return refuse(entry.place, "is a single value, which does not vary");
    for (const YamlEntry& each : range.entries)
      if (each.key != "from" && each.key != "to" && each.key != "step" && each.key != "times")
        return refuse(each.place, "has a key '" + each.key + "', and so is no range");
    const auto number = [&](const char* name) -> std::optional<WrittenNumber> {
      const YamlEntry* found = range.find(name);
      if (found == nullptr || !found->value->is_scalar()) return std::nullopt;
      return written_number(found->value->text);
    };
    const auto from = number("from"), to = number("to"), step = number("step"),
               times = number("times");
    if (!from || !to) return refuse(entry.place, "is a range without two numbers 'from' and 'to'");
    if (bool(step) == bool(times))
      return refuse(entry.place, step ? "has both 'step' and 'times'"
                                      : "is a range without a 'step' or 'times'");
    if (from->unit != to->unit || (step && step->unit != from->unit) ||
        (times && !times->unit.empty()))
      return refuse(entry.place, "mixes units");
    if (from->number > to->number || (step && step->number <= 0) ||
        (times && (times->number <= 1 || from->number <= 0)))
      return refuse(entry.place, "does not rise from 'from' to 'to'");
    std::vector<SweptValue> values;
    for (int i = 0;; ++i) {
      const double value =
          step ? from->number + i * step->number : from->number * std::pow(times->number, i);
      // Rounding may carry the last one a little beyond.
      if (value > to->number * (1 + 1e-9)) break;
      if (i == kMostValues)
        return refuse(entry.place, "has more than " + std::to_string(kMostValues) + " values");
      values.push_back(value_of(scalar_node(from->text(value), entry.place)));
    }
    return values;
  }

  void read_ties() {
    const YamlNode* ties = map_at("tie");
    if (ties == nullptr) return;
    for (const YamlEntry& entry : ties->entries) {
      const std::string key = "tie." + entry.key;
      if (!entry.value->is_scalar()) {
        problems_.add({entry.place, key, "must be an expression of other keys"});
        continue;
      }
      try {
        names_in_expression(entry.value->text);
        spec_.ties.push_back({entry.key, entry.value->text, entry.place});
      } catch (const ExpressionError& error) {
        problems_.add({entry.place, key,
                       std::string("is no expression: ") + error.what() +
                           "; allowed: keys of the run (alone those of the same section, else "
                           "dotted), " +
                           expression_words()});
      }
    }
  }

  void read_objectives() {
    const YamlNode* objectives = map_at("objectives");
    if (objectives == nullptr) return;
    for (const YamlEntry& entry : objectives->entries) {
      const std::string key = "objectives." + entry.key;
      const bool maximize = entry.key == "maximize";
      if (!maximize && entry.key != "minimize")
        problems_.add({entry.place, key, "unknown key; allowed: minimize, maximize"});
      else if (entry.value->type != YamlNode::Type::list)
        problems_.add({entry.place, key, "must be a list of metrics"});
      else
        for (const YamlNodePtr& item : entry.value->items) {
          problems_.attempt([&] {
            check_metric(item->text, item->place, key);
            return true;
          });
          spec_.objectives.push_back({item->text, maximize, item->place});
        }
    }
  }

  void read_constraints() {
    const YamlNode* constraints = map_at("constraints");
    if (constraints == nullptr) return;
    for (const YamlEntry& entry : constraints->entries)
      if (const auto constraint = problems_.attempt([&] {
            return constraint_of(entry.key, entry.value->text, entry.place,
                                 "constraints." + entry.key);
          }))
        spec_.constraints.push_back(*constraint);
  }

  void read_looks() {
    const auto given = section<FidelitySpec>("fidelity");
    const std::size_t looks = std::max(given.images.size(), given.trials.size());
    const auto at = [](const std::vector<double>& values, std::size_t look) {
      return values.empty() ? 0 : static_cast<int>(values[std::min(look, values.size() - 1)]);
    };
    if (given.screen) {
      spec_.screens = true;
      spec_.looks.push_back({given.screen->images, given.screen->trials});
      if (looks == 0) spec_.looks.push_back({});  // as the run says
      check_screen();
    }
    for (std::size_t look = 0; look < looks; ++look)
      spec_.looks.push_back({at(given.images, look), at(given.trials, look)});
  }

  /// Losses are predicted, and nothing else that trials measure.
  void check_screen() {
    const Place place = top("fidelity")->place;
    bool is_judged = false;
    for (const Objective& objective : spec_.objectives) {
      is_judged = is_judged || objective.metric == kLossMetric;
      if (objective.metric != kLossMetric && is_of_trials(objective.metric))
        problems_.add({place, "fidelity.screen",
                       "predicts " + std::string(kLossMetric) + ", and not the objective " +
                           objective.metric});
    }
    for (const Constraint& constraint : spec_.constraints)
      is_judged = is_judged || constraint.metric == kLossMetric;
    if (!is_judged)
      problems_.add({place, "fidelity.screen",
                     "predicts " + std::string(kLossMetric) +
                         ", which must be an objective or have a constraint"});
  }

  void check_search() {
    const bool searches = spec_.search.kind != SearchKind::grid;
    const Place place = top("search") ? top("search")->place : Place{document_.file(), 0};
    if (searches && spec_.search.evaluations == 0)
      problems_.add({place, "search.evaluations", "must say how many designs to look at"});
    const bool guided = searches && spec_.search.kind != SearchKind::random;
    if (guided && spec_.objectives.empty())
      problems_.add({place, "search.kind", "needs objectives to search by"});
  }

  const Document& document_;
  ProblemList problems_;
  SweepSpec spec_;
};

}  // namespace

void SearchSpec::fields(Fields& f) {
  f.choice("kind", kind,
           {{"grid", "Every design."},
            {"random", "Designs drawn at random, none twice."},
            {"nsga2", "Generations that cross and mutate (NSGA-II)."},
            {"tpe", "Where good designs are dense against the others (tree of Parzen estimators)."},
            {"bayesian", "Where a Gaussian process expects the most; for few evaluations."}},
           "How the next design is chosen.", Presence::optional);
  f.integer("evaluations", evaluations, {0, 1e9},
            "Designs that are looked at, at most; 0: all of a grid.", Presence::optional);
  f.integer("seed", seed, {0, 9007199254740992.0}, "Of the search; the run has its own.",
            Presence::optional);
}

void ScreenSpec::fields(Fields& f) {
  f.integer("images", images, {1, 1e9}, "Images of the screen.", Presence::optional);
  f.integer("trials", trials, {1, 10000}, "Trials of the screen.", Presence::optional);
}

void FidelitySpec::fields(Fields& f) {
  f.section("screen", screen,
            "A first look that predicts the accuracy loss from the noise of the layers; designs "
            "that are predicted to be out of reach of the front are not looked at again.");
  const char* order = "must be whole and rise";
  const auto rising = [](const std::vector<double>& values) {
    return std::adjacent_find(values.begin(), values.end(), std::greater_equal<>()) ==
               values.end() &&
           std::all_of(values.begin(), values.end(),
                       [](double value) { return value == std::floor(value); });
  };
  f.numbers("images", images, {1, 1e9}, "Images of one look at a design after the other.",
            Presence::optional);
  f.rule(rising(images), "images", order);
  f.numbers("trials", trials, {1, 10000}, "Trials of the same looks.", Presence::optional);
  f.rule(rising(trials), "trials", order);
  f.rule(images.empty() || trials.empty() || images.size() == trials.size(), "trials",
         "must have as many values as images");
}

SweepSpec read_sweep(const Document& document) { return SweepReader(document).read(); }

}  // namespace mho
