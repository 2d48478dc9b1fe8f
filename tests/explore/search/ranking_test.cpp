// Ranks with constraints and noise, and volumes, against definitions in plain loops.
#include "sim/explore/search/ranking.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/explore/search/draws.hpp"
#include "sim/explore/search/free_boxes.hpp"

namespace mho {

namespace {

Judgement known(CostPoint costs, double violation = 0, CostPoint errors = {}) {
  Judgement judgement{true, std::move(costs), std::move(errors), violation};
  judgement.errors.resize(judgement.costs.size(), 0);
  return judgement;
}

/// Of numbers below `values`, so that a small number makes ties.
std::vector<CostPoint> drawn_points(Draws& draws, std::size_t count, std::size_t costs,
                                    std::size_t values) {
  std::vector<CostPoint> points(count, CostPoint(costs));
  for (CostPoint& point : points)
    for (double& cost : point) cost = draws.below(values);
  return points;
}

/// Whole-numbered cells below the reference that a point covers.
double counted_volume(const std::vector<CostPoint>& points, int costs, int reference) {
  double covered = 0;
  for (int cell = 0; cell < std::pow(reference, costs); ++cell) {
    const bool is_covered = std::any_of(points.begin(), points.end(), [&](const CostPoint& point) {
      int rest = cell;
      for (const double cost : point) {
        if (rest % reference < cost) return false;
        rest /= reference;
      }
      return true;
    });
    if (is_covered) ++covered;
  }
  return covered;
}

}  // namespace

TEST_CASE("designs rank by fronts, then by violation, and those that do not exist are last") {
  const std::vector<int> ranks = constrained_ranks({known({1, 4}),
                                                    known({2, 5}),
                                                    {},
                                                    known({0, 0}, 3),
                                                    known({9, 9}, 0.5),
                                                    known({4, 1}),
                                                    known({0, 0}, 0.5)});
  CHECK(ranks == std::vector<int>{0, 1, 4, 3, 2, 0, 2});
}

TEST_CASE("no design, one design and one objective have ranks as well") {
  CHECK(constrained_ranks({}).empty());
  CHECK(constrained_ranks({known({3, 3})}) == std::vector<int>{0});
  CHECK(constrained_ranks({{}}) == std::vector<int>{0});
  CHECK(constrained_ranks({known({3}), known({1}), known({3})}) == std::vector<int>{1, 0, 1});
}

TEST_CASE("a design that may be on the front for all that errors tell is on it") {
  const CostPoint error{0.5, 0};
  const Judgement best = known({1, 1}, 0, error);
  // 0.7 is less than the error of the difference, 0.707; 0.72 is more.
  CHECK(constrained_ranks({best, known({1.7, 2}, 0, error)}) == std::vector<int>{0, 0});
  CHECK(constrained_ranks({best, known({1.72, 2}, 0, error)}) == std::vector<int>{0, 1});
  CHECK(constrained_ranks({known({1, 1}), known({1.7, 2})}) == std::vector<int>{0, 1});
}

TEST_CASE("volumes are those of counted cells, with and without ties") {
  Draws draws(1);
  for (std::size_t costs = 1; costs <= 4; ++costs)
    for (int i = 0; i < 20; ++i) {
      const auto points = drawn_points(draws, 1 + i % 8, costs, 7);
      const CostPoint reference(costs, 6);
      const double volume = counted_volume(points, static_cast<int>(costs), 6);
      CHECK(dominated_volume(points, reference) == Approx(volume));
      const auto contributions = volume_contributions(points, reference);
      for (std::size_t k = 0; k < points.size(); ++k) {
        auto others = points;
        others.erase(others.begin() + static_cast<std::ptrdiff_t>(k));
        CHECK(contributions[k] ==
              Approx(volume - counted_volume(others, static_cast<int>(costs), 6)));
      }
    }
}

TEST_CASE("free boxes hold what a front does not dominate, side by side") {
  Draws draws(2);
  for (std::size_t costs = 1; costs <= 4; ++costs)
    for (int i = 0; i < 20; ++i) {
      const auto points = drawn_points(draws, static_cast<std::size_t>(i), costs, 7);
      const CostPoint reference(costs, 6);
      double volume = 0;
      for (const CostBox& box : free_boxes(points, reference)) {
        double product = 1;
        for (std::size_t k = 0; k < costs; ++k) product *= box.high[k] - std::max(box.low[k], 0.0);
        volume += product;
      }
      const double all = std::pow(6, costs);
      CHECK(volume == Approx(all - counted_volume(points, static_cast<int>(costs), 6)));
    }
}

TEST_CASE("a dominating subset dominates what greedy choice promises of the best subset") {
  Draws draws(3);
  for (int i = 0; i < 20; ++i) {
    const auto points = drawn_points(draws, 9, 3, 20);
    const CostPoint reference = reference_point(points);
    const auto volume = [&](const std::vector<std::size_t>& numbers) {
      std::vector<CostPoint> some;
      for (const std::size_t k : numbers) some.push_back(points[k]);
      return dominated_volume(some, reference);
    };
    const auto chosen = dominating_subset(points, 3);
    REQUIRE(chosen.size() == 3);
    double best = 0;
    for (std::size_t a = 0; a < 9; ++a)
      for (std::size_t b = 0; b < a; ++b)
        for (std::size_t c = 0; c < b; ++c) best = std::max(best, volume({a, b, c}));
    CHECK(volume(chosen) >= (1 - std::exp(-1)) * best);
  }
}

}  // namespace mho
