// The blocks that kinds of cells are lists of. A kind's list is in the order of its keys; valid
// range and costs close every one.
#pragma once

#include <memory>
#include <vector>

#include "devices/physical_cell.hpp"

namespace mho {

namespace cell_blocks {

/// Levels, a power of two from 2 to `most`; without this block, 2.
template <int most>
inline constexpr PhysicalCell::Block levels_to = &PhysicalCell::level_fields<most>;
/// g_max and on_off_ratio.
inline constexpr PhysicalCell::Block conductance = &PhysicalCell::conductance_fields;
/// The error of a pulse and the write-verify loop.
inline constexpr PhysicalCell::Block programming = &PhysicalCell::programming_fields;
inline constexpr PhysicalCell::Block device_variation = &PhysicalCell::variation_field;
inline constexpr PhysicalCell::Block power_drift = &PhysicalCell::power_drift_field;
inline constexpr PhysicalCell::Block retention = &PhysicalCell::retention_field;
inline constexpr PhysicalCell::Block relaxation = &PhysicalCell::relaxation_field;
inline constexpr PhysicalCell::Block charge_loss = &PhysicalCell::charge_loss_field;
inline constexpr PhysicalCell::Block read_noise = &PhysicalCell::read_noise_field;
inline constexpr PhysicalCell::Block flicker_noise = &PhysicalCell::flicker_noise_field;
inline constexpr PhysicalCell::Block telegraph_noise = &PhysicalCell::telegraph_field;
inline constexpr PhysicalCell::Block stuck_cells = &PhysicalCell::stuck_field;
inline constexpr PhysicalCell::Block nonlinearity = &PhysicalCell::nonlinearity_field;
inline constexpr PhysicalCell::Block temperature = &PhysicalCell::temperature_field;

}  // namespace cell_blocks

/// A cell that is its blocks and nothing more.
std::shared_ptr<Cell> cell_of(const char* kind, std::vector<PhysicalCell::Block> blocks);

}  // namespace mho
