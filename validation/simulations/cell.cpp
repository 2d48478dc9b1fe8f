// Kind cell: many cells programmed once to one conductance, looked at under the given conditions:
// the moments of what they hold, of the exponent of their drift, and of one reading. Sampling error
// of a standard deviation of n cells: 1 / sqrt(2 n), 0.14 % of the default 262144.
#include <cmath>

#include "devices/cell.hpp"
#include "sim/run/run_spec.hpp"
#include "validation/simulation.hpp"

namespace mho {

namespace {

constexpr int kColumns = 512;

struct Moments {
  double mean = 0, deviation = 0;
};

Moments moments(const std::vector<double>& values) {
  const auto count = static_cast<double>(values.size());
  Moments m;
  for (const double value : values) m.mean += value / count;
  double squares = 0;
  for (const double value : values) squares += (value - m.mean) * (value - m.mean);
  m.deviation = std::sqrt(squares / count);
  return m;
}

class CellSimulation : public Simulation {
 public:
  const char* kind() const override { return "cell"; }

  void fields(Fields& f) override {
    f.kind("cell", cell_, cell_kinds(), "The cell.");
    f.quantity("target", target_, {0, 1}, "Conductance that all cells are programmed to.");
    f.section("conditions", conditions_, "Age, temperature, effects that are off; one age.");
    f.quantity("reference_time", reference_time_, {0, 1e10},
               "Time after programming that age 0 stands for, of drift's exponent: "
               "g(age) = g(0) ((age + reference_time) / reference_time)^-nu.",
               Presence::optional);
    f.integer("cells", cells_, {kColumns, 1 << 26}, "How many cells, a multiple of 512.",
              Presence::optional);
    f.rule(cells_ % kColumns == 0, "cells", "is not a multiple of 512");
    f.rule(!conditions_ || conditions_->ages.size() <= 1, "conditions",
           "has several ages; a point has one");
  }

  std::vector<Metric> simulate(const Place&, const RunControl&) const override {
    const Conditions now = conditions_.value_or(ConditionsSpec{}).at(0);
    std::vector<Metric> metrics;
    const auto add = [&](const char* name, double value, const char* unit) {
      metrics.push_back({name, value, unit, "", "programmed cells"});
    };
    const std::vector<float> aged_s = programmed(now);
    const Moments held = moments({aged_s.begin(), aged_s.end()});
    add("conductance.mean", held.mean, "S");
    add("conductance.deviation", held.deviation, "S");
    if (now.age.value() > 0 && reference_time_.value() > 0) {
      const Moments exponent = drift_exponent(aged_s, now);
      add("drift.exponent.mean", exponent.mean, "");
      add("drift.exponent.deviation", exponent.deviation, "");
    }
    std::vector<float> variance_s2(aged_s.size());
    cell_->read_variance(now, aged_s, variance_s2);
    double variance = 0;
    for (const float each : variance_s2)
      variance += static_cast<double>(each) / static_cast<double>(aged_s.size());
    add("read.deviation", std::sqrt(variance), "S");
    return metrics;
  }

 private:
  static constexpr std::uint64_t kSeed = 1;

  std::vector<float> programmed(const Conditions& conditions) const {
    const std::vector<float> target_s(static_cast<std::size_t>(cells_),
                                      static_cast<float>(target_.value()));
    std::vector<float> conductance_s(target_s.size());
    cell_->conductances({0, cells_ / kColumns, kColumns}, conditions, target_s, Stream(kSeed),
                        conductance_s);
    return conductance_s;
  }

  /// Of cells that conducted anything before they aged.
  Moments drift_exponent(const std::vector<float>& aged_s, const Conditions& now) const {
    Conditions fresh = now;
    fresh.age = Time();
    const std::vector<float> fresh_s = programmed(fresh);
    const double log_time = std::log1p((now.age / reference_time_).value());
    std::vector<double> exponents;
    for (std::size_t n = 0; n < aged_s.size(); ++n)
      if (fresh_s[n] > 0 && aged_s[n] > 0)
        exponents.push_back(
            std::log(static_cast<double>(fresh_s[n]) / static_cast<double>(aged_s[n])) / log_time);
    return moments(exponents);
  }

  std::shared_ptr<Cell> cell_;
  Conductance target_;
  std::optional<ConditionsSpec> conditions_;
  Time reference_time_;
  int cells_ = 262144;
};

}  // namespace

extern const Kind<Simulation> cell_simulation;
const Kind<Simulation> cell_simulation{
    "cell", "Many cells programmed to one conductance: moments of errors, drift and reading.",
    []() -> std::shared_ptr<Simulation> { return std::make_shared<CellSimulation>(); }};

}  // namespace mho
