#include "sim/results/run_difference.hpp"

namespace mho {

const char* sentence_of(Difference verdict) {
  switch (verdict) {
    case Difference::same:
      return "the same";
    case Difference::computed:
      return "computed, nothing of it is drawn";
    case Difference::more:
      return "more than chance or models explain";
    case Difference::by_chance:
      return "may be chance";
    case Difference::one_alone:
      return "one run alone has it";
    case Difference::by_models:
      return "less than models tell";
    case Difference::not_compared:
      return "no trials to tell by";
  }
  return "";
}

std::optional<double> ChangedMetric::relative() const {
  // Differences of percents, points and decibels say more than their ratios.
  if (!one || !other || *one == 0 || unit == "%" || unit == "points" || unit == "dB")
    return std::nullopt;
  return *other / *one - 1;
}

}  // namespace mho
