#include "sim/figures/ceilings.hpp"

#include <algorithm>
#include <limits>

#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

/// Of what a macro does for every MVM of this filling, whatever the data.
double least_joules(const Chip& chip, const MvmFormat& format, int kind, int rows, int outputs) {
  if (chip.tile_kind(kind).macro.digital())
    return to_energy(energy_of(chip, digital_macro_actions(format, rows, outputs, 1), kind))
        .value();
  const double conversions =
      static_cast<double>(format.passes(rows)) * format.converted_columns(outputs);
  return conversions * chip.price(Action::adc_convert, kind).energy.value();
}

}  // namespace

std::optional<ArrayCeiling> array_ceiling(const Chip& chip, const MvmFormat& format, int kind) {
  const MacroSpec& macro = chip.tile_kind(kind).macro;
  if (macro.time_depends_on_data()) return std::nullopt;
  const int all = chip.inputs_per_array(kind);
  const int most_outputs = chip.outputs_per_array(format, kind);
  ArrayCeiling ceiling;
  ceiling.joules_per_mac = std::numeric_limits<double>::infinity();
  for (const int rows : {all, all / format.active_rows * format.active_rows}) {
    if (rows == 0) continue;
    for (int outputs = 1; outputs <= most_outputs; ++outputs) {
      const MvmTiming timing = chip.timing(format, rows, format.converted_columns(outputs), kind);
      const double macs = static_cast<double>(rows) * outputs;
      ceiling.macs_per_second = std::max(ceiling.macs_per_second, macs / timing.interval.value());
      ceiling.load_bound = ceiling.load_bound || timing.interval <= timing.load;
      ceiling.joules_per_mac =
          std::min(ceiling.joules_per_mac, least_joules(chip, format, kind, rows, outputs) / macs);
    }
  }
  return ceiling;
}

}  // namespace mho
