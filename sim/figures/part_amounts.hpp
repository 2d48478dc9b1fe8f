// An energy, a power or an area taken apart by part of the chip, and in each by the class of the
// model behind it: what a figure's interval follows from.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/figures/peak.hpp"
#include "sim/results/ledger.hpp"
#include "sim/results/results.hpp"

namespace mho {

class PartAmounts {
 public:
  /// Borrows the chip.
  explicit PartAmounts(const Chip& chip);

  void add(std::size_t part, std::optional<ModelClass> modelled, double amount);
  /// The static power of so many instances of each part, for so long.
  void add_static(const std::function<double(const Part&)>& instances, double time = 1);
  /// So often what a kind of tile does in one of these counts.
  void add_actions(int tile_kind, const ActionCounts& counts, double factor);
  void add(const PartAmounts& other, double factor);
  /// Of no part: a constant.
  void add_constant(double amount) { constant_ += amount; }

  /// Only parts whose energy counts for a level that `takes` accepts.
  PartAmounts of(const std::function<bool(Level)>& takes) const;
  double whole() const;
  /// Of the whole; empty where nothing of it is modelled.
  std::vector<ModelledShare> shares(double (*spread)(ModelClass)) const;

 private:
  static constexpr std::size_t kConstant = kModelClasses;
  using ByClass = std::array<double, kModelClasses + 1>;

  const Chip* chip_;
  std::vector<ByClass> of_part_;
  double constant_ = 0;
};

/// Of a ledger, J: actions alone, static power alone.
PartAmounts action_amounts(const Chip& chip, const Ledger& ledger);
PartAmounts static_amounts(const Chip& chip, const Ledger& ledger);

/// Of the power at the peak of a macro, a tile, the chip, or with the memory beside it (off_chip).
PartAmounts peak_amounts(const Chip& chip, const Peak& peak, Level level);

/// Of the area of a macro, a tile with its share of a router, or the chip. White space follows from
/// the others and is left out.
PartAmounts area_amounts(const Chip& chip, Level level);

}  // namespace mho
