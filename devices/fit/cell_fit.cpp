#include "devices/fit/cell_fit.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>

#include "devices/fit/estimate.hpp"
#include "devices/fit/goodness.hpp"
#include "devices/fit/recipe_choice.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/config/config.hpp"

namespace mho {

namespace {

constexpr double kElectronVolt = 1.602176634e-19;  ///< J
constexpr int kMostLevels = 256;
/// A mean this many standard errors off is worth a word.
constexpr double kFar = 4;
constexpr double kWhole = 1 << 20;

std::string level_text(double target_s) { return format_si_rounded(target_s, "S", 3); }

bool holds_out(const HoldOut& rule, const LookedAt& data, const CellPoint& point,
               const Stream& draw) {
  const auto compare = [&](double value, double equal_within) {
    if (rule.relation == '<') return value < rule.value;
    if (rule.relation == '>') return value > rule.value;
    return std::abs(value - rule.value) <= equal_within;
  };
  const CellLook& look = data.looks[static_cast<std::size_t>(point.look)];
  switch (rule.quantity) {
    case HoldOut::Quantity::devices: {
      std::int32_t word = 0;
      draw.integers(static_cast<std::uint64_t>(point.device), static_cast<std::uint32_t>(kWhole),
                    {&word, 1});
      return word < rule.value * kWhole;
    }
    case HoldOut::Quantity::target:
      return compare(data.level_s[static_cast<std::size_t>(point.level)], 0.01 * rule.value);
    case HoldOut::Quantity::time:
      return compare(look.time_s, 0.25 * rule.value);
    case HoldOut::Quantity::temperature:
      return compare(look.temperature_k, 1);
  }
  throw Bug("a hold-out without quantity");
}

class CellFitter {
 public:
  CellFitter(const Measurements& measurements, const CellFitOptions& options)
      : options_(options),
        measurements_(measurements),
        data_(looked_at(measurements)),
        held_(data_),
        draw_(options.seed) {
    fit_.readings = static_cast<double>(measurements.readings.size());
    fit_.levels = data_.level_s.size();
    fit_.in_bins = data_.in_bins;
  }

  CellFit run() {
    part();
    check_amounts();
    groups_ = groups_of(data_, ones(), options_.robust);
    begin_cell();
    recipe_ = chosen_recipe({measurements_, options_, data_, groups_, bare_}, fit_.left_out);
    fit_.cell = estimated(data_, groups_, recipe_, bare_);
    choose_distribution();
    judge();
    resample();
    note_what_does_not_fit();
    return std::move(fit_);
  }

 private:
  std::vector<double> ones() const {
    return std::vector<double>(static_cast<std::size_t>(data_.devices), 1.0);
  }
  [[noreturn]] void refuse(const std::string& key, const std::string& message) const {
    throw InputError({measurements_.file, 0}, key, message);
  }

  /// Parts the points into those to fit and those to predict.
  void part() {
    const Stream draw = draw_.child(1);
    std::vector<CellPoint> kept, out;
    for (const CellPoint& point : data_.points) {
      const bool is_out =
          std::any_of(options_.hold_out.begin(), options_.hold_out.end(),
                      [&](const HoldOut& each) { return holds_out(each, data_, point, draw); });
      (is_out ? out : kept).push_back(point);
    }
    if (!options_.hold_out.empty() && out.empty())
      refuse("--hold-out", "names none of the readings");
    data_.points = std::move(kept);
    held_.points = std::move(out);
    std::set<int> devices;
    bool sees_first = false;
    for (const CellPoint& point : data_.points) {
      devices.insert(point.device);
      sees_first = sees_first || data_.is_first(point);
    }
    fit_.devices = static_cast<double>(devices.size());
    if (!sees_first)
      refuse("--hold-out", "leaves no reading at the first time, " + look_time_text(data_.first_s) +
                               ", from which the programming error is fitted");
  }

  void check_amounts() const {
    std::vector<double> first(data_.level_s.size());
    for (const CellPoint& point : data_.points)
      if (data_.is_first(point)) ++first[static_cast<std::size_t>(point.level)];
    const auto levels = std::count_if(first.begin(), first.end(), [](double n) { return n > 0; });
    if (levels < 2)
      refuse("target",
             "is one for all readings; a cell has at least two conductances, so at least "
             "two targets are needed");
    std::vector<double> sorted;
    for (const double n : first)
      if (n > 0) sorted.push_back(n);
    std::sort(sorted.begin(), sorted.end());
    if (sorted[sorted.size() / 2] < kFewestDevices)
      refuse("target", "has " + whole_text(sorted[sorted.size() / 2]) +
                           " devices a target at the first time (median); a standard deviation "
                           "needs at least " +
                           whole_text(kFewestDevices));
  }

  void begin_cell() {
    bare_.kind = options_.kind;
    bare_.cost = options_.cost;
    double low = data_.level_s.front(), high = data_.level_s.back();
    if (data_.in_bins)
      for (const Measurement& each : measurements_.readings) {
        low = std::min(low, each.target_s);
        high = std::max(high, each.target_s);
      }
    if (high < 1.1 * low)
      refuse("target", "goes from " + level_text(low) + " to " + level_text(high) +
                           "; a cell's highest conductance is at least 1.1 times its lowest");
    bare_.g_max = from_si<Conductance>(high);
    bare_.on_off_ratio = high / low;
    bare_.levels = options_.levels > 0 ? options_.levels : measured_levels();
    ValidRange valid;
    std::vector<char> fitted(data_.level_s.size());
    for (const CellPoint& point : data_.points) fitted[static_cast<std::size_t>(point.level)] = 1;
    const auto lowest = std::find(fitted.begin(), fitted.end(), 1) - fitted.begin();
    const auto highest = fitted.rend() - std::find(fitted.rbegin(), fitted.rend(), 1) - 1;
    valid.min_conductance = from_si<Conductance>(
        data_.in_bins && lowest == 0 ? low : data_.level_s[static_cast<std::size_t>(lowest)]);
    const bool to_the_top = static_cast<std::size_t>(highest) + 1 == data_.level_s.size();
    valid.max_conductance = from_si<Conductance>(
        data_.in_bins && to_the_top ? high : data_.level_s[static_cast<std::size_t>(highest)]);
    for (const CellPoint& point : data_.points) {
      const CellLook& look = data_.looks[static_cast<std::size_t>(point.look)];
      valid.max_age = std::max(valid.max_age, from_si<Time>(look.time_s));
      const auto temperature = from_si<Temperature>(look.temperature_k);
      valid.max_temperature = std::max(valid.max_temperature, temperature);
      if (valid.min_temperature.value() == 0 || temperature < valid.min_temperature)
        valid.min_temperature = temperature;
    }
    bare_.valid = valid;
  }

  int measured_levels() const {
    if (data_.in_bins) return 16;
    int levels = 2;
    while (2 * levels <= static_cast<int>(data_.level_s.size()) && levels < kMostLevels)
      levels *= 2;
    return levels;
  }

  /// Uniform where that is nearer; what ages by a table keeps its place among normal deviations.
  void choose_distribution() {
    if (fit_.cell.retention) return;
    const auto is_first = [&](int look) {
      return data_.looks[static_cast<std::size_t>(look)].time_s == data_.first_s;
    };
    const double normal = goodness_of(data_, groups_, fit_.cell, is_first).kolmogorov;
    const double uniform = goodness_of(data_, groups_, fit_.cell, is_first, true).kolmogorov;
    recipe_.uniform = uniform < normal;
    fit_.cell.programming->distribution = recipe_.uniform ? ProgrammingError::Distribution::uniform
                                                          : ProgrammingError::Distribution::normal;
  }

  static std::string form_of(const ErrorCurve& curve) {
    switch (curve.form) {
      case ErrorCurve::Form::constant:
        return "the same at all levels";
      case ErrorCurve::Form::proportional:
        return "in proportion to the conductance";
      default:
        return "a polynomial of degree " + std::to_string(curve.curve.coefficients.size() - 1) +
               " in the conductance";
    }
  }

  std::string drift_form() const {
    const std::string by_level = "means of degree " + std::to_string(recipe_.mean_degree) +
                                 ", deviations of degree " +
                                 std::to_string(recipe_.deviation_degree) + " in the target";
    switch (recipe_.drift) {
      case DriftForm::relaxation:
        return recipe_.relative ? "with ln t, in proportion to the conductance"
                                : "with ln t, the same at all levels";
      case DriftForm::trend:
        return "with ln t by level: " + by_level;
      default:
        return "a distribution at each time: " + by_level;
    }
  }

  void judge() {
    const auto is_first = [&](int look) {
      return data_.looks[static_cast<std::size_t>(look)].time_s == data_.first_s;
    };
    const FittedCell& cell = fit_.cell;
    fit_.blocks.push_back(
        {"programming_error",
         std::string(recipe_.uniform ? "uniform, " : "normal, ") + form_of(cell.programming->curve),
         goodness_of(data_, groups_, cell, is_first, recipe_.uniform, 0,
                     recipe_.programming.terms()),
         {}});
    if (cell.retention || cell.relaxation) {
      const bool is_table = recipe_.drift == DriftForm::table;
      const auto looks = static_cast<int>(is_table ? cell.retention->ages.size() : 1);
      const int mean_terms = is_table ? looks * (recipe_.mean_degree + 1) : recipe_.mean_terms();
      const int terms =
          is_table ? looks * (recipe_.deviation_degree + 1) : recipe_.drift_terms() - mean_terms;
      fit_.blocks.push_back({cell.retention ? "retention" : "relaxation",
                             drift_form(),
                             goodness_of(
                                 data_, groups_, cell, [&](int look) { return !is_first(look); },
                                 false, mean_terms, terms),
                             {}});
    }
    if (cell.read_noise)
      fit_.blocks.push_back({"read_noise",
                             form_of(*cell.read_noise),
                             read_goodness(data_, groups_, cell, recipe_.read.terms()),
                             {}});
    fit_.residuals = residuals_of(data_, groups_, cell, false);
    fit_.looks = summaries_of(data_, groups_, cell, false);
    if (held_.points.empty()) return;
    const std::vector<LookGroup> held = groups_of(held_, ones(), options_.robust);
    const auto residuals = residuals_of(held_, held, cell, true);
    const auto looks = summaries_of(held_, held, cell, true);
    fit_.residuals.insert(fit_.residuals.end(), residuals.begin(), residuals.end());
    fit_.looks.insert(fit_.looks.end(), looks.begin(), looks.end());
  }

  /// What is told of a cell, block by block: the same figures for every resample.
  std::vector<std::vector<FittedFigure>> figures_of(const FittedCell& cell) const {
    std::vector<double> targets{data_.level_s.front(), data_.level_s[data_.level_s.size() / 2],
                                data_.level_s.back()};
    targets.erase(std::unique(targets.begin(), targets.end()), targets.end());
    std::vector<std::vector<FittedFigure>> all(1);
    for (const double target : targets)
      all.back().push_back({"standard deviation at " + level_text(target),
                            cell.programming->curve.sigma_s(target, cell.range()), 0, 0, "S"});
    if (cell.retention || cell.relaxation) all.push_back(drift_figures(cell, targets));
    if (cell.read_noise) {
      all.emplace_back();
      for (const double target : targets)
        all.back().push_back({"standard deviation at " + level_text(target),
                              cell.read_noise->sigma_s(target, cell.range()), 0, 0, "S"});
    }
    return all;
  }

  std::vector<FittedFigure> drift_figures(const FittedCell& cell,
                                          const std::vector<double>& targets) const {
    std::vector<FittedFigure> all;
    if (cell.relaxation) {
      all.push_back({"mean", cell.relaxation->mean, 0, 0, ""});
      all.push_back({"deviation", cell.relaxation->deviation, 0, 0, ""});
      all.push_back({"initial_deviation", cell.relaxation->initial_deviation, 0, 0, ""});
    } else {
      // The last fitted time at the coldest temperature that has one.
      CellLook last;
      for (const CellPoint& point : data_.points) {
        const CellLook& look = data_.looks[static_cast<std::size_t>(point.look)];
        if (!data_.is_first(point) &&
            (last.time_s == 0 || look.temperature_k < last.temperature_k ||
             (look.temperature_k == last.temperature_k && look.time_s > last.time_s)))
          last = look;
      }
      for (const double target : targets) {
        const auto expected = cell.predict(target, last);
        const std::string where =
            " at " + level_text(target) + " after " + look_time_text(last.time_s);
        all.push_back({"change of the mean" + where, expected.mean_s, 0, 0, "S"});
        all.push_back({"standard deviation" + where, expected.deviation_s, 0, 0, "S"});
      }
    }
    if (cell.temperature)
      all.push_back(
          {"activation energy", cell.temperature->activation.value() / kElectronVolt, 0, 0, "eV"});
    return all;
  }

  /// How often each device is drawn, of as many draws as a level has devices.
  std::vector<double> drawn(const std::vector<std::vector<int>>& by_level, int resample) const {
    std::vector<double> weight(static_cast<std::size_t>(data_.devices), 0.0);
    const Stream draw = draw_.child(2).child(static_cast<std::uint64_t>(resample));
    std::uint64_t first = 0;
    for (const std::vector<int>& devices : by_level) {
      std::vector<std::int32_t> picks(devices.size());
      if (devices.empty()) continue;
      draw.integers(first, static_cast<std::uint32_t>(devices.size()), picks);
      for (const std::int32_t pick : picks)
        ++weight[static_cast<std::size_t>(devices[static_cast<std::size_t>(pick)])];
      first += devices.size();
    }
    return weight;
  }

  void resample() {
    std::vector<std::vector<int>> by_level(data_.level_s.size());
    std::vector<char> seen(static_cast<std::size_t>(data_.devices));
    for (const CellPoint& point : data_.points)
      if (!std::exchange(seen[static_cast<std::size_t>(point.device)], 1))
        by_level[static_cast<std::size_t>(point.level)].push_back(point.device);
    const auto figures = figures_of(fit_.cell);
    std::vector<std::vector<std::vector<double>>> drawn_values(figures.size());
    for (std::size_t i = 0; i < figures.size(); ++i) drawn_values[i].resize(figures[i].size());
    for (int n = 0; n < options_.resamples; ++n) {
      const auto groups = groups_of(data_, drawn(by_level, n), options_.robust);
      const auto again = figures_of(estimated(data_, groups, recipe_, bare_));
      for (std::size_t i = 0; i < again.size(); ++i)
        for (std::size_t j = 0; j < again[i].size(); ++j)
          drawn_values[i][j].push_back(again[i][j].value);
    }
    for (std::size_t i = 0; i < figures.size(); ++i)
      for (std::size_t j = 0; j < figures[i].size(); ++j)
        fit_.blocks[i].figures.push_back(with_interval(figures[i][j], drawn_values[i][j]));
  }

  static FittedFigure with_interval(FittedFigure figure, std::vector<double> values) {
    figure.low = figure.high = figure.value;
    if (values.empty()) return figure;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
      const double place = share * static_cast<double>(values.size() - 1);
      const auto below = static_cast<std::size_t>(place);
      const std::size_t above = std::min(below + 1, values.size() - 1);
      return std::lerp(values[below], values[above], place - static_cast<double>(below));
    };
    figure.low = at(0.025);
    figure.high = at(0.975);
    return figure;
  }

  void note_what_does_not_fit() {
    double worst = 0, worst_error = 0;
    int level = 0;
    for (const LookGroup& each : groups_) {
      if (data_.looks[static_cast<std::size_t>(each.look)].time_s != data_.first_s) continue;
      const double standard = std::sqrt(each.error_variance_s2 / each.count);
      if (standard > 0 && std::abs(each.error_s) / standard > worst) {
        worst = std::abs(each.error_s) / standard;
        worst_error = each.error_s;
        level = each.level;
      }
    }
    if (worst > kFar)
      fit_.notes.push_back("programming misses its targets in the mean, by " +
                           format_si_rounded(worst_error, "S", 3) + " at " +
                           level_text(data_.level_s[static_cast<std::size_t>(level)]) +
                           "; the cell's error has no mean, and counts it as scatter");
    for (const FittedBlock& each : fit_.blocks)
      if (each.goodness.beyond_three > 0.0054)
        fit_.notes.push_back(each.name + ": " +
                             format_si_rounded(100 * each.goodness.beyond_three, "", 2) +
                             " % of the values lie beyond three deviations, of a normal 0.27 %; "
                             "the cell draws no such tails");
    if (recipe_.activates && fit_.cell.temperature->activation.value() / kElectronVolt >
                                 recipe_.most_activation_ev - 0.02)
      fit_.notes.push_back(
          "temperature: the likeliest activation energy is at the end of what was "
          "tried, " +
          format_si_rounded(recipe_.most_activation_ev, "eV", 3) +
          ", where the warmest cells feel 1e10 s old");
    if (fit_.in_bins)
      fit_.notes.push_back("more than 64 different targets were put into " +
                           std::to_string(fit_.levels) + " bins");
  }

  const CellFitOptions& options_;
  const Measurements& measurements_;
  LookedAt data_, held_;
  Stream draw_;
  std::vector<LookGroup> groups_;
  CellRecipe recipe_;
  FittedCell bare_;
  CellFit fit_;
};

}  // namespace

const std::vector<Word>& drift_forms() {
  static const std::vector<Word> words{
      {"choose", "the likeliest of the others"},
      {"none", "no change after programming"},
      {"relaxation", "with ln t, the same at all levels or in proportion to the conductance"},
      {"trend", "with ln t, by level"},
      {"table", "what was measured at each time, by level"}};
  return words;
}

CellFit fit_cell(const Measurements& measurements, const CellFitOptions& options) {
  return CellFitter(measurements, options).run();
}

std::string CellFit::yaml() const { return write_spec(cell); }

}  // namespace mho
