#include "models/costs/static_share.hpp"

namespace mho {

void take_static_share(Cost& cost, Energy whole, Time period, double share) {
  cost.energy = whole;
  cost.leakage = Power();
  if (share == 0) return;
  if (period.value() == 0) {
    cost.warnings.push_back(
        "static power is left out: it is a share of the energy over the time of an action, which "
        "is not stated");
    return;
  }
  cost.energy = whole * (1 - share);
  cost.leakage = whole * share / period;
}

}  // namespace mho
