// Count, then price (DESIGN promise 4). A line is a count and the price of one; energies are
// integers of 1e-30 J (quectojoules), so that the parts add up to the whole exactly in any
// grouping.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"

namespace mho {

/// Exact energy: an integer number of 1e-30 J.
__extension__ typedef __int128 ExactEnergy;
/// Rounded to the nearest 1e-30 J; throws Bug at 1e8 J or more.
ExactEnergy to_exact(Energy energy);
Energy to_energy(ExactEnergy energy);
inline double joules(ExactEnergy energy) { return to_energy(energy).value(); }
/// In decimal digits, whole 1e-30 J.
std::string decimal(ExactEnergy energy);

struct LedgerLine {
  std::size_t part = 0;    ///< of the machine's table of parts (Results::parts)
  int price = kStatic;     ///< of the part's prices, or kStatic
  std::string layer;       ///< "" = none
  int tile = -1;           ///< -1 = none
  std::int64_t count = 0;  ///< actions, or femtoseconds of static power
  ExactEnergy unit = 0;    ///< price of one; static: of all instances for 1 fs

  static constexpr int kStatic = -1;  ///< power over time
  bool is_static() const { return price == kStatic; }
  ExactEnergy energy() const { return static_cast<ExactEnergy>(count) * unit; }
};

class Ledger {
 public:
  /// Adds a line; lines without count or price stay, so that nothing is free in silence.
  void add(LedgerLine line) { lines_.push_back(std::move(line)); }
  const std::vector<LedgerLine>& lines() const { return lines_; }

  ExactEnergy total() const;
  std::map<std::size_t, ExactEnergy> by_part() const;
  std::map<std::string, ExactEnergy> by_layer() const;
  std::map<int, ExactEnergy> by_tile() const;

 private:
  std::vector<LedgerLine> lines_;
};

}  // namespace mho
