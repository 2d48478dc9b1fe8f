// Successive-approximation converter on a binary-weighted capacitor DAC. Capacitor 2^k is 2^k
// units, each with an independent error of `capacitor_mismatch`: C_k = 2^k + 2^(k/2) sigma xi, with
// one unit more that ends the array. The search compares with the DAC's levels from the highest bit
// down; where mismatch makes the levels fall, codes are missing and the transfer still rises. At
// the main transition the error of a code's width is sqrt(2^bits - 1) sigma codes, the largest of
// all (Saberi et al., IEEE TCAS-I 58 (2011) 1736).
// With `early_termination` one comparison more, before the search, finds out whether the highest
// `skipped_bits` magnitude bits are 0; where they are, their decisions are left out (bypass window:
// Liu et al., IEEE JSSC 47 (2012) 2783; for in-memory sums: IEICE Electron. Express 22 (2025)
// 20240694). A sum that is small takes bits - skipped_bits + 1 decisions, another bits + 1.
//
// Ignored: settling, parasitic and split capacitors, noise of single decisions within a conversion
// (the converter's noise is one per conversion).
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/adcs/common_adc.hpp"

namespace mho {

namespace {

class SarAdc : public CommonAdc {
 public:
  const char* kind() const override { return "sar"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {1, 24});
    f.number("capacitor_mismatch", mismatch_, {0, 0.15},
             "Relative standard deviation of a unit capacitor of the DAC.", Presence::optional);
    early_termination_field(f, "A comparison before the search skips the highest bits if 0.");
    f.integer("skipped_bits", skipped_bits_, {0, 12},
              "early_termination: highest bits of the magnitude that one comparison finds to be 0.",
              Presence::optional);
    f.rule((early_termination() != nullptr) == (skipped_bits_ > 0), "skipped_bits",
           "must be given with early_termination (above 0), and only then");
    f.rule(skipped_bits_ < bits() - 1 || skipped_bits_ == 0, "skipped_bits",
           "must be below bits - 1: one may be a sign, and one is left to decide");
    end_fields(f);
  }

  ConversionSteps steps(const AdcRange& range) const override {
    ConversionSteps steps;
    if (early_termination() == nullptr) return steps;
    steps.full = bits();
    const int magnitude_bits = range.code_min < 0 ? bits() - 1 : bits();
    const int small = 1 << (magnitude_bits - skipped_bits_);
    for (int code = range.code_min; code <= range.code_max; ++code)
      steps.of_code.push_back(bits() + 1 - (std::abs(code) < small ? skipped_bits_ : 0));
    return steps;
  }

 private:
  bool has_component_errors() const override { return mismatch_ > 0; }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    const std::vector<double> normals = standard_normals(instance, bits() + 1);
    double total = 1 + mismatch_ * normals[bits()];
    std::vector<double> capacitors(bits());
    for (int k = 0; k < bits(); ++k) {
      capacitors[k] = std::ldexp(1.0, k) + std::sqrt(std::ldexp(1.0, k)) * mismatch_ * normals[k];
      total += capacitors[k];
    }
    for (double& capacitor : capacitors) capacitor *= codes() / total;
    search(capacitors, bits() - 1, 0, -codes(), 2 * codes(), thresholds);
  }

  /// The decision on bit `bit` when the bits above sum to `level`, for inputs in [low, high): the
  /// threshold in the middle of `thresholds`, then both halves within it. The half code that makes
  /// the converter round is in the comparison.
  static void search(std::span<const double> capacitors, int bit, double level, double low,
                     double high, std::span<double> thresholds) {
    const std::size_t middle = thresholds.size() / 2;
    const double with_bit = level + capacitors[bit];
    const double decision = std::clamp(with_bit - 0.5, low, high);
    thresholds[middle] = decision;
    if (bit == 0) return;
    search(capacitors, bit - 1, level, low, decision, thresholds.first(middle));
    search(capacitors, bit - 1, with_bit, decision, high, thresholds.subspan(middle + 1));
  }

  double mismatch_ = 0;
  int skipped_bits_ = 0;
};

}  // namespace

extern const Kind<Adc> sar_adc;
const Kind<Adc> sar_adc{"sar", "Successive approximation on a capacitor DAC.",
                        []() -> std::shared_ptr<Adc> { return std::make_shared<SarAdc>(); }};

}  // namespace mho
