#include "models/adcs/adc.hpp"

namespace mho {

std::vector<double> Adc::thresholds(int converters, const Stream& stream) const {
  const std::vector<double> nominal = nominal_thresholds();
  std::vector<double> all;
  all.reserve(nominal.size() * converters);
  for (int c = 0; c < converters; ++c) {
    all.insert(all.end(), nominal.begin(), nominal.end());
    deviate(stream.child(static_cast<std::uint64_t>(c)), std::span(all).last(nominal.size()));
  }
  return all;
}

std::vector<double> Adc::nominal_thresholds() const {
  std::vector<double> thresholds((std::size_t{1} << bits()) - 1);
  for (std::size_t k = 0; k < thresholds.size(); ++k) thresholds[k] = static_cast<double>(k) + 0.5;
  return thresholds;
}

void Adc::deviate(const Stream&, std::span<double>) const {}

Effects Adc::effects() const {
  Effects effects{Effect::adc_quantization};
  if (has_mismatch()) effects = effects.with({Effect::adc_mismatch});
  if (noise_codes() > 0) effects = effects.with({Effect::adc_noise});
  return effects;
}

AdcRange Adc::range_for(double largest, bool is_signed) const {
  return range_rule().range_for(bits(), largest, is_signed);
}

}  // namespace mho
