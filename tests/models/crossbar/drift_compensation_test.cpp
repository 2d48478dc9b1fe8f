// Digital drift compensation: what uniform decay takes, the factor gives back.
#include "models/crossbar/drift_compensation.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

/// An exact cell of which a share is left once it has aged; columns may differ.
class DecayingCell : public TestCell {
 public:
  double left = 1;
  double left_in_odd_columns = 1;

  void conductances(const CellGrid& grid, const Conditions& conditions,
                    std::span<const float> target_s, const Stream&,
                    std::span<float> conductance_s) const override {
    for (std::size_t n = 0; n < target_s.size(); ++n) {
      const bool odd = static_cast<int>(n) % grid.columns % 2 == 1;
      const double share = conditions.age.value() > 0 ? (odd ? left_in_odd_columns : left) : 1;
      conductance_s[n] = static_cast<float>(share * static_cast<double>(target_s[n]));
    }
  }
};

CrossbarCase offset_free_case() {
  CrossbarCase c;
  c.format = {5, 4, false, 4, 4, 64, Encoding::differential, Subtraction::digital, false};
  c.rows = 40;
  c.outputs = 6;
  c.items = 5;
  fill(c, Stream(12));
  return c;
}

DecayingCell decaying_cell() {
  DecayingCell cell;
  cell.bits = 4;
  return cell;
}

struct Pair {
  ProgrammedArray fresh, aged;
};

Pair programmed(const CrossbarCase& c, const DecayingCell& cell) {
  ArrayModel model(cell);
  Pair pair;
  pair.fresh = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  model.conditions.age = from_si<Time>(1.0);
  pair.aged = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  return pair;
}

}  // namespace

TEST_CASE("global compensation restores a uniformly decayed array to 2^-16") {
  const CrossbarCase c = offset_free_case();
  // Shares whose conductances are whole numbers of fixed steps.
  for (const double left : {0.5, 0.75, 0.9375}) {
    DecayingCell cell = decaying_cell();
    cell.left = cell.left_in_odd_columns = left;
    const Pair pair = programmed(c, cell);
    Readout readout(wide_range(c));
    readout.quantizes = false;
    const auto exact = run(c, pair.fresh, readout, false);
    readout.gain = compensating_gain(DriftCompensation::global, pair.fresh, pair.aged);
    REQUIRE(readout.gain.size() == 1);
    CHECK(std::abs(readout.gain[0] - 1 / left) <= 0x1p-17);
    const auto restored = run(c, pair.aged, readout, false);
    // Plus and minus column of an output are each off by 2^-17 of themselves at most.
    const double largest = 40.0 * 15 * 15 * 65536;
    for (std::size_t i = 0; i < exact.size(); ++i)
      CHECK(std::abs(static_cast<double>(restored[i] - exact[i])) <= 2 * largest * 0x1p-17 + 2);
  }
}

TEST_CASE("compensation by column restores columns that decayed differently, a global one not") {
  const CrossbarCase c = offset_free_case();
  DecayingCell cell = decaying_cell();
  cell.left = 0.5;
  cell.left_in_odd_columns = 0.75;
  const Pair pair = programmed(c, cell);
  const auto columns = compensating_gain(DriftCompensation::per_column, pair.fresh, pair.aged);
  REQUIRE(columns.size() == static_cast<std::size_t>(pair.fresh.columns));
  for (std::size_t k = 0; k < columns.size(); ++k)
    CHECK(std::abs(columns[k] - (k % 2 == 1 ? 1 / 0.75 : 2.0)) <= 0x1p-17);
  const auto global = compensating_gain(DriftCompensation::global, pair.fresh, pair.aged);
  CHECK(global[0] > 1 / 0.75);
  CHECK(global[0] < 2);
}

TEST_CASE("an array that has not changed, or holds nothing, has a factor of 1") {
  CrossbarCase c = offset_free_case();
  const Pair same = programmed(c, decaying_cell());
  CHECK(compensating_gain(DriftCompensation::global, same.fresh, same.aged) ==
        std::vector<double>{1});
  std::fill(c.weights.begin(), c.weights.end(), 0);
  const Pair empty = programmed(c, decaying_cell());
  for (const double gain :
       compensating_gain(DriftCompensation::per_column, empty.fresh, empty.aged))
    CHECK(gain == 1);
  CHECK(compensating_gain(DriftCompensation::none, empty.fresh, empty.aged).empty());
}
