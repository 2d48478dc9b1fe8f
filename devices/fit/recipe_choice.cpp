#include "devices/fit/recipe_choice.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr int kMostMeanDegree = 6;
constexpr double kMostActivation_ev = 2;
constexpr double kReach_ev = 0.5;
constexpr double kOldest_s = 1e10;  ///< that a cell's description may hold
/// Times must lie this far apart before an activation energy is told from a slope in ln t.
constexpr double kSpan = 3;

class RecipeChoice {
 public:
  RecipeChoice(const FitData& data, std::vector<std::string>& left_out)
      : measurements_(data.measurements),
        options_(data.options),
        data_(data.looks),
        groups_(data.groups),
        bare_(data.bare),
        left_out_(left_out) {}

  CellRecipe made() {
    choose_read();
    recipe_.programming = chosen_programming(data_, groups_, estimated_so_far());
    choose_drift();
    return recipe_;
  }

 private:
  [[noreturn]] void refuse(const std::string& key, const std::string& message) const {
    throw InputError({measurements_.file, 0}, key, message);
  }

  void choose_read() {
    double repeats = 0;
    for (const LookGroup& each : groups_) repeats += each.repeats;
    if (repeats < 2 * kFewestDevices) {
      left_out_.push_back(
          measurements_.names_devices
              ? "read_noise: no device was read several times at one time (" + whole_text(repeats) +
                    " repeats), so one read's noise is not told from the cell's own error, which "
                    "holds it"
              : "read_noise: there is no column 'device', so no two readings are known to be of "
                "one "
                "cell; its noise is part of the programming error");
      return;
    }
    recipe_.reads = true;
    recipe_.read = chosen_read(data_, groups_, bare_);
  }

  FittedCell estimated_so_far() const {
    CellRecipe so_far = recipe_;
    so_far.drift = DriftForm::none;
    return estimated(data_, groups_, so_far, bare_);
  }

  /// Temperatures at which cells were read later than at first, and their times.
  std::map<double, std::set<double>> later_times() const {
    std::map<double, std::set<double>> times;
    for (const CellPoint& point : data_.points) {
      const CellLook& look = data_.looks[static_cast<std::size_t>(point.look)];
      if (!data_.is_first(point)) times[look.temperature_k].insert(look.time_s);
    }
    return times;
  }

  void choose_drift() {
    if (options_.drift == DriftForm::none) {
      left_out_.push_back("drift: not asked for");
      return;
    }
    const std::map<double, std::set<double>> times = later_times();
    if (times.empty()) {
      left_out_.push_back(measurements_.states_times ? "drift: all readings are at one time, " +
                                                           look_time_text(data_.first_s) +
                                                           "; how cells change needs at least two"
                                                     : "drift: there is no column 'time'");
      return;
    }
    std::set<double> temperatures;
    for (const CellLook& look : data_.looks) temperatures.insert(look.temperature_k);
    if (times.size() > 1) {
      const bool tells = std::any_of(times.begin(), times.end(), [](const auto& each) {
        return *each.second.rbegin() >= kSpan * *each.second.begin();
      });
      if (!tells) {
        left_out_.push_back(
            "drift and temperature: cells were kept at " + std::to_string(times.size()) +
            " temperatures and read at one later time at each, so how much faster they age when "
            "warm is not told from how they age; needed: times at least 3 apart at one "
            "temperature, or the readings of one temperature alone");
        return;
      }
      recipe_.activates = true;
    } else if (measurements_.states_temperatures) {
      left_out_.push_back("temperature: all cells were kept at one, " +
                          format_si_rounded(times.begin()->first, "K", 4) +
                          "; how ageing depends on it needs at least two");
    } else {
      left_out_.push_back("temperature: there is no column 'temperature'");
    }
    choose_form(times.size() > 1);
  }

  void choose_form(bool several_temperatures) {
    recipe_.begins_later = data_.first_s < data_.reference_s;
    std::set<double> times;
    for (const CellPoint& point : data_.points)
      if (!data_.is_first(point))
        times.insert(data_.looks[static_cast<std::size_t>(point.look)].time_s);
    // From one time after readings that came at once, nothing is told of ln t.
    const bool tells_slope = times.size() > 1 || !recipe_.begins_later;
    if (!tells_slope &&
        (options_.drift == DriftForm::relaxation || options_.drift == DriftForm::trend))
      refuse("--drift",
             "a law in ln t needs readings at two times after the first, here is one; "
             "allowed: table");
    if (!tells_slope)
      left_out_.push_back("a law in ln t: there is one time after the first, " +
                          look_time_text(*times.begin()) + "; later, the cell stays as it is then");
    std::vector<CellRecipe> candidates;
    const auto wants = [&](DriftForm form) {
      return options_.drift == DriftForm::choose || options_.drift == form;
    };
    if (wants(DriftForm::relaxation) && tells_slope)
      for (const bool relative : {false, true}) {
        CellRecipe recipe = recipe_;
        recipe.drift = DriftForm::relaxation;
        recipe.relative = relative;
        candidates.push_back(with_activation(recipe));
      }
    if (wants(DriftForm::trend) || wants(DriftForm::table)) {
      CellRecipe recipe = recipe_;
      recipe.drift = DriftForm::trend;
      recipe = with_degrees(recipe);
      if (wants(DriftForm::trend) && tells_slope) candidates.push_back(recipe);
      recipe.drift = DriftForm::table;
      if (wants(DriftForm::table) && !several_temperatures) candidates.push_back(recipe);
      if (options_.drift == DriftForm::table && several_temperatures)
        refuse("--drift",
               "table holds distributions at one temperature; these readings are at "
               "several: allowed: trend, relaxation");
    }
    double highest = -INFINITY;
    for (const CellRecipe& each : candidates) {
      const double score = score_of(each);
      if (score <= highest) continue;
      highest = score;
      recipe_ = each;
    }
  }

  /// Schwarz's criterion of the drift: log-likelihood less ln(values) / 2 a coefficient.
  double score_of(const CellRecipe& recipe) const {
    double values = 0;
    std::set<int> looks;
    for (const LookGroup& each : groups_)
      if (data_.looks[static_cast<std::size_t>(each.look)].time_s != data_.first_s) {
        values += each.count;
        looks.insert(each.look);
      }
    const double terms =
        recipe.drift == DriftForm::table
            ? static_cast<double>(looks.size()) * (recipe.mean_degree + recipe.deviation_degree + 2)
            : recipe.drift_terms();
    return drift_likelihood(data_, groups_, estimated(data_, groups_, recipe, bare_)) -
           0.5 * terms * std::log(std::max(2.0, values));
  }

  /// Where the activation energy lies, on a grid; estimates search around it.
  CellRecipe with_activation(CellRecipe recipe) const {
    recipe = ended(recipe);
    if (!recipe.activates) return recipe;
    recipe.most_activation_ev = most_activation_ev();
    CellRecipe best = recipe;
    double highest = -INFINITY;
    for (double energy = 0; energy <= recipe.most_activation_ev; energy += 0.05) {
      recipe.activation_ev = energy;
      recipe.activation_reach_ev = 0;
      recipe = ended(recipe);
      const double likelihood =
          drift_likelihood(data_, groups_, estimated(data_, groups_, recipe, bare_));
      if (likelihood <= highest) continue;
      highest = likelihood;
      best = recipe;
    }
    best.activation_reach_ev = kReach_ev;
    return ended(best);
  }

  /// That no look feels older than a cell's description may say.
  double most_activation_ev() const {
    double most = kMostActivation_ev;
    for (const CellLook& look : data_.looks)
      while (most > 0 &&
             look.time_s * acceleration(most, look.temperature_k, data_.coldest_k) > kOldest_s)
        most -= 0.01;
    return std::max(0.0, most);
  }

  CellRecipe with_degrees(CellRecipe recipe) const {
    const int most = std::min(kMostMeanDegree, static_cast<int>(data_.level_s.size()) - 2);
    recipe.mean_degree = recipe.deviation_degree = std::max(0, std::min(2, most));
    recipe = with_activation(recipe);
    for (int* degree : {&recipe.deviation_degree, &recipe.mean_degree}) {
      int best = 0;
      double highest = -INFINITY;
      for (*degree = 0; *degree <= std::max(0, most); ++*degree) {
        const double score = score_of(recipe);
        if (score <= highest) continue;
        highest = score;
        best = *degree;
      }
      *degree = best;
    }
    return with_activation(recipe);
  }

  /// With the age that a trend's table ends at.
  CellRecipe ended(CellRecipe recipe) const {
    recipe.end_s = std::max(options_.horizon_s, 2 * data_.reference_s);
    const double energy =
        std::min(recipe.most_activation_ev, recipe.activation_ev + recipe.activation_reach_ev);
    for (const CellLook& look : data_.looks) {
      const double faster =
          recipe.activates ? acceleration(energy, look.temperature_k, data_.coldest_k) : 1;
      recipe.end_s = std::max(recipe.end_s, std::min(kOldest_s, look.time_s * faster));
    }
    return recipe;
  }

  const Measurements& measurements_;
  const CellFitOptions& options_;
  const LookedAt& data_;
  const std::vector<LookGroup>& groups_;
  const FittedCell& bare_;
  std::vector<std::string>& left_out_;
  CellRecipe recipe_;
};

}  // namespace

CellRecipe chosen_recipe(const FitData& data, std::vector<std::string>& left_out) {
  return RecipeChoice(data, left_out).made();
}

std::string look_time_text(double time_s) {
  constexpr double kDay_s = 86400;
  if (time_s >= kDay_s) return format_si_rounded(time_s / kDay_s, "", 3) + " day";
  return format_si_rounded(time_s, "s", 3);
}

std::string whole_text(double count) { return std::to_string(static_cast<long long>(count)); }

}  // namespace mho
