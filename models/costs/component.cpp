#include "models/costs/component.hpp"

namespace mho {

namespace {

const std::vector<const char*> kConstants{"energy", "area", "leakage", "source"};

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

void Component::fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  if (!f.overridden("model", kConstants)) {
    f.kind("model", model, models,
           "A model of the costs, in place of energy, area, leakage, source.", Presence::optional);
    if (f.replaced("model", kConstants) || (model && !f.documents())) return;
  }
  f.quantity("energy", energy, kEnergyRange, "Energy of one action.");
  f.quantity("area", area, kAreaRange, "Area of one instance.");
  f.quantity("leakage", leakage, kLeakageRange,
             "Power of one instance whether used or not: leakage, clock, idle.");
  f.text("source", source, "Where these values come from: paper and table, or the derivation.");
}

void rule_no_logic(Fields& f, const Component& component, const char* key) {
  f.rule(!component.model || !component.model->scales_as_logic(), key,
         "is no logic, so constants of another node do not scale to this one; allowed: constants "
         "of this node, other models");
}

void TimedComponent::fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  Component::fields(f, models);
  const bool replaced = f.replaced("model", {}) && !f.overridden("model", kConstants);
  const bool required = !model && !f.documents() && !replaced;
  f.quantity("delay", delay, kDelayRange,
             "Time of one action; with a model optional, 0: what the model says.",
             required ? Presence::required : Presence::optional);
}

}  // namespace mho
