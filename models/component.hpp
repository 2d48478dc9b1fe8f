// A circuit block by its constants: energy per action, delay of it, area and leakage of one
// instance, and the source of all four. Used where a published or derived constant is the model.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct Component {
  Energy energy;  ///< of one action (stated where the component is used)
  Time delay;     ///< of one action
  Area area;      ///< of one instance
  Power leakage;  ///< of one instance, always on: leakage, clock, and any power published without
                  ///< an action
  std::string source;

  void fields(Fields& f) {
    f.quantity("energy", energy, {0, 1e-6}, "Energy of one action.");
    f.quantity("delay", delay, {0, 1e-3}, "Time of one action.");
    f.quantity("area", area, {0, 1e-3}, "Area of one instance.");
    f.quantity("leakage", leakage, {0, 100},
               "Power of one instance whether used or not: leakage, clock, idle.");
    f.text("source", source,
           "Where the four values come from: paper and table, or the derivation.");
  }
};

}  // namespace mho
