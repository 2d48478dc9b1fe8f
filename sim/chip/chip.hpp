// A machine = its spec and what follows from it: formats, timing of an MVM, prices, static power,
// area roll-up. A Chip does not change.
#pragma once

#include <string>
#include <vector>

#include "models/crossbar/mvm.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/mvm_timing.hpp"
#include "sim/chip/part.hpp"
#include "sim/chip/tile_kind.hpp"

namespace mho {

class Chip {
 public:
  /// `tiles`, of all chips, replaces a spec that leaves the number to the network: each chip gets
  /// its equal share, rounded up. Throws Bug if both are 0, InputError where models say what no
  /// circuit takes.
  explicit Chip(ChipSpec spec, int tiles = 0);

  /// With numbers in place of models, at the chip's supply and temperature (evaluation.hpp).
  const ChipSpec& spec() const { return spec_; }
  /// Where the file's constants hold.
  const OperatingPoint& nominal() const { return nominal_; }
  /// Models outside of their range, and circuits that do not fit their pitch.
  const std::vector<std::string>& warnings() const { return warnings_; }
  /// Of all chips and kinds: those of the main kind first, then the other kinds in their order.
  int tiles() const { return of_kind_.back().first_tile + of_kind_.back().tiles; }
  int tiles_per_chip() const { return tiles() / spec_.chips; }
  int arrays() const { return of_kind_.back().first_array + of_kind_.back().arrays; }

  TileKind kind(int index) const { return {*this, index}; }
  TileKind main() const { return kind(0); }
  std::vector<TileKind> kinds() const;
  TileKind kind_of_tile(int tile) const;
  const TileSpec& tile(int tile) const { return kind_of_tile(tile).spec(); }
  int tile_of_array(int array) const;
  int macro_of_array(int array) const;  ///< number of the macro in its tile

  /// Can weights be written anew while a network runs? They need a memory to come from.
  bool can_reload() const { return spec_.off_chip.has_value(); }
  /// Time that a transfer of this many bits keeps the way to the memory behind the chip busy.
  Time memory_transfer(std::int64_t bits) const;

  /// Price of an action of the chip beside its tiles; of one that no part of it does: Bug.
  const Price& price(Action action) const;

  /// Nothing in it is analog: it computes the exact integers.
  bool exact() const;
  /// The errors that this machine makes.
  Effects effects() const;

  /// Everything that acts, has area or leaks, each once.
  const std::vector<Part>& parts() const { return table_.parts; }
  /// Instances of a part on, or beside, all chips.
  std::int64_t instances(const Part& part) const;
  double routers_per_tile() const;  ///< a tile's share of them
  Area area() const;                ///< of all chips, without what is beside them
  Power leakage() const;            ///< of the chips, without what is beside them
  Power off_chip_leakage() const;   ///< background power of what is beside them

 private:
  friend class TileKind;

  void number_tiles();
  void add_white_space(const FloorplanSpec& plan);
  void index_prices();
  Area area_of(Level level, int kind) const;
  Power leakage_of(Level level, int kind) const;

  ChipSpec spec_;
  PartTable table_;
  std::vector<TileKind::Data> of_kind_;
  std::vector<std::string> warnings_;
  OperatingPoint nominal_;
};

}  // namespace mho
