// A machine = its spec and what follows from it: formats, timing of an MVM, prices, static power,
// area roll-up. A Chip does not change.
#pragma once

#include <string>
#include <vector>

#include "models/crossbar.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/mvm_timing.hpp"

namespace mho {

/// Price of an action: its component, its name, energy of one, and where the number comes from.
struct Price {
  const char* component;
  const char* action;
  const char* sentence;
  Energy energy;
  std::string source;
};

/// Identical instances of a component on the chip.
struct Part {
  enum class Level { macro, tile, chip };
  const char* component;
  Level level;              ///< what holds it
  std::int64_t per_holder;  ///< instances in one holder
  Area area;                ///< of one instance
  Power leakage;            ///< of one instance
  std::string source;
};

class Chip {
 public:
  /// `tiles` replaces a spec that leaves the number to the network. Throws Bug if both are 0.
  explicit Chip(ChipSpec spec, int tiles = 0);

  const ChipSpec& spec() const { return spec_; }
  int tiles() const { return spec_.tiles; }
  int arrays() const { return spec_.tiles * spec_.tile.macros; }
  int routers() const;
  int mesh_columns() const { return spec_.noc.columns; }
  int mesh_rows() const;
  /// The router that a tile hangs on; the global buffer and the host hang on router 0.
  int router_of_tile(int tile) const { return tile / spec_.noc.tiles_per_router; }

  /// The arithmetic of a layer on this chip's macros.
  MvmFormat format(int weight_bits, int input_bits, bool signed_inputs) const;
  /// Logical columns that fit on one array, and inputs: its rows, or pairs of rows (xnor).
  int outputs_per_array(const MvmFormat& format) const;
  int inputs_per_array() const;
  int adcs_per_macro() const;

  /// Stages of an MVM of `converted_columns` columns on one macro. Analog accumulation reads all
  /// input slices for one conversion; pulses take their longest code's time.
  MvmStages stages(const MvmFormat& format, int converted_columns) const;
  /// Timing of a whole MVM of `rows` inputs and `converted_columns` columns on one macro.
  MvmTiming timing(const MvmFormat& format, int rows, int converted_columns) const;

  /// Price of an action. cell_read is per (DAC code)^2 (pulse inputs: DAC code) and conductance
  /// step.
  Price price(Action action) const;

  /// The errors that this machine makes.
  Effects effects() const;

  /// Everything that has area or leaks, each once.
  const std::vector<Part>& parts() const { return parts_; }
  /// Instances of a part on the whole chip.
  std::int64_t instances(const Part& part) const;
  Area macro_area() const;
  Area tile_area() const;  ///< with its macros and its share of a router
  Area area() const;       ///< of the chip
  Power macro_leakage() const;
  Power tile_leakage() const;
  Power leakage() const;

 private:
  Area area_of(Part::Level level) const;
  Power leakage_of(Part::Level level) const;

  ChipSpec spec_;
  std::vector<Part> parts_;
};

}  // namespace mho
