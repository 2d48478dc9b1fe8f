#include "models/adcs/adc_range.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// In the order of RangeRule.
const std::vector<Word>& range_words() {
  static const std::vector<Word> words{
      {"full_scale", "the largest sum that the driven rows can give"},
      {"granular",
       "as many of the smallest steps (one cell step at one DAC step) as there "
       "are codes; larger sums clip"},
      {"fixed", "full_cells, whatever the layer"},
      {"calibrated", "per layer, a percentile of column sums of training images"},
      {"calibrated_mse",
       "per layer, the least mean square error of converting column sums of training "
       "images, rounded and clipped"}};
  return words;
}

std::string name_of(RangeRule rule) {
  return range_words().at(static_cast<std::size_t>(rule)).name;
}

}  // namespace

void AdcRangeRule::fields(Fields& f) {
  f.choice("range", rule, range_words(), "What the converter's range spans.");
  f.choice("range_per", per,
           {{"layer", "one range for all weight slices of a layer"},
            {"slice", "a range for each weight slice of a layer"}},
           "What shares a range.", Presence::optional);
  f.rule(per == RangePer::layer || (rule != RangeRule::granular && rule != RangeRule::fixed),
         "range_per", "slice needs range: full_scale, calibrated or calibrated_mse");
  // A full-scale range holds every sum: 1 is a fact there, not a default of a choice.
  const bool share = rule == RangeRule::calibrated;
  f.number("percentile", percentile, {0.5, 1},
           "Share of column sums that lie inside the range; range calibrated needs it, the others "
           "have no use for it (1).",
           share ? Presence::required : Presence::optional);
  f.rule(share || percentile == 1, "percentile",
         "is " + format_si(percentile, "") + ", but range: " + name_of(rule) +
             " takes no share of the sums; allowed: percentile: 1, or range: calibrated");
  f.number("full_cells", full_cells, {0, 8192},
           "range fixed: the largest value, in units of one cell at g_max - g_min and full input.",
           rule == RangeRule::fixed ? Presence::required : Presence::optional);
  f.rule((rule == RangeRule::fixed) == (full_cells > 0), "full_cells",
         "must be given with range: fixed (above 0), and only then");
}

AdcRange AdcRangeRule::range_for(int bits, double largest, bool is_signed) const {
  AdcRange range;
  range.code_max = (std::int32_t{1} << (is_signed ? bits - 1 : bits)) - 1;
  range.code_min = is_signed ? -range.code_max - 1 : 0;
  if (rule == RangeRule::granular) return range;
  constexpr double kStepsPerUnit = 1 << kPartialSumFraction;
  const double lsb_units = largest / std::max(1, range.code_max);
  const double least = rule == RangeRule::fixed ? 1 / kStepsPerUnit : 1;
  range.lsb = static_cast<std::int64_t>(std::ceil(std::max(least, lsb_units) * kStepsPerUnit));
  return range;
}

const char* AdcRangeRule::sentence() const {
  switch (rule) {
    case RangeRule::full_scale:
      return per == RangePer::slice ? "full-scale range of each weight slice" : "full-scale range";
    case RangeRule::granular:
      return "an LSB of one cell step at one DAC step";
    case RangeRule::fixed:
      return "fixed range";
    case RangeRule::calibrated:
      return per == RangePer::slice
                 ? "range calibrated per layer and weight slice on training images"
                 : "range calibrated per layer on training images";
    case RangeRule::calibrated_mse:
      return per == RangePer::slice
                 ? "range of least square error per layer and weight slice on training images"
                 : "range of least square error per layer on training images";
  }
  throw Bug("AdcRangeRule: unknown rule");
}

}  // namespace mho
