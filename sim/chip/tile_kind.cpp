#include "sim/chip/tile_kind.hpp"

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"

namespace mho {

const TileSpec& TileKind::spec() const { return chip_->spec_.tile_kind(index_); }

std::string TileKind::name() const {
  return index_ == 0 ? "tile" : chip_->spec_.other_tiles[static_cast<std::size_t>(index_ - 1)].name;
}

const TileKind::Data& TileKind::of() const {
  return chip_->of_kind_.at(static_cast<std::size_t>(index_));
}

int TileKind::tiles() const { return of().tiles; }
int TileKind::first_tile() const { return of().first_tile; }
int TileKind::arrays() const { return of().arrays; }
int TileKind::first_array() const { return of().first_array; }

MvmFormat TileKind::format(int weight_bits, int input_bits, bool inputs_are_signed) const {
  return macro().format(weight_bits, input_bits, inputs_are_signed);
}

int TileKind::outputs_per_array(const MvmFormat& format) const {
  return format.outputs_in(macro().columns);
}

int TileKind::inputs_per_array() const { return macro().rows / macro().rows_per_input(); }

int TileKind::adcs_per_macro() const { return macro().analog()->converters(macro()); }

MvmStages TileKind::stages(const MvmFormat& format, int converted_columns) const {
  return mvm_stages(macro(), of().delays, format, converted_columns);
}

MvmTiming TileKind::timing(const MvmFormat& format, int rows, int converted_columns) const {
  return mvm_timing(macro(), of().delays, format, rows, converted_columns);
}

std::vector<IntervalTime> TileKind::interval_times() const {
  std::vector<IntervalTime> times;
  for (const IntervalTime& time : chip_->table_.times)
    if (time.tile_kind == index_) times.push_back(time);
  return times;
}

const Part* TileKind::part_of(Action action) const {
  const PricedAt at = of().priced_at[static_cast<std::size_t>(action)];
  return at.price < 0 ? nullptr : &chip_->table_.parts[at.part];
}

PricedAt TileKind::priced_at(Action action) const {
  require(part_of(action) != nullptr, "an action that no part of the machine does");
  return of().priced_at[static_cast<std::size_t>(action)];
}

const Price& TileKind::price(Action action) const {
  const PricedAt at = priced_at(action);
  return chip_->table_.parts[at.part].prices[static_cast<std::size_t>(at.price)];
}

Area TileKind::macro_area() const { return chip_->area_of(Level::macro, index_); }

Area TileKind::area() const {
  return chip_->area_of(Level::tile, index_) + static_cast<double>(macros()) * macro_area() +
         chip_->routers_per_tile() * chip_->spec_.noc.router.area;
}

Power TileKind::macro_leakage() const { return chip_->leakage_of(Level::macro, index_); }

Power TileKind::leakage() const {
  return chip_->leakage_of(Level::tile, index_) + static_cast<double>(macros()) * macro_leakage() +
         chip_->routers_per_tile() * chip_->spec_.noc.router.leakage;
}

}  // namespace mho
