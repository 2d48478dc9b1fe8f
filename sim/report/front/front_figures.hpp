// What the forms of a front share: names of keys, figures with their intervals.
#pragma once

#include <string>
#include <vector>

#include "sim/results/design_front.hpp"

namespace mho {

/// The ends of dotted keys that tell them apart, never less than two words: "adc.bits",
/// "macro.rows".
std::vector<std::string> short_keys(const std::vector<std::string>& keys);

/// "12.34 nJ", "0.42 points".
std::string figure_text(const FrontFigure& figure, const std::string& unit);

/// " ± 0.11", in points or percent; "" without a 95 % interval. Half of it.
std::string noise_text(const FrontFigure& figure);

/// The shortest digits that read back, whatever the locale. Throws Bug for what is not finite.
std::string exact_text(double value);

/// "minimize energy.per_inference".
std::string aim_text(const FrontObjective& objective);

}  // namespace mho
