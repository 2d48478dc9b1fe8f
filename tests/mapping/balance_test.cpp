// Copies that make stages equally fast, and cuts into phases: against trying everything.
#include "sim/mapping/balance.hpp"

#include <catch2/catch.hpp>
#include <functional>

#include "sim/base/random.hpp"
#include "sim/mapping/phases.hpp"

namespace mho {
namespace {

Time ns(double value) { return from_si<Time>(value * 1e-9); }

/// The fastest pipeline of all choices of copies.
double best_interval(const std::vector<StageLoad>& stages, int budget) {
  std::vector<int> copies(stages.size(), 1);
  double best = 1e9;
  const std::function<void(std::size_t, int)> choose = [&](std::size_t index, int left) {
    if (left < 0) return;
    if (index == stages.size()) {
      best = std::min(best, interval_of(stages, copies).value());
      return;
    }
    for (int n = 1; n <= stages[index].most_copies; ++n) {
      copies[index] = n;
      choose(index + 1, left - n * stages[index].arrays);
    }
  };
  choose(0, budget);
  return best;
}

TEST_CASE("copies go to the slowest stage until the arrays are used up") {
  const std::vector<StageLoad> stages{{1, 100, ns(900)}, {2, 100, ns(100)}, {1, 100, ns(300)}};
  CHECK(balanced_copies(stages, 4) == std::vector<int>{1, 1, 1});
  CHECK(balanced_copies(stages, 6) == std::vector<int>{3, 1, 1});
  // 900 / 3 and 300 are equal: the first of them goes on.
  CHECK(balanced_copies(stages, 7) == std::vector<int>{4, 1, 1});
  CHECK(balanced_copies(stages, 2) == std::vector<int>{1, 1, 1});
}

TEST_CASE("a stage has no more copies than output positions") {
  CHECK(balanced_copies({{1, 2, ns(900)}, {1, 100, ns(1)}}, 50) == std::vector<int>{2, 1});
}

TEST_CASE("no other choice of copies is faster") {
  const Stream stream(5);
  for (std::uint64_t run = 0; run < 40; ++run) {
    std::vector<std::int32_t> numbers(12);
    stream.child(run).integers(0, 7, numbers);
    std::vector<StageLoad> stages;
    for (int i = 0; i < 3; ++i)
      stages.push_back({1 + numbers[i] % 3, 1 + numbers[3 + i], ns(1 + 10 * numbers[6 + i])});
    const int budget = 6 + numbers[9] * 2;
    const double found = interval_of(stages, balanced_copies(stages, budget)).value();
    int least = 0;
    for (const StageLoad& stage : stages) least += stage.arrays;
    if (least <= budget) CHECK(found == Approx(best_interval(stages, budget)).epsilon(1e-12));
  }
}

PhaseLayer layer(int arrays, double compute_ns, double transfer_ns, double write_ns) {
  PhaseLayer made;
  made.arrays = {arrays};
  made.stage = {arrays, 1, ns(compute_ns)};
  made.transfer = ns(transfer_ns);
  made.write = ns(write_ns);
  return made;
}

TEST_CASE("a phase takes its transfers, the slowest write, and the slowest stage per image") {
  const Cut cut = cut_into_phases({layer(3, 10, 100, 7), layer(3, 20, 200, 5)}, {6}, 4, false);
  REQUIRE(cut.phases.size() == 1);
  CHECK_FALSE(cut.halves);
  CHECK(cut.expected.value() == Approx(300e-9 + 7e-9 + 4 * 20e-9).epsilon(1e-12));
}

TEST_CASE("layers that do not fit together are cut where it costs least") {
  // Arrays of 4: {2, 2}, {1, 3} or {2, 2, ...}: every cut is legal that holds no more than 4.
  const std::vector<PhaseLayer> layers{layer(2, 10, 10, 0), layer(2, 10, 10, 0),
                                       layer(3, 10, 10, 0)};
  const Cut cut = cut_into_phases(layers, {4}, 1, false);
  REQUIRE(cut.phases.size() == 2);
  CHECK(cut.phases[0] == Phase{0, 2, 0});
  CHECK(cut.phases[1] == Phase{2, 3, 0});
  CHECK(cut.expected.value() == Approx(20e-9 + 10e-9 + 10e-9 + 10e-9).epsilon(1e-12));
}

TEST_CASE("what waits in memory between phases counts against a cut") {
  // Cut after the second layer or after the first: the first output is expensive to spill.
  std::vector<PhaseLayer> layers{layer(2, 10, 10, 0), layer(1, 10, 10, 0), layer(2, 10, 10, 0)};
  layers[0].spill = ns(50);
  const Cut cut = cut_into_phases(layers, {3}, 1, false);
  REQUIRE(cut.phases.size() == 2);
  CHECK(cut.phases[0] == Phase{0, 2, 0});
  layers[0].spill = ns(0);
  layers[1].spill = ns(50);
  CHECK(cut_into_phases(layers, {3}, 1, false).phases[0] == Phase{0, 1, 0});
}

TEST_CASE("two halves of the arrays take turns where loading hides behind computing") {
  // Four layers of 1 array, chip of 2: whole phases load in the open, halves behind the phase
  // before.
  const std::vector<PhaseLayer> layers(4, layer(1, 100, 100, 0));
  const Cut cut = cut_into_phases(layers, {2}, 1, false);
  CHECK(cut.halves);
  CHECK(cut.phases.size() == 4);
  CHECK(cut.phases[1].half == 1);
  CHECK(cut.expected.value() == Approx(500e-9).epsilon(1e-12));
  // When computing is nothing, nothing hides, and the order of loads does not matter.
  const std::vector<PhaseLayer> idle(4, layer(1, 0, 100, 0));
  CHECK(cut_into_phases(idle, {2}, 1, false).expected.value() == Approx(400e-9).epsilon(1e-12));
}

}  // namespace
}  // namespace mho
