// Which forms a fitted cell has: those that the data support, and of them the likeliest.
#pragma once

#include <string>
#include <vector>

#include "devices/fit/estimate.hpp"

namespace mho {

/// A level with fewer has no standard deviation worth the name.
inline constexpr double kFewestDevices = 5;

struct FitData {
  const Measurements& measurements;
  const CellFitOptions& options;
  const LookedAt& looks;
  const std::vector<LookGroup>& groups;
  const FittedCell& bare;  ///< without blocks
};

/// What is left out for want of data goes to `left_out`, in sentences. Throws InputError for a form
/// that was asked for and that the data do not support.
CellRecipe chosen_recipe(const FitData& data, std::vector<std::string>& left_out);

/// For sentences: "4 s", "1.16 day"; "16".
std::string look_time_text(double time_s);
std::string whole_text(double count);

}  // namespace mho
