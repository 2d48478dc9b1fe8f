#include "sim/figures/ceilings.hpp"

#include <algorithm>
#include <limits>

#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

/// Of what a macro does for every MVM of this filling, whatever the data.
double least_joules(const TileKind& kind, const MvmFormat& format, int rows, int outputs) {
  if (kind.macro().digital())
    return to_energy(energy_of(kind, digital_macro_actions(*kind.macro().digital(), format, rows,
                                                           outputs, 1)))
        .value();
  const double conversions =
      static_cast<double>(format.passes(rows)) * format.converted_columns(outputs);
  return conversions * kind.price(Action::adc_convert).energy.value();
}

}  // namespace

std::optional<ArrayCeiling> array_ceiling(const TileKind& kind, const MvmFormat& format) {
  if (kind.macro().time_depends_on_data()) return std::nullopt;
  const int all = kind.inputs_per_array();
  const int most_outputs = kind.outputs_per_array(format);
  ArrayCeiling ceiling;
  ceiling.joules_per_mac = std::numeric_limits<double>::infinity();
  for (const int rows : {all, all / format.active_rows * format.active_rows}) {
    if (rows == 0) continue;
    for (int outputs = 1; outputs <= most_outputs; ++outputs) {
      const MvmTiming timing = kind.timing(format, rows, format.converted_columns(outputs));
      const double macs = static_cast<double>(rows) * outputs;
      ceiling.macs_per_second = std::max(ceiling.macs_per_second, macs / timing.interval.value());
      ceiling.load_bound = ceiling.load_bound || timing.interval <= timing.load;
      ceiling.joules_per_mac =
          std::min(ceiling.joules_per_mac, least_joules(kind, format, rows, outputs) / macs);
    }
  }
  return ceiling;
}

}  // namespace mho
