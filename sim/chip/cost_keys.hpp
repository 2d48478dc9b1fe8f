// Which keys of a chip's YAML state a price or a part: so that a figure can be followed to the line
// that it comes from. A block that names a model instead has its constants under the same keys once
// the model is evaluated; the YAML then has `model` there.
#pragma once

#include <string>
#include <vector>

#include "sim/chip/chip.hpp"

namespace mho {

/// Section of a kind of tile: "tile", "other_tiles[0].tile".
std::string tile_path(const Chip& chip, int kind);

/// Keys that the price of an action on a kind of tile is made of, the price itself first
/// ("tile.macro.adc.energy"); none where the chip has nothing that acts so.
std::vector<std::string> price_keys(const Chip& chip, Action action, int kind = 0);

/// The section of the component that a part consists of ("tile.macro.adc").
std::string part_key(const Chip& chip, const Part& part);

/// The key of a part's area: `area`; of white space the floorplan.
std::string area_key(const Chip& chip, const Part& part);

/// The key of a part's static power: `leakage`; `background` of the memory beside the chip, `power`
/// of clock tree and controller.
std::string static_key(const Chip& chip, const Part& part);

}  // namespace mho
