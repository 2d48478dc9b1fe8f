// Single-slope (ramp) converter: a current source of finite output resistance R charges a capacitor
// C, and a counter runs until the ramp passes the input. After a share x of the conversion the ramp
// is at (1 - exp(-lambda x)) / (1 - exp(-lambda)) of full scale, `curvature` lambda = conversion
// time / (R C), its end trimmed to full scale; the slopes of converters differ by `slope_mismatch`.
// The comparator's offset is the converter's offset. A conversion takes 2^bits clocks: state it as
// `delay`. With `early_termination` the ramp, common to the columns that are converted together,
// stops when the last of them has been passed: k + 1 clocks for the largest code k.
//
// Ignored: clock jitter apart from `noise`, comparator delay (an offset), a ramp shared by
// converters (their slopes are drawn for each).
#include <cmath>

#include "models/adcs/common_adc.hpp"

namespace mho {

namespace {

class RampAdc : public CommonAdc {
 public:
  const char* kind() const override { return "ramp"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {1, 24});
    f.number("slope_mismatch", slope_mismatch_, {0, 0.1},
             "Relative standard deviation of the ramp's slope between converters.",
             Presence::optional);
    f.number("curvature", curvature_, {0, 5},
             "Conversion time over the time constant that bends the ramp.", Presence::optional);
    early_termination_field(
        f, "The ramp stops when it has passed all columns that are converted together.");
    end_fields(f);
  }

  ConversionSteps steps(const AdcRange& range) const override {
    ConversionSteps steps;
    if (early_termination() == nullptr) return steps;
    steps.full = 1 << bits();
    steps.stop_together = true;
    for (int k = 0; k <= range.code_max - range.code_min; ++k) steps.of_code.push_back(k + 1);
    return steps;
  }

 private:
  bool has_component_errors() const override { return slope_mismatch_ > 0 || curvature_ > 0; }

  std::vector<double> nominal_thresholds() const override {
    std::vector<double> thresholds = Adc::nominal_thresholds();
    if (curvature_ == 0) return thresholds;
    for (double& threshold : thresholds)
      threshold = codes() * std::expm1(-curvature_ * threshold / codes()) / std::expm1(-curvature_);
    return thresholds;
  }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    const double slope = 1 + slope_mismatch_ * standard_normals(instance, 1)[0];
    for (double& threshold : thresholds) threshold *= slope;
  }

  double slope_mismatch_ = 0;
  double curvature_ = 0;
};

}  // namespace

extern const Kind<Adc> ramp_adc;
const Kind<Adc> ramp_adc{"ramp", "Single slope: a counter runs until a ramp passes the input.",
                         []() -> std::shared_ptr<Adc> { return std::make_shared<RampAdc>(); }};

}  // namespace mho
