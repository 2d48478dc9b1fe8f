// A circuit block: energy per action, area and leakage of one instance, and the source of all; a
// timed one has a delay per action as well. Its YAML states them as constants, or a model that
// gives them at the chip's operating point, or a model and what is known better beside it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "models/costs/cost_model.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// Which values stand beside a model, and hold in the place of its own.
struct BesideModel {
  bool energy = false;
  bool area = false;
  bool leakage = false;

  bool any() const { return energy || area || leakage; }
  std::vector<std::string> keys() const;
};

/// "energy, area".
std::string names_of(const std::vector<std::string>& keys);

/// The source of costs of which the `keys` were stated, and `model` is that of the rest.
std::string source_beside(const std::vector<std::string>& keys, const std::string& stated,
                          const std::string& model);

struct Component {
  Energy energy;  ///< of one action (stated where the component is used)
  Area area;      ///< of one instance
  Power leakage;  ///< of one instance, always on: leakage, clock, and any power published without
                  ///< an action
  std::string source;
  std::shared_ptr<CostModel> model = nullptr;  ///< null: the values above hold
  /// Kind of the model that gave the values; "": they are stated.
  std::string modelled_by{};
  /// Of the energy, as Cost has them: a model's; constants are of their own data.
  double idle_share = 1;
  double toggle_share = 0;

  bool follows_operands() const { return toggle_share > 0; }
  BesideModel beside{};  ///< with a model, or by one: which of the values above were stated

  /// Replaces the values by what the model, if there is one, says; adds its warnings, and one if
  /// it needs more than the duty's time. What stands beside the model is not put back.
  void evaluate(const Duty& duty, std::vector<std::string>& warnings);
  /// Puts back what of `stated` stands beside its model, and says so in the source.
  void keep(const Component& stated);

  void fields(Fields& f, const std::vector<Kind<CostModel>>& models = circuit_cost_kinds());

 protected:
  void cost_fields(Fields& f, const std::vector<Kind<CostModel>>& models);
  /// That the model says something: `others`, what else it tells.
  void rule_model(Fields& f, bool others) const;

 private:
  void beside_fields(Fields& f);
};

/// Warns where an action is given (0: nothing is said) less time than its model needs. A model that
/// pays for speed, as logic does by effort, needs what it is given.
void warn_if_shorter(Time given, Time needed, std::vector<std::string>& warnings);

/// Reports at `key` a model that moves the component as logic moves: for what is not logic.
void rule_no_logic(Fields& f, const Component& component, const char* key);

/// A component whose action takes time by itself. The others act inside a time that is stated
/// elsewhere (a clock, a cycle, the block that they serve).
struct TimedComponent : Component {
  Time delay;  ///< of one action; with a model, 0: what the model says

  /// The same. A stated delay is the time that the model's action may take.
  void evaluate(Duty duty, std::vector<std::string>& warnings);

  void fields(Fields& f, const std::vector<Kind<CostModel>>& models = circuit_cost_kinds());
};

}  // namespace mho
