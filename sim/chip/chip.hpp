// A machine = its spec and what follows from it: formats, timing of an MVM, prices, static power,
// area roll-up. A Chip does not change.
#pragma once

#include <string>
#include <vector>

#include "models/crossbar.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"

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
  enum class Level { macro, tile, chip, off_chip };  ///< off_chip: beside the chip
  const char* component;
  Level level;              ///< what holds it
  std::int64_t per_holder;  ///< instances in one holder
  Area area;                ///< of one instance
  Power leakage;            ///< of one instance
  std::string source;
};

/// Durations of one MVM of one array on one macro. The macro can start the next one `interval`
/// after this one started; its partial sums are ready `latency` after the start.
struct MvmTiming {
  Time read;     ///< one pass: DAC and integration, of all slices with analog accumulation
  Time convert;  ///< one pass: all conversions of the busiest ADC, with their column selection
  Time interval;
  Time latency;
};

class Chip {
 public:
  /// `tiles`, of all chips, replaces a spec that leaves the number to the network: each chip gets
  /// its equal share, rounded up. Throws Bug if both are 0.
  explicit Chip(ChipSpec spec, int tiles = 0);

  const ChipSpec& spec() const { return spec_; }
  int tiles() const { return spec_.chips * spec_.tiles; }  ///< of all chips, dealt in order
  int tiles_per_chip() const { return spec_.tiles; }
  int arrays() const { return tiles() * spec_.tile.macros; }

  /// The arithmetic of a layer on this chip's macros.
  MvmFormat format(int weight_bits, int input_bits, bool signed_inputs) const;
  /// Logical columns that fit on one array, and inputs: its rows, or pairs of rows (xnor).
  int outputs_per_array(const MvmFormat& format) const;
  int inputs_per_array() const;
  int adcs_per_macro() const;

  /// Timing of an MVM of `rows` inputs and `converted_columns` columns on one macro. Analog
  /// accumulation reads all input slices for one conversion; pulses take their longest code's time.
  MvmTiming timing(const MvmFormat& format, int rows, int converted_columns) const;

  /// Price of an action. cell_read is per (DAC code)^2 (pulse inputs: DAC code) and conductance
  /// step.
  Price price(Action action) const;

  /// The errors that this machine makes.
  Effects effects() const;

  /// Everything that has area or leaks, each once.
  const std::vector<Part>& parts() const { return parts_; }
  /// Instances of a part on, or beside, all chips.
  std::int64_t instances(const Part& part) const;
  Area macro_area() const;
  Area tile_area() const;  ///< with its macros and its share of a router
  Area area() const;       ///< of all chips, without what is beside them
  Power macro_leakage() const;
  Power tile_leakage() const;
  Power leakage() const;           ///< of the chip, without what is beside it
  Power off_chip_leakage() const;  ///< background power of what is beside it

 private:
  double routers_per_tile() const;
  Area area_of(Part::Level level) const;
  Power leakage_of(Part::Level level) const;

  ChipSpec spec_;
  std::vector<Part> parts_;
};

}  // namespace mho
