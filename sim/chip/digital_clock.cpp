#include "sim/chip/digital_clock.hpp"

#include <algorithm>

namespace mho {

namespace {

/// A clock this much faster than another is the same: a frequency and its time are decimal texts.
constexpr double kRounding = 1e-3;

Time relaxed_delay(const Component& part, const OperatingPoint& point, int bits,
                   int other_bits = 0) {
  if (!part.model) return {};
  Duty duty;
  duty.point = point;
  duty.bits = bits;
  duty.other_bits = other_bits;
  return part.model->cost(duty).delay;
}

}  // namespace

Time shortest_cycle(const DigitalMacroSpec& macro, const ArraySpec& array,
                    const OperatingPoint& point) {
  const Time multiply =
      relaxed_delay(macro.multiplier, point, macro.weight_bits, macro.input_bits_per_cycle);
  const Time add = relaxed_delay(macro.adder_tree, point, macro.tree_bits());
  const Time accumulate = relaxed_delay(macro.accumulator, point, macro.accumulator_bits(array));
  if (macro.accumulation == SliceSum::before_tree)
    return std::max(multiply + accumulate,
                    add / static_cast<double>(std::max(1, macro.pipeline_cycles)));
  return std::max(accumulate,
                  (multiply + add + accumulate) / static_cast<double>(macro.pipeline_cycles + 1));
}

std::string set_clock(DigitalMacroSpec& macro, const ArraySpec& array,
                      const OperatingPoint& point) {
  const Time shortest = shortest_cycle(macro, array, point);
  if (!(shortest.value() > 0)) return "";
  if (!(macro.clock.value() > 0)) {
    macro.clock = 1.0 / shortest;
    macro.source += (macro.source.empty() ? "" : "; ") + std::string("clock: ") +
                    format_si_rounded(macro.clock.value(), "Hz", 3) +
                    ", the fastest that multiplier, adder tree and accumulator allow by their "
                    "models (sim/chip/digital_clock.hpp)";
    return "";
  }
  const double speedup = macro.clock * shortest;
  if (speedup <= 1 + kRounding) return "";
  macro.speedup = speedup;
  return "the clock, " + format_si_rounded(macro.clock.value(), "Hz", 3) + ", is above " +
         format_si_rounded(1 / shortest.value(), "Hz", 3) +
         ", the fastest of multiplier, adder tree and accumulator by their models: they are "
         "built " +
         format_si_rounded(speedup, "", 3) + " times as fast, which costs energy and area";
}

}  // namespace mho
