// A circuit block by its constants: energy per action, area and leakage of one instance, and the
// source of all; a timed one has a delay per action as well. Used where a published or derived
// constant is the model.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct Component {
  Energy energy;  ///< of one action (stated where the component is used)
  Area area;      ///< of one instance
  Power leakage;  ///< of one instance, always on: leakage, clock, and any power published without
                  ///< an action
  std::string source;

  void fields(Fields& f) {
    f.quantity("energy", energy, {0, 1e-6}, "Energy of one action.");
    f.quantity("area", area, {0, 1e-3}, "Area of one instance.");
    f.quantity("leakage", leakage, {0, 100},
               "Power of one instance whether used or not: leakage, clock, idle.");
    f.text("source", source, "Where these values come from: paper and table, or the derivation.");
  }
};

/// A component whose action takes time by itself. The others act inside a time that is stated
/// elsewhere (a clock, a cycle, the block that they serve).
struct TimedComponent : Component {
  Time delay;  ///< of one action

  void fields(Fields& f) {
    f.quantity("delay", delay, {0, 1e-3}, "Time of one action.");
    Component::fields(f);
  }
};

}  // namespace mho
