// A machine = its spec and what follows from it: formats, timing of an MVM, prices, static power,
// area roll-up. A Chip does not change.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "models/crossbar/mvm.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/mvm_timing.hpp"
#include "sim/chip/part.hpp"

namespace mho {

class Chip {
 public:
  /// `tiles`, of all chips, replaces a spec that leaves the number to the network: each chip gets
  /// its equal share, rounded up. Throws Bug if both are 0.
  explicit Chip(ChipSpec spec, int tiles = 0);

  /// With numbers in place of models, at the chip's supply and temperature (evaluation.hpp).
  const ChipSpec& spec() const { return spec_; }
  /// Where the file's constants hold.
  const OperatingPoint& nominal() const { return nominal_; }
  /// Models outside of their range, and circuits that do not fit their pitch.
  const std::vector<std::string>& warnings() const { return warnings_; }
  /// Of all chips and kinds: `tile`s first, then the other kinds in their order. Arrays count
  /// likewise.
  int tiles() const { return first_tile_.back(); }
  int tiles_per_chip() const { return tiles() / spec_.chips; }
  int arrays() const { return first_array_.back(); }

  /// As those of the spec.
  int kinds() const { return spec_.kinds(); }
  const TileSpec& tile_kind(int kind) const { return spec_.tile_kind(kind); }
  std::string kind_name(int kind) const;
  int kind_of_tile(int tile) const;
  const TileSpec& tile(int tile) const { return tile_kind(kind_of_tile(tile)); }
  int first_tile(int kind) const { return first_tile_[kind]; }
  int tiles_of_kind(int kind) const { return first_tile_[kind + 1] - first_tile_[kind]; }
  int first_array(int kind) const { return first_array_[kind]; }
  int arrays_of_kind(int kind) const { return first_array_[kind + 1] - first_array_[kind]; }
  int tile_of_array(int array) const;
  int macro_of_array(int array) const;  ///< number of the macro in its tile

  /// The arithmetic of a layer on the macros of a kind of tile.
  MvmFormat format(int weight_bits, int input_bits, bool signed_inputs, int kind = 0) const;
  /// Logical columns that fit on one array, and inputs: its rows, or pairs of rows (xnor).
  int outputs_per_array(const MvmFormat& format, int kind = 0) const;
  int inputs_per_array(int kind = 0) const;
  int adcs_per_macro(int kind = 0) const;

  /// Stages of an MVM of `converted_columns` columns on one macro. Analog accumulation reads all
  /// input slices for one conversion; pulses take their longest code's time.
  MvmStages stages(const MvmFormat& format, int converted_columns, int kind = 0) const;
  /// Timing of a whole MVM of `rows` inputs and `converted_columns` columns on one macro.
  MvmTiming timing(const MvmFormat& format, int rows, int converted_columns, int kind = 0) const;

  /// Can weights be written anew while a network runs? They need a memory to come from.
  bool can_reload() const { return spec_.off_chip.has_value(); }
  /// Time that a transfer of this many bits keeps the way to the memory behind the chip busy.
  Time memory_transfer(std::int64_t bits) const;

  /// Where an action is priced: of the parts, one of its prices.
  struct PricedAt {
    std::size_t part = 0;
    int price = -1;  ///< -1: none
  };
  /// Of a kind of tile, or of the chip. An action that no part of them does: Bug.
  PricedAt priced_at(Action action, int kind = 0) const;
  /// The part that acts so; null where the machine has none.
  const Part* part_of(Action action, int kind = 0) const;
  /// Price of an action on a kind of tile; as priced_at. cell_read is per (DAC
  /// code)^2 (pulse inputs: DAC code) and conductance step.
  const Price& price(Action action, int kind = 0) const;

  /// Nothing in it is analog: it computes the exact integers.
  bool exact() const;
  /// The errors that this machine makes.
  Effects effects() const;

  /// Everything that acts, has area or leaks, each once.
  const std::vector<Part>& parts() const { return table_.parts; }
  /// What the interval of MVMs of a kind of tile is made of.
  std::vector<IntervalTime> interval_times(int kind) const;
  /// Instances of a part on, or beside, all chips.
  std::int64_t instances(const Part& part) const;
  double routers_per_tile() const;  ///< a tile's share of them
  Area macro_area(int kind = 0) const;
  Area tile_area(int kind = 0) const;  ///< with its macros and its share of a router
  Area area() const;                   ///< of all chips, without what is beside them
  Power macro_leakage(int kind = 0) const;
  Power tile_leakage(int kind = 0) const;
  Power leakage() const;           ///< of the chips, without what is beside them
  Power off_chip_leakage() const;  ///< background power of what is beside them

 private:
  bool has_cell_currents(int kind) const;
  void add_white_space(const FloorplanSpec& plan);
  void index_prices();
  Area area_of(Level level, int kind) const;
  Power leakage_of(Level level, int kind) const;

  ChipSpec spec_;
  std::vector<int> first_tile_, first_array_;  ///< by kind, and one behind the last
  PartTable table_;
  std::vector<std::array<PricedAt, kActions>> priced_at_;  ///< by kind
  std::vector<StageDelays> delays_;                        ///< by kind
  std::vector<std::string> warnings_;
  OperatingPoint nominal_;
};

}  // namespace mho
