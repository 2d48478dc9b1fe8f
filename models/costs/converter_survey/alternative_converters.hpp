// What a converter would cost by other models, to tell how much a result hangs on the choice: tools
// differ five-fold on the same 8-bit converter.
#pragma once

#include <string>
#include <vector>

#include "models/costs/cost_model.hpp"

namespace mho {

struct AlternativeCost {
  std::string model;     ///< "survey, 20 % quantile"
  bool in_range = true;  ///< false: the model does not hold there, and a range of results should
                         ///< leave it out: bits, rate or node outside of what it was fitted for, a
                         ///< published converter over a bit, a decade or an octave away
  Cost cost;             ///< a tenth of the power at full rate static, as by default in every model
};

/// Costs under each alternative, with sources and warnings as their models give them: the survey's
/// regression at 10, 20, 50 and 80 %, Walden's and Schreier's figure of merit of the survey's best
/// tenth and median at this rate, the nearest published converter, ISAAC's, and the successive
/// approximation converter of NeuroSim. A duty without a time is converted at the survey's knee.
/// Needs bits and node; those of 4 to 8 bits alone have NeuroSim's.
std::vector<AlternativeCost> alternative_converter_costs(const Duty& duty);

}  // namespace mho
