#include "models/component.hpp"

namespace mho {

namespace {

const std::vector<const char*> kConstants{"energy", "area", "leakage", "source"};

void take(Component& component, Cost&& cost, std::vector<std::string>& warnings) {
  component.energy = cost.energy;
  component.area = cost.area;
  component.leakage = cost.leakage;
  component.source = std::move(cost.source);
  component.model = nullptr;
  for (std::string& warning : cost.warnings) warnings.push_back(std::move(warning));
}

}  // namespace

void Component::evaluate(const Duty& duty, std::vector<std::string>& warnings) {
  if (model) take(*this, model->cost(duty), warnings);
}

void TimedComponent::evaluate(Duty duty, std::vector<std::string>& warnings) {
  if (!model) return;
  const bool stated = delay.value() > 0;
  if (stated) duty.time = delay;
  Cost cost = model->cost(duty);
  if (!stated) delay = cost.delay;
  take(*this, std::move(cost), warnings);
}

void Component::fields(Fields& f, const std::vector<Kind<CostModel>>& models) {
  if (!f.overridden("model", kConstants)) {
    f.kind("model", model, models,
           "A model of the costs, in place of energy, area, leakage, source.", Presence::optional);
    if (f.replaced("model", kConstants) || (model && !f.documents())) return;
  }
  f.quantity("energy", energy, {0, 1e-6}, "Energy of one action.");
  f.quantity("area", area, {0, 1e-3}, "Area of one instance.");
  f.quantity("leakage", leakage, {0, 100},
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
  f.quantity("delay", delay, {0, 1e-3},
             "Time of one action; with a model optional, 0: what the model says.",
             required ? Presence::required : Presence::optional);
}

}  // namespace mho
