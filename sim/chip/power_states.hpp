// What a chip draws between inferences: which parts stop, which are switched off by power gates,
// and what becomes of the weights. Ignored: partial states (some tiles on), the energy of stopping
// a clock, and voltage scaling in idle other than the cells' retention.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct ChipSpec;

/// A circuit of the whole chip that draws power and has no action of its own.
struct PowerSpec {
  Power power;
  Area area;
  std::string source;

  void fields(Fields& f);
};

/// What becomes of the weights in the arrays while the power gates are open.
enum class GatedWeights {
  nonvolatile,  ///< they stay without power
  retained,     ///< their cells stay powered
  lost          ///< they are loaded again at each wake-up
};

/// Power switches between the supply and all of the chip but its controller and host link.
struct PowerGatingSpec {
  double share = 0;  ///< of the static power behind the switches that they take away
  GatedWeights weights = GatedWeights::nonvolatile;
  double retention = 1;  ///< weights retained: share of the cells' static power that remains
  Energy wake_energy;    ///< of one wake-up: switches and supply, without loading weights
  Time wake_time;
  std::string source;

  void fields(Fields& f);
};

struct PowerStatesSpec {
  std::optional<PowerSpec> clock;  ///< clock tree; absent: within the parts' leakage
  /// On at all times, listens for work; absent: within the parts' leakage.
  std::optional<PowerSpec> controller;
  bool clock_gating = false;  ///< the clock stops between inferences
  std::optional<PowerGatingSpec> power_gating;
  std::optional<PowerSpec> memory_idle;  ///< of the memory beside the chip (self-refresh), in the
                                         ///< place of its background power

  void fields(Fields& f);
};

/// Rules between power states and the rest of the chip.
void power_state_rules(Fields& f, const ChipSpec& chip);

}  // namespace mho
