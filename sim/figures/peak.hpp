// Peak performance: every array of the chip multiplies, back to back. One full array (all rows, all
// outputs) is programmed with random weights and executed on random inputs, uniform and unsigned
// unless told otherwise; its actions are counted and priced. Ignored: whether buffers, bus and
// network could feed arrays at that rate, replication limits, and traffic between tiles.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip.hpp"
#include "sim/figures/operands.hpp"

namespace mho {

/// One level of the machine at its peak. Operations count 2 per multiply-accumulate.
struct PeakLevel {
  double operations_per_second = 0;
  Power power;  ///< actions and static power

  double operations_per_joule() const { return operations_per_second / power.value(); }
};

/// One kind of tile's arrays, each at its peak.
struct ArrayPeak {
  int tile_kind = 0;
  std::int64_t arrays = 0;  ///< on the chip
  std::int64_t macs = 0;    ///< of one MVM of one array
  std::int64_t mvms = 0;    ///< that were executed
  /// Of the macro in these MVMs, and what the tile and the chip add to them.
  ActionCounts actions, tile_actions, chip_actions;
  Time interval;  ///< between two MVMs of one array; their mean where it depends on data

  double operations_per_second() const {
    return 2.0 * static_cast<double>(macs) / interval.value();
  }
  /// Conversions per multiply-accumulate of a full array.
  double conversions_per_mac() const {
    return static_cast<double>(actions[Action::adc_convert]) / static_cast<double>(mvms * macs);
  }
};

/// Macro and tile are those of the main kind.
struct Peak : ArrayPeak {
  std::vector<ArrayPeak> others;  ///< further kinds of tile whose arrays hold at least one output
  PeakLevel macro;                ///< array with its converters, registers and their static power
  PeakLevel tile;  ///< its macros, and per MVM: one read of the inputs from the buffer over the
                   ///< bus, scale, bias and activation of the outputs, one control step; its
                   ///< static power with its share of a router
  PeakLevel chip;  ///< its tiles of all kinds, and the static power of the whole chip
};

/// The peak at this precision. `operands` say nothing on chips whose actions depend on no
/// value. Throws InputError when not one output fits an array of the main kind.
Peak peak_of(const Chip& chip, int weight_bits, int activation_bits, std::uint64_t seed,
             const Operands& operands = {});

}  // namespace mho
