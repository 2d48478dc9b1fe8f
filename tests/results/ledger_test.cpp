#include <catch2/catch.hpp>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/results/ledger.hpp"
#include "sim/results/results.hpp"

namespace mho {

namespace {

template <class Map>
ExactEnergy sum_of(const Map& parts) {
  ExactEnergy sum = 0;
  for (const auto& [key, energy] : parts) sum += energy;
  return sum;
}

/// Lines of random counts and prices, from zero to the ends of what a run could have.
Ledger random_ledger(std::uint64_t seed, int lines) {
  const Stream stream(seed);
  std::vector<std::int32_t> draws(static_cast<std::size_t>(lines) * 6);
  stream.integers(0, 1u << 30, draws);
  Ledger ledger;
  for (int i = 0; i < lines; ++i) {
    const std::int32_t* draw = draws.data() + i * 6;
    const std::string layer = draw[1] % 5 == 0 ? "" : "layer " + std::to_string(draw[1] % 5);
    ledger.add(static_cast<std::size_t>(draw[0] % 7), 0, layer, draw[2] % 9 - 1,
               (std::int64_t{draw[3]} << (draw[4] % 32)) >> 3,
               (ExactEnergy{draw[5]} << (draw[4] % 33)) + draw[0]);
  }
  return ledger;
}

}  // namespace

TEST_CASE("promise 4: parts of a ledger add up to the whole, exactly, by part, layer and tile") {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    const Ledger ledger = random_ledger(seed, 300);
    const ExactEnergy total = ledger.total();
    CHECK(total > 0);
    CHECK((sum_of(ledger.by_part()) == total));
    CHECK((sum_of(ledger.by_layer()) == total));
    CHECK((sum_of(ledger.by_tile()) == total));
  }
}

TEST_CASE("a ledger's line is its count times its price") {
  LedgerLine line;
  line.count = 3'000'000'000'000;
  line.unit = to_exact(from_si<Energy>(2e-12));
  CHECK(to_energy(line.energy()).value() == 6.0);
}

TEST_CASE("lines that cost nothing stay in the ledger") {
  Ledger ledger;
  ledger.add(3, 0, "conv1", 0, 5, 0);
  CHECK(ledger.lines().size() == 1);
  CHECK(ledger.by_part().count(3) == 1);
  CHECK((ledger.total() == 0));
}

TEST_CASE("an empty ledger sums to nothing") {
  CHECK((Ledger{}.total() == 0));
  CHECK(Ledger{}.by_tile().empty());
}

TEST_CASE("energies become whole numbers of 1e-30 J, to the nearest one") {
  CHECK((to_exact(from_si<Energy>(1e-30)) == 1));
  CHECK((to_exact(from_si<Energy>(0.4e-30)) == 0));
  CHECK((to_exact(from_si<Energy>(0.6e-30)) == 1));
  // 1 nW for 1 fs.
  CHECK((to_exact(from_si<Power>(1e-9) * from_si<Time>(1e-15)) == 1'000'000));
  CHECK((to_exact(from_si<Energy>(0)) == 0));
}

TEST_CASE("a price survives the way into the ledger and back to within half a unit") {
  for (const double joules : {1.2e-12, 1.6e-15, 30e-12, 5.3e-19, 1e-6}) {
    const double back = to_energy(to_exact(from_si<Energy>(joules))).value();
    // Half of 1e-30 J, and one rounding of a double.
    CHECK(std::abs(back - joules) <= 0.5e-30 + joules * 2.3e-16);
  }
}

TEST_CASE("an energy beyond the ledger's range is a bug, not a wrong sum") {
  CHECK_NOTHROW(to_exact(from_si<Energy>(0.9e8)));
  CHECK_THROWS_AS(to_exact(from_si<Energy>(1.1e8)), Bug);
}

TEST_CASE("a metric is found by its whole name") {
  Results results;
  results.metrics = {{"area.chip", 2, "mm2", "", ""}, {"area.macro", 1, "mm2", "", ""}};
  REQUIRE(results.find("area.macro") != nullptr);
  CHECK(results.find("area.macro")->value == 1);
  CHECK(results.find("area") == nullptr);
}

}  // namespace mho
