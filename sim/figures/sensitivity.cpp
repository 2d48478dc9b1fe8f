#include "sim/figures/sensitivity.hpp"

#include <algorithm>

#include "sim/config/config.hpp"
#include "sim/figures/figures.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/figures/served_run.hpp"
#include "sim/run/execute.hpp"

namespace mho {

namespace {

constexpr double kStep = 0.1;

/// What a cell costs; all else of it is what it computes.
bool is_cell_cost(const std::string& key) {
  for (const char* cost : {".cell.area", ".cell.leakage", ".cell.write_energy", ".cell.write_time"})
    if (key.ends_with(cost)) return true;
  return false;
}

/// A constant of the machine whose change changes costs or times, and nothing that is computed.
bool is_varied(const SpecNumber& number) {
  if (!number.key.starts_with("chip.") || number.value_si == 0) return false;
  if (number.key.find(".model.") != std::string::npos) return true;
  if (number.key.find(".cell.") != std::string::npos && !is_cell_cost(number.key)) return false;
  // The read voltage is a price where cells are ohmic; conductances are left alone.
  for (const char* unit : {"J", "m2", "W", "s", "Hz", "V", "m", "F"})
    if (number.unit == unit) return true;
  return false;
}

/// All times of a machine: of its evaluated spec, where models have given way to what they say.
std::vector<double> times_of(const ChipSpec& spec, int tiles) {
  std::vector<double> times;
  const Chip chip(spec, tiles);
  for (const SpecNumber& number : numbers_of(chip.spec()))
    if (number.unit == "s" || number.unit == "Hz") times.push_back(number.value_si);
  return times;
}

/// Of an executed run at the prices of `spec`; empty when it does not have the metric.
std::optional<Metric> metric_of(const RunSpec& spec, const ExecutedRun& run,
                                const std::string& name) {
  for (Metric& metric : metrics_of(spec, run))
    if (metric.name == name) return std::move(metric);
  return std::nullopt;
}

class Analysis {
 public:
  Analysis(const RunSpec& spec, const Place& where, const std::string& metric,
           const SensitivityOptions& options, const RunControl& control)
      : where_(where),
        options_(options),
        control_(control),
        base_(execute(served(spec, where, control), where, control)) {
    const auto base = metric_of(base_.spec, base_, metric);
    if (!base) throw InputError(where, metric, absence_of(metric));
    found_.metric = metric;
    found_.value = base->value;
    found_.unit = base->unit;
    if (found_.value == 0)
      throw InputError(where, metric, "is 0 in this run, of which no change is a share");
    times_ = times_of(base_.spec.machine(), base_.tiles);
    document_ = Document::parse(write_spec(base_.spec), "a changed spec");
  }

  Sensitivity take() {
    std::vector<SpecNumber> varied;
    for (SpecNumber& number : numbers_of(base_.spec))
      if (is_varied(number)) varied.push_back(std::move(number));
    for (std::size_t i = 0; i < varied.size(); ++i) {
      if (control_.progress)
        control_.progress("changing constants",
                          static_cast<double>(i) / static_cast<double>(varied.size()));
      vary(varied[i]);
    }
    std::stable_sort(
        found_.rows.begin(), found_.rows.end(),
        [](const SensitivityRow& a, const SensitivityRow& b) { return a.moved() > b.moved(); });
    return std::move(found_);
  }

 private:
  void vary(const SpecNumber& number) {
    SensitivityRow row{number.key, number.value_si, number.unit, {}, {}};
    bool left_out = false;
    for (const double factor : {1 + kStep, 1 - kStep}) {
      std::optional<double>& change = factor > 1 ? row.up : row.down;
      try {
        const auto changed = read_spec<RunSpec>(
            document_.with_number({number.key, factor * number.value_si, number.unit}));
        if (times_of(changed.machine(), base_.tiles) == times_) {
          change = relative(metric_of(changed, base_, found_.metric), found_.value);
        } else if (simulations_ < options_.simulations) {
          change = simulated(changed);
          row.simulated = true;
        } else {
          left_out = true;
        }
      } catch (const InputError&) {
        // Out of its range, or a machine that cannot carry out this run: no figure to compare.
      }
    }
    if (left_out || (!row.up && !row.down))
      found_.left_out.push_back(number.key);
    else if (row.up.value_or(0) == 0 && row.down.value_or(0) == 0)
      found_.still.push_back(number.key);
    else
      found_.rows.push_back(std::move(row));
  }

  /// Empty where the changed run does not have the metric.
  static std::optional<double> relative(const std::optional<Metric>& metric, double base) {
    return metric ? std::optional(metric->value / base - 1) : std::nullopt;
  }

  /// Against a run without values, as the changed one is.
  std::optional<double> simulated(const RunSpec& changed) {
    if (!without_values_) {
      const auto metric = without_values(base_.spec);
      without_values_ = metric ? metric->value : 0;
    }
    if (*without_values_ == 0) return std::nullopt;
    ++simulations_;
    return relative(without_values(changed), *without_values_);
  }

  std::optional<Metric> without_values(RunSpec spec) const {
    spec.engine.values = Values::off;
    const ExecutedRun executed = execute(spec, where_, {control_.threads, {}});
    return metric_of(executed.spec, executed, found_.metric);
  }

  Place where_;
  SensitivityOptions options_;
  RunControl control_;
  ExecutedRun base_;
  std::vector<double> times_;
  Document document_;                     ///< the run as executed
  std::optional<double> without_values_;  ///< the metric of the unchanged run
  int simulations_ = 0;
  Sensitivity found_;
};

}  // namespace

Sensitivity sensitivity_of(const RunSpec& spec, const Place& where, const std::string& metric,
                           const SensitivityOptions& options, const RunControl& control) {
  return Analysis(spec, where, metric, options, control).take();
}

}  // namespace mho
