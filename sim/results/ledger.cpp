// Sums of a ledger in exact integers. A price is rounded to 1e-30 J once, when its line is made;
// everything after that is exact.
#include "sim/results/ledger.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr long double kQuectojoulesPerJoule = 1e30L;

}  // namespace

ExactEnergy to_exact(Energy energy) {
  const long double quectojoules = std::round(energy.value() * kQuectojoulesPerJoule);
  // 1e38 is the largest power of ten that an __int128 holds; it is 1e8 J.
  require(std::fabs(quectojoules) < 1e38L, "an energy is out of the ledger's range of 1e8 J");
  return static_cast<ExactEnergy>(quectojoules);
}

Energy to_energy(ExactEnergy energy) {
  return from_si<Energy>(
      static_cast<double>(static_cast<long double>(energy) / kQuectojoulesPerJoule));
}

std::string decimal(ExactEnergy value) {
  const bool negative = value < 0;
  std::string digits;
  do {
    const int digit = static_cast<int>(value % 10);
    digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
    value /= 10;
  } while (value != 0);
  if (negative) digits += '-';
  std::reverse(digits.begin(), digits.end());
  return digits;
}

ExactEnergy Ledger::total() const {
  ExactEnergy sum = 0;
  for (const LedgerLine& line : lines_) sum += line.energy();
  return sum;
}

std::map<std::size_t, ExactEnergy> Ledger::by_part() const {
  std::map<std::size_t, ExactEnergy> sums;
  for (const LedgerLine& line : lines_) sums[line.part] += line.energy();
  return sums;
}

std::map<std::string, ExactEnergy> Ledger::by_layer() const {
  std::map<std::string, ExactEnergy> sums;
  for (const LedgerLine& line : lines_) sums[layer_of(line)] += line.energy();
  return sums;
}

const std::string& Ledger::layer_of(const LedgerLine& line) const {
  static const std::string none;
  return line.layer < 0 ? none : layers_.at(static_cast<std::size_t>(line.layer));
}

int Ledger::number_of(const std::string& layer) {
  if (layer.empty()) return -1;
  const auto [at, is_new] = numbers_.try_emplace(layer, static_cast<int>(layers_.size()));
  if (is_new) layers_.push_back(layer);
  return at->second;
}

std::map<int, ExactEnergy> Ledger::by_tile() const {
  std::map<int, ExactEnergy> sums;
  for (const LedgerLine& line : lines_) sums[line.tile] += line.energy();
  return sums;
}

}  // namespace mho
