// The shape of a front: its knee, and how much it dominates.
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "sim/explore/front/hypervolume.hpp"
#include "sim/explore/front/knee.hpp"
#include "sim/explore/front/scaled.hpp"

namespace mho {

namespace {

/// The share of the unit box in plain loops, of costs that are multiples of 1 / cells.
double share_by_counting(const Costs& designs, int cells) {
  const std::size_t objectives = designs[0].size();
  const auto all = static_cast<int>(std::lround(std::pow(cells, objectives)));
  int dominated = 0;
  for (int cell = 0; cell < all; ++cell) {
    bool found = false;
    for (const std::vector<double>& costs : designs) {
      bool covers = true;
      int rest = cell;
      for (std::size_t i = 0; i < objectives; ++i, rest /= cells)
        covers = covers && costs[i] * cells <= rest % cells + 0.5;
      found = found || covers;
    }
    dominated += found ? 1 : 0;
  }
  return static_cast<double>(dominated) / all;
}

}  // namespace

TEST_CASE("costs are scaled to 0 and 1, equal ones to 0") {
  const Costs all = scaled({{2, 7, 5}, {4, 7, 1}, {3, 7, 4}});
  CHECK(all == Costs{{0, 0, 1}, {1, 0, 0}, {0.5, 0, 0.75}});
  CHECK(scaled({}).empty());
}

TEST_CASE("the knee is farthest from the line through the ends, on the side of the ideal") {
  // Whatever the units are.
  for (const double unit : {1.0, 1e-9}) {
    const Costs front{{0, 10 * unit}, {1, 3 * unit}, {2, 2 * unit}, {6, 1 * unit}, {10, 0}};
    // 1 - x/10 - y/10: 0, 0.6, 0.6, 0.3, 0; of equals the first.
    CHECK(knee_of(front) == std::size_t{1});
  }
  CHECK(knee_of({{0, 10}, {1, 4}, {2, 2}, {6, 1}, {10, 0}}) == std::size_t{2});
}

TEST_CASE("a front that is flat, bends away or has two ends alone has no knee") {
  CHECK(!knee_of({{0, 2}, {1, 1}, {2, 0}}));
  CHECK(!knee_of({{0, 2}, {1.5, 1.5}, {2, 0}}));
  CHECK(!knee_of({{0, 2}, {2, 0}}));
  CHECK(!knee_of({{1, 1}}));
  CHECK(!knee_of({{1}, {1}}));
  CHECK(!knee_of({}));
}

TEST_CASE("the hypervolume is that of counting cells, of two, three and four objectives") {
  std::mt19937 random(1);
  for (const std::size_t objectives : {2U, 3U, 4U})
    for (int repeat = 0; repeat < 10; ++repeat) {
      constexpr int kCells = 8;
      Costs designs(12, std::vector<double>(objectives));
      for (auto& costs : designs)
        for (double& cost : costs) cost = static_cast<double>(random() % (kCells + 1)) / kCells;
      CHECK(hypervolume(designs).value() ==
            Approx(share_by_counting(designs, kCells)).margin(1e-12));
    }
}

TEST_CASE("the hypervolume of nothing, of one objective, and of what is at the reference") {
  CHECK(!hypervolume({}));
  CHECK(!hypervolume({{0.5}}));
  CHECK(hypervolume({{1, 0}, {0, 1}}) == 0.0);
  CHECK(hypervolume({{0, 0}}) == 1.0);
}

}  // namespace mho
