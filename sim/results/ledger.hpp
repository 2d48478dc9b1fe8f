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
  int layer = -1;          ///< of the ledger's names of layers; -1 = none
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
  void add(const LedgerLine& line) { lines_.push_back(line); }
  /// `layer`: its name, "" = none.
  void add(std::size_t part, int price, const std::string& layer, int tile, std::int64_t count,
           ExactEnergy unit) {
    add({part, price, number_of(layer), tile, count, unit});
  }
  const std::vector<LedgerLine>& lines() const { return lines_; }
  /// The name of a line's layer; "" = none.
  const std::string& layer_of(const LedgerLine& line) const;

  ExactEnergy total() const;
  std::map<std::size_t, ExactEnergy> by_part() const;
  std::map<std::string, ExactEnergy> by_layer() const;
  std::map<int, ExactEnergy> by_tile() const;

 private:
  int number_of(const std::string& layer);

  // Lines have numbers for names: of a large chip there are millions.
  std::vector<LedgerLine> lines_;
  std::vector<std::string> layers_;
  std::map<std::string, int> numbers_;
};

}  // namespace mho
