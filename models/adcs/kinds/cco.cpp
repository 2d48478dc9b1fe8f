// Converter that counts the periods of a current-controlled oscillator. A period is the time to
// charge a capacitor to a voltage, C V / I, and a dead time that the current does not shorten, so
// the frequency at a share x of full-scale current is f(x) / f(1) = x (1 + s) / (1 + s x), with
// `dead_time` s = dead time over C V / I at full scale; the count at full scale is trimmed to the
// codes. With `early_termination` the converter's energy goes with the periods that are counted;
// its time stays, as it counts for a fixed time. Oscillators differ by `frequency_mismatch`. Each
// period jitters by `jitter` of itself, independently: n periods by jitter sqrt(n), of which the
// kernel takes the largest, n = 2^bits, for all inputs. A conversion takes 2^bits periods of full
// scale: state it as `delay`.
//
// Ignored: phase that is left over from one conversion to the next (it starts at half a period, so
// counts are rounded), flicker noise.
#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "models/adcs/common_adc.hpp"

namespace mho {

namespace {

class CcoAdc : public CommonAdc {
 public:
  const char* kind() const override { return "cco"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {1, 24});
    f.number("frequency_mismatch", frequency_mismatch_, {0, 0.1},
             "Relative standard deviation of the frequency between oscillators.",
             Presence::optional);
    f.number("dead_time", dead_time_, {0, 10},
             "Part of a period that the current does not shorten, over the rest of it at full "
             "scale.",
             Presence::optional);
    f.number("jitter", jitter_, {0, 0.5}, "Relative standard deviation of one period.",
             Presence::optional);
    early_termination_field(f, "Energy goes with the periods that are counted.");
    end_fields(f);
  }

  ConversionSteps steps(const AdcRange& range) const override {
    ConversionSteps steps;
    if (early_termination() == nullptr) return steps;
    steps.full = std::max(range.code_max, -range.code_min);
    steps.save_time = false;
    for (int code = range.code_min; code <= range.code_max; ++code)
      steps.of_code.push_back(std::abs(code));
    return steps;
  }

  double noise_codes() const override {
    return std::hypot(CommonAdc::noise_codes(), jitter_ * std::sqrt(codes()));
  }

 private:
  bool has_component_errors() const override { return frequency_mismatch_ > 0 || dead_time_ > 0; }

  /// The share of full-scale current at which the oscillator counts y of full scale; kNever stands
  /// for counts beyond its highest frequency.
  double current_at(double y) const {
    constexpr double kNever = 16;
    const double left = 1 + dead_time_ * (1 - y);
    return left * kNever > y ? y / left : kNever;
  }

  std::vector<double> nominal_thresholds() const override {
    std::vector<double> thresholds = Adc::nominal_thresholds();
    for (double& threshold : thresholds) threshold = codes() * current_at(threshold / codes());
    return thresholds;
  }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    // A faster oscillator reaches each count at the current where the nominal one counts less.
    const double frequency = 1 + frequency_mismatch_ * standard_normals(instance, 1)[0];
    for (std::size_t k = 0; k < thresholds.size(); ++k)
      thresholds[k] = codes() * current_at((static_cast<double>(k) + 0.5) / codes() / frequency);
  }

  double frequency_mismatch_ = 0;
  double dead_time_ = 0;
  double jitter_ = 0;
};

}  // namespace

extern const Kind<Adc> cco_adc;
const Kind<Adc> cco_adc{"cco", "Counts periods of a current-controlled oscillator.",
                        []() -> std::shared_ptr<Adc> { return std::make_shared<CcoAdc>(); }};

}  // namespace mho
