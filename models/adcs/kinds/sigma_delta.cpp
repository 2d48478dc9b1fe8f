// First-order incremental sigma-delta converter: in each of 2^bits cycles an integrator adds the
// input, and when it passes the reference, subtracts that and counts; it starts at half a
// reference, so counts are rounded. An amplifier of finite gain A lets the integrator leak: u <- (1
// - 1/A) u + x (Schreier and Temes, Understanding Delta-Sigma Data Converters (2005), 2.5), which
// makes it insensitive around simple ratios. The references of converters differ by
// `reference_mismatch`. A conversion takes 2^bits cycles: state it as `delay`.
//
// Ignored: higher orders and their decimation filters, hysteresis of the comparator (a leak is the
// only memory), noise of single cycles (the converter's noise is one per conversion).

#include "models/adcs/common_adc.hpp"

namespace mho {

namespace {

class SigmaDeltaAdc : public CommonAdc {
 public:
  const char* kind() const override { return "sigma_delta"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {1, 20});
    f.number("amplifier_gain", gain_, {0, 1e9},
             "Gain of the integrator's amplifier, at least 10; 0: without leak.",
             Presence::optional);
    f.rule(gain_ == 0 || gain_ >= 10, "amplifier_gain", "must be 0 (no leak) or at least 10");
    f.rule(gain_ == 0 || bits() <= 10, "bits", "must be 10 or less with an amplifier_gain");
    f.number("reference_mismatch", reference_mismatch_, {0, 0.1},
             "Relative standard deviation of the reference between converters.",
             Presence::optional);
    end_fields(f);
  }

 private:
  bool has_component_errors() const override { return gain_ > 0 || reference_mismatch_ > 0; }

  /// What the converter counts of an input of x references a cycle; it rises with x.
  int count_of(double x) const {
    const double kept = 1 - 1 / gain_;
    const int cycles = 1 << bits();
    double u = 0.5;
    int count = 0;
    for (int i = 0; i < cycles; ++i) {
      u = kept * u + x;
      const bool passed = u >= 1;
      count += passed ? 1 : 0;
      u -= passed ? 1 : 0;
    }
    return count;
  }

  /// Finds the inputs between `low` and `high` codes, which count `below` and `above`, at which the
  /// count changes; thresholds[k] is where it leaves k.
  void find_changes(double low, int below, double high, int above,
                    std::span<double> thresholds) const {
    if (below == above) return;
    constexpr double kPrecision = 1.0 / 4096;
    if (high - low < kPrecision) {
      for (int k = below; k < above && k < static_cast<int>(thresholds.size()); ++k)
        thresholds[k] = high;
      return;
    }
    const double middle = (low + high) / 2;
    const int count = count_of(middle / codes());
    find_changes(low, below, middle, count, thresholds);
    find_changes(middle, count, high, above, thresholds);
  }

  std::vector<double> nominal_thresholds() const override {
    std::vector<double> thresholds = Adc::nominal_thresholds();
    if (gain_ > 0) find_changes(0, 0, 2 * codes(), 1 << bits(), thresholds);
    return thresholds;
  }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    const double reference = 1 + reference_mismatch_ * standard_normals(instance, 1)[0];
    for (double& threshold : thresholds) threshold *= reference;
  }

  double gain_ = 0;
  double reference_mismatch_ = 0;
};

}  // namespace

extern const Kind<Adc> sigma_delta_adc;
const Kind<Adc> sigma_delta_adc{
    "sigma_delta", "First-order incremental sigma-delta: counts references in an integrator.",
    []() -> std::shared_ptr<Adc> { return std::make_shared<SigmaDeltaAdc>(); }};

}  // namespace mho
