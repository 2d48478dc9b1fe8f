// How far conversions go: converters that end early take a number of steps (decisions, clocks of a
// counter) that depends on the code. Codes are those of a whole conversion.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

/// `early_termination` of a converter, present where its circuit has it.
struct EarlyTermination {
  double fixed_share = 0;  ///< of a whole conversion's energy and delay, whatever its steps
  std::string source;

  void fields(Fields& f) {
    f.number("fixed_share", fixed_share, {0, 1},
             "Share of energy and delay of a conversion that does not depend on its steps.");
    f.text("source", source, "The circuit that ends early, and where fixed_share comes from.");
  }
};

/// The steps of the conversions of one array. Round r of a pass converts columns r x converters and
/// up, one on each converter; it lasts as long as its longest conversion.
struct ConversionSteps {
  int full = 0;  ///< of a whole conversion; 0: none ends early
  /// By code - code_min; empty: every conversion is a whole one.
  std::vector<std::int32_t> of_code;
  bool stop_together = false;  ///< all converters of a round run until the last may stop
  bool save_time = true;       ///< else the time of a conversion is fixed, and only energy is saved
  int converters = 1;

  bool end_early() const { return full > 0; }
};

/// Of one pass: steps in energy, summed over conversions, and in time, summed over rounds.
struct PassSteps {
  std::int64_t energy = 0;
  std::int32_t time = 0;
};

/// `codes` of the converted columns, minus code_min; not needed where of_code is empty.
template <class Code>
PassSteps steps_of(const ConversionSteps& steps, const std::vector<Code>& codes, int columns) {
  PassSteps pass;
  if (!steps.end_early()) return pass;
  for (int first = 0; first < columns; first += steps.converters) {
    const int end = columns - first < steps.converters ? columns : first + steps.converters;
    std::int32_t longest = 0;
    std::int64_t sum = 0;
    for (int c = first; c < end; ++c) {
      const std::int32_t own = steps.of_code.empty() ? steps.full : steps.of_code[codes[c]];
      longest = own > longest ? own : longest;
      sum += own;
    }
    pass.energy += steps.stop_together ? std::int64_t{longest} * (end - first) : sum;
    pass.time += steps.save_time ? longest : steps.full;
  }
  return pass;
}

}  // namespace mho
