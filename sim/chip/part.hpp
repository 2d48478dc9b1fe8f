// The table of a machine's parts: its components (sim/chip/components) with what one instance of
// each costs, and where the YAML states that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/model_class.hpp"
#include "sim/base/quantity.hpp"
#include "sim/chip/action.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"

namespace mho {

/// Class of a model of this component, whose energy counts for this level; of its static power.
ModelClass model_class_of(const std::string& component, Level counts_for);
ModelClass static_class_of(Level counts_for);

/// What one action of a part costs, and where the number comes from.
struct Price {
  Action action;
  const char* name;
  const char* sentence;
  Energy energy;
  std::string source;
  std::vector<std::string> keys;  ///< of the chip's YAML that the price is made of, itself first
  std::optional<ModelClass> modelled{};  ///< none: of constants
};

/// Identical instances of a component.
struct Part {
  const char* component;
  Level level;              ///< what holds it
  int tile_kind;            ///< for parts of macros and tiles
  std::int64_t per_holder;  ///< instances in one holder
  Area area;                ///< of one instance
  Power leakage;            ///< of one instance
  std::string source;
  /// The keys' numbers are those of one instance; else they are made from them.
  bool stated = true;
  std::string section{};     ///< of the chip's YAML ("tile.macro.adc")
  std::string area_key{};    ///< where the YAML states its area
  std::string static_key{};  ///< where the YAML states its static power
  std::vector<Price> prices{};
  Level counts_for = level;  ///< that its energy belongs to
  std::string how_many{};    ///< instances that follow from the number of tiles; else empty
  bool is_shared_by_tiles = false;
  Waiting waiting = Waiting::leaks;
  Lies lies = Lies::in_corner;
  double serves = 1;  ///< of what it lies in or at, for one instance
  Stage stage = Stage::none;
  Time delay{};         ///< of one action
  std::string model{};  ///< kind of the model behind its costs; "": they are stated
  std::optional<ModelClass> modelled_area{}, modelled_static{};
  bool is_white_space = false;  ///< area that follows from the other parts'
};

/// A time or a clock that the interval of a macro's MVMs is made of.
struct IntervalTime {
  int tile_kind;
  std::string key;  ///< of the chip's YAML
  double value_si;
  const char* unit;
  std::string source;
};

struct PartTable {
  std::vector<Part> parts;  ///< kind of tile after kind, then the chip's
  std::vector<IntervalTime> times;
};

/// Of a spec with numbers only.
PartTable parts_of(ChipSpec& spec);

}  // namespace mho
