// What the trees of explanations are put together from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/explanation.hpp"

namespace mho {

/// How often: "99584", "3.26M".
std::string times_text(double count);
/// With four digits: "1.2 pJ".
std::string si_text(double value, const char* unit);

/// "file:line" of a key; "" if nobody told.
std::string place_of(const Results& results, const std::string& key);

/// The constants that these keys state, with the value where one alone does, if it is told.
std::vector<Explanation> constants(const Results& results, const std::vector<std::string>& keys,
                                   std::optional<double> value, const char* unit,
                                   const std::string& source);

/// Sorts parts by value, gives them their shares of `whole`, and sums up those below `least_share`.
std::vector<Explanation> tidied(std::vector<Explanation> parts, double whole, double least_share);

}  // namespace mho
