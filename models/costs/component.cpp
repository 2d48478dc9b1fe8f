#include "models/costs/component.hpp"

namespace mho {

namespace {

const std::vector<const char*> kConstants{"energy", "area", "leakage", "source"};

constexpr const char* kEnergySentence = "Energy of one action.";
constexpr const char* kAreaSentence = "Area of one instance.";
constexpr const char* kLeakageSentence =
    "Power of one instance whether used or not: leakage, clock, idle.";
constexpr const char* kSourceSentence =
    "Where these values come from: paper and table, or the derivation.";

/// A time this much shorter is the same: a rate and its time are decimal texts.
constexpr double kRounding = 1e-9;

/// The time that the model needs for an action.
Time take_model(Component& component, const Duty& duty, std::vector<std::string>& warnings) {
  Cost cost = component.model->cost(duty);
  component.energy = cost.energy;
  component.area = cost.area;
  component.leakage = cost.leakage;
  component.source = std::move(cost.source);
  component.idle_share = cost.idle_share;
  component.toggle_share = cost.toggle_share;
  component.modelled_by = component.model->is_of_constants() ? "" : component.model->kind();
  component.model = nullptr;
  for (std::string& warning : cost.warnings) warnings.push_back(std::move(warning));
  warn_if_shorter(duty.time, cost.delay, warnings);
  return cost.delay;
}

}  // namespace

void warn_if_shorter(Time given, Time needed, std::vector<std::string>& warnings) {
  if (given.value() == 0 || needed <= given * (1 + kRounding)) return;
  warnings.push_back("an action is given " + format_si_rounded(given.value(), "s", 3) +
                     ", but takes " + format_si_rounded(needed.value(), "s", 3) +
                     " by the model; no energy is added for it");
}

std::vector<std::string> BesideModel::keys() const {
  std::vector<std::string> keys;
  if (energy) keys.emplace_back("energy");
  if (area) keys.emplace_back("area");
  if (leakage) keys.emplace_back("leakage");
  return keys;
}

std::string names_of(const std::vector<std::string>& keys) {
  std::string text;
  for (const std::string& key : keys) text += (text.empty() ? "" : ", ") + key;
  return text;
}

std::string source_beside(const std::vector<std::string>& keys, const std::string& stated,
                          const std::string& model) {
  return names_of(keys) + " as stated" + (stated.empty() ? "" : ": " + stated) +
         "; all else: " + model;
}

void Component::keep(const Component& stated) {
  if (!beside.any()) return;
  if (beside.energy) {
    energy = stated.energy;
    // A constant is of its own data.
    idle_share = 1;
    toggle_share = 0;
  }
  if (beside.area) area = stated.area;
  if (beside.leakage) leakage = stated.leakage;
  source = source_beside(beside.keys(), stated.source, source);
}

void Component::evaluate(const Duty& duty, std::vector<std::string>& warnings) {
  if (model) take_model(*this, duty, warnings);
}

void TimedComponent::evaluate(Duty duty, std::vector<std::string>& warnings) {
  if (!model) return;
  const bool stated = delay.value() > 0;
  if (stated) duty.time = delay;
  const Time needed = take_model(*this, duty, warnings);
  if (!stated) delay = needed;
}

void Component::beside_fields(Fields& f) {
  beside = {f.beside("model", "energy", beside.energy), f.beside("model", "area", beside.area),
            f.beside("model", "leakage", beside.leakage)};
  if (beside.energy) f.quantity("energy", energy, kEnergyRange, kEnergySentence);
  if (beside.area) f.quantity("area", area, kAreaRange, kAreaSentence);
  if (beside.leakage) f.quantity("leakage", leakage, kLeakageRange, kLeakageSentence);
  if (f.beside("model", "source", !source.empty())) f.text("source", source, kSourceSentence);
}

void Component::cost_fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  if (!f.overridden("model", kConstants)) {
    f.kind("model", model, models,
           "A model of the costs, in place of energy, area, leakage, source; what is stated beside "
           "it holds.",
           Presence::optional);
    if (f.has("model") || (model && !f.documents())) return beside_fields(f);
  }
  f.quantity("energy", energy, kEnergyRange, kEnergySentence);
  f.quantity("area", area, kAreaRange, kAreaSentence);
  f.quantity("leakage", leakage, kLeakageRange, kLeakageSentence);
  f.text("source", source, kSourceSentence);
}

void Component::rule_model(Fields& f, bool others) const {
  if (!model || f.documents()) return;
  f.rule(others || !beside.energy || !beside.area || !beside.leakage, "model",
         "says nothing, where all that it gives is stated beside it; allowed: not all of it, or, "
         "with its source, without a model");
  f.rule(beside.any() || source.empty(), "source",
         "is that of the model; allowed: beside a stated energy, area or leakage");
}

void Component::fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  cost_fields(f, models);
  rule_model(f, false);
}

void rule_no_logic(Fields& f, const Component& component, const char* key) {
  f.rule(!component.model || !component.model->scales_as_logic(), key,
         "is no logic, so constants of another node do not scale to this one; allowed: constants "
         "of this node, other models");
}

void TimedComponent::fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  cost_fields(f, models);
  const bool replaced = f.has("model") && !f.overridden("model", kConstants);
  const bool required = !model && !f.documents() && !replaced;
  f.quantity("delay", delay, kDelayRange,
             "Time of one action; with a model optional, 0: what the model says.",
             required ? Presence::required : Presence::optional);
  rule_model(f, delay.value() == 0);
}

}  // namespace mho
