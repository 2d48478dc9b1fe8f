#include "models/adc.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

AdcRange Adc::range_for(double largest, bool is_signed) const {
  AdcRange range;
  range.code_max = (std::int32_t{1} << (is_signed ? bits() - 1 : bits())) - 1;
  range.code_min = is_signed ? -range.code_max - 1 : 0;
  constexpr double kStepsPerUnit = 1 << kPartialSumFraction;
  const double lsb_units = std::max(1.0, largest / std::max(1, range.code_max));
  range.lsb = static_cast<std::int64_t>(std::ceil(lsb_units * kStepsPerUnit));
  return range;
}

}  // namespace mho
