// A chip's spec as its YAML states it -> the same with numbers only: models replaced by what they
// give at the chip's operating point, and constants moved from the nominal supply and temperature
// to it. What is digital moves as logic does (models/technology/technology.hpp); what is analog
// moves in energy as C V^2 and in time as the transistors that switch it. Static power of logic,
// memories and cells moves as subthreshold currents, also where a constant holds clock power; that
// of analog circuits is bias, a current that the design holds: it moves with the supply, and not
// with temperature. What of a model does not see the supply (models/costs/cost_model.hpp: Sees)
// holds at the nominal point and moves as a constant does. Cells that forget without power are
// written with the supply. Links, the PHY and off-chip memory have supplies of their own, ohmic
// arrays a stated read voltage, programming of other cells its own pulses: they stay. The source of
// what has moved says by how much; a warning names the blocks that it is of; an error of a formula
// its key.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip_spec.hpp"

namespace mho {

struct EvaluatedChip {
  ChipSpec spec;
  std::vector<std::string> warnings;  ///< each once, with the blocks it is of
};

EvaluatedChip evaluated(ChipSpec spec);

/// Does what holds at `nominal` move on its way to `point`? (A node without a nominal supply, of a
/// test's chip, does not.)
bool moved(const OperatingPoint& nominal, const OperatingPoint& point);

/// Where the chip is built and what it runs at.
OperatingPoint operating_point(const ChipSpec& spec);
/// Where its constants hold.
OperatingPoint nominal_point(const ChipSpec& spec);

}  // namespace mho
