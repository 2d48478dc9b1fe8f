#include "sim/report/adc_models_text.hpp"

#include <algorithm>

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

constexpr double kUm2 = 1e-12;

std::string range_text(const Results& results, double AdcModelRow::*value) {
  double low = results.adc_models[0].*value, high = low;
  for (const AdcModelRow& row : results.adc_models)
    if (row.in_range) {
      low = std::min(low, row.*value);
      high = std::max(high, row.*value);
    }
  return significant(low, 3) + " to " + significant(high, 3);
}

}  // namespace

std::string adc_models_text(const Results& results) {
  if (results.adc_models.empty()) return "";
  Columns table({{"model of the ADC", 30, false},
                 {"a conversion", 14, true},
                 {"area", 13, true},
                 {"macro, peak", 13, true},
                 {"chip, achieved", 16, true},
                 {"", 20, false}});
  for (const AdcModelRow& row : results.adc_models)
    table.row({row.model, format_si_rounded(row.conversion_j, "J", kMetricDigits),
               significant(row.area_m2 / kUm2, kMetricDigits) + " um2",
               significant(row.macro_peak_tops_per_joule, kMetricDigits),
               significant(row.chip_achieved_tops_per_joule, kMetricDigits),
               row.in_range ? "" : "  outside its range"});
  return "\nOther models of the ADC  (TOPS/J, same counts and times)\n" + table.text() +
         "  range of those that hold: macro, peak " +
         range_text(results, &AdcModelRow::macro_peak_tops_per_joule) + "; chip, achieved " +
         range_text(results, &AdcModelRow::chip_achieved_tops_per_joule) + " TOPS/J\n";
}

}  // namespace mho
