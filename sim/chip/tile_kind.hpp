// One kind of a chip's tiles, and what follows of its tiles, its macros and their MVMs. A value
// that looks at its chip, which must outlive it.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/crossbar/mvm.hpp"
#include "sim/chip/mvm_timing.hpp"
#include "sim/chip/part.hpp"

namespace mho {

class Chip;

/// Where an action is priced: of a chip's parts, one of its prices.
struct PricedAt {
  std::size_t part = 0;
  int price = -1;  ///< -1: none
};

class TileKind {
 public:
  TileKind(const Chip& chip, int index) : chip_(&chip), index_(index) {}

  /// 0 is the main kind, `tile`; the others follow in their order.
  int index() const { return index_; }
  bool is_main() const { return index_ == 0; }
  /// "tile", or the name of another kind.
  std::string name() const;
  const TileSpec& spec() const;
  const MacroSpec& macro() const { return spec().macro; }
  /// Macros of a tile.
  int macros() const { return spec().macros; }

  /// Numbers of its tiles and arrays on all chips; those of one kind follow those of the one
  /// before.
  int tiles() const;
  int first_tile() const;
  int arrays() const;
  int first_array() const;

  /// The arithmetic of a layer on its macros.
  MvmFormat format(int weight_bits, int input_bits, bool inputs_are_signed) const;
  /// Logical columns that fit on one array, and inputs: its rows, or pairs of rows (xnor).
  int outputs_per_array(const MvmFormat& format) const;
  int inputs_per_array() const;
  /// Of analog macros.
  int adcs_per_macro() const;

  /// Stages of an MVM of `converted_columns` columns on one macro. Analog accumulation reads all
  /// input slices for one conversion; pulses take their longest code's time.
  MvmStages stages(const MvmFormat& format, int converted_columns) const;
  /// Timing of a whole MVM of `rows` inputs and `converted_columns` columns on one macro.
  MvmTiming timing(const MvmFormat& format, int rows, int converted_columns) const;
  /// What the interval of its MVMs is made of.
  std::vector<IntervalTime> interval_times() const;

  /// The part of its tiles, or of the chip, that acts so; null where there is none.
  const Part* part_of(Action action) const;
  /// Of an action that no part does: Bug.
  PricedAt priced_at(Action action) const;
  /// As priced_at. cell_read is per (DAC code)^2 (pulse inputs: DAC code) and conductance step.
  const Price& price(Action action) const;

  Area macro_area() const;
  Area area() const;  ///< of a tile with its macros and its share of a router
  Power macro_leakage() const;
  Power leakage() const;  ///< of a tile with its macros and its share of a router

 private:
  friend class Chip;

  /// What its chip keeps of it.
  struct Data {
    int first_tile = 0, tiles = 0, first_array = 0, arrays = 0;
    StageDelays delays;
    std::array<PricedAt, kActions> priced_at{};
  };
  const Data& of() const;

  const Chip* chip_;
  int index_;
};

}  // namespace mho
