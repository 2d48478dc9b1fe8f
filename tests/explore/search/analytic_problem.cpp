#include "tests/explore/search/analytic_problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <numbers>

namespace mho {

namespace {

Parameter key_of(const std::string& name, int values, bool is_ordered = true) {
  Parameter parameter;
  parameter.key = name;
  parameter.values.resize(static_cast<std::size_t>(values));
  parameter.is_ordered = is_ordered;
  return parameter;
}

/// 0 for the first value of a key, 1 for the last.
double at(const Space& space, const Choice& choice, std::size_t key) {
  return choice[key] / (static_cast<double>(space.parameters[key].values.size()) - 1);
}

Judgement judged(std::vector<double> costs, double violation = 0) {
  Judgement judgement{true, std::move(costs), {}, violation};
  judgement.errors.assign(judgement.costs.size(), 0);
  return judgement;
}

Judgement zdt(const Space& space, const Choice& choice, double exponent) {
  double g = 1;
  for (std::size_t i = 1; i < choice.size(); ++i) g += 3 * at(space, choice, i);
  const double f = at(space, choice, 0);
  return judged({f, g * (1 - std::pow(f / g, exponent))});
}

std::vector<double> sphere(const Space& space, const Choice& choice) {
  double g = 0;
  for (std::size_t i = 2; i < choice.size(); ++i) g += std::pow(at(space, choice, i) - 0.5, 2);
  const double a = at(space, choice, 0) * std::numbers::pi / 2;
  const double b = at(space, choice, 1) * std::numbers::pi / 2;
  return {(1 + g) * std::cos(a) * std::cos(b), (1 + g) * std::cos(a) * std::sin(b),
          (1 + g) * std::sin(a)};
}

Judgement on_parts_of_sphere(const Space& space, const Choice& choice) {
  const std::vector<double> f = sphere(space, choice);
  double middle = 0, least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < f.size(); ++i) {
    double corner = 0;
    for (std::size_t j = 0; j < f.size(); ++j) corner += std::pow(f[j] - (i == j ? 1 : 0), 2);
    least = std::min(least, corner);
    middle += std::pow(f[i] - 1 / std::sqrt(3.0), 2);
  }
  return judged(f, std::max(0.0, std::min(least, middle) - 0.4 * 0.4));
}

Judgement binh_korn(const Space& space, const Choice& choice) {
  const double x = 5 * at(space, choice, 0), y = 3 * at(space, choice, 1);
  const double inside = std::pow(x - 5, 2) + y * y - 25;
  const double outside = 7.7 - std::pow(x - 8, 2) - std::pow(y + 3, 2);
  return judged({4 * x * x + 4 * y * y, std::pow(x - 5, 2) + std::pow(y - 5, 2)},
                std::max(0.0, inside) + std::max(0.0, outside));
}

/// Of keys: kind, size, then bits of kinds 0 and 1, stages of kind 1. Kind 2 is small and slow;
/// kind 1 is fast where it has many stages; kind 0 needs a size that is no larger than its bits
/// allow.
Judgement circuit(const Space&, const Choice& choice) {
  const double size = 1 + choice[1];
  switch (choice[0]) {
    case 0: {
      const double bits = 1 + choice[2];
      if (size > 4 * bits) return {};
      return judged({size + bits * bits, 200 / (size * (1 + bits))});
    }
    case 1: {
      const double bits = 1 + choice[3], stages = 1 + choice[4];
      return judged({size + 2 * bits + std::pow(stages - 5, 2), 60 / (size * bits)});
    }
    default:
      return judged({0.5 * size, 300 / size + 5.0 * ((choice[0] * 7) % 5)});
  }
}

Space circuit_space() {
  Space space;
  space.parameters = {key_of("kind", 7, false), key_of("size", 16), key_of("bits of 0", 8),
                      key_of("bits of 1", 8), key_of("stages", 8)};
  space.roots = {0, 1};
  space.parameters[0].values[0].parameters = {2};
  space.parameters[0].values[1].parameters = {3, 4};
  return space;
}

}  // namespace

Space ordered_space(int keys, int values) {
  Space space;
  for (int i = 0; i < keys; ++i) {
    space.parameters.push_back(key_of("key " + std::to_string(i), values));
    space.roots.push_back(i);
  }
  return space;
}

AnalyticProblem zdt1() {
  return {"ZDT1", ordered_space(4, 11), 2,
          [](const Space& space, const Choice& choice) { return zdt(space, choice, 0.5); }};
}

AnalyticProblem zdt2() {
  return {"ZDT2", ordered_space(4, 11), 2,
          [](const Space& space, const Choice& choice) { return zdt(space, choice, 2); }};
}

AnalyticProblem dtlz2() {
  return {"DTLZ2", ordered_space(4, 11), 3,
          [](const Space& space, const Choice& choice) { return judged(sphere(space, choice)); }};
}

AnalyticProblem c2_dtlz2() { return {"C2-DTLZ2", ordered_space(4, 11), 3, on_parts_of_sphere}; }

AnalyticProblem bnh() { return {"BNH", ordered_space(2, 100), 2, binh_korn}; }

AnalyticProblem circuits() { return {"circuits", circuit_space(), 2, circuit}; }

std::vector<AnalyticProblem> analytic_problems() {
  return {zdt1(), zdt2(), dtlz2(), c2_dtlz2(), bnh(), circuits()};
}

std::unique_ptr<Search> search_of(SearchKind kind, const AnalyticProblem& problem,
                                  std::int64_t evaluations, std::int64_t seed) {
  return make_search({kind, evaluations, seed}, problem.space, problem.objectives);
}

std::vector<Choice> designs_of(Search& search, const AnalyticProblem& problem, int workers,
                               int (*first_done)(int workers)) {
  std::vector<Choice> designs, running;
  for (;;) {
    for (Choice& choice : search.ask(workers - static_cast<int>(running.size()))) {
      designs.push_back(choice);
      running.push_back(std::move(choice));
    }
    if (running.empty()) return designs;
    const auto done = running.begin() + first_done(static_cast<int>(running.size()));
    search.tell(*done, problem(*done));
    running.erase(done);
  }
}

VolumeShare::VolumeShare(AnalyticProblem problem) : problem_(std::move(problem)) {
  std::vector<CostPoint> all, front;
  for (std::int64_t i = 0; i < *problem_.space.size(); ++i)
    if (const Judgement judgement = problem_(problem_.space.at(i)); holds(judgement))
      all.push_back(judgement.costs);
  std::sort(all.begin(), all.end());
  for (const CostPoint& point : all)
    if (std::none_of(front.begin(), front.end(), [&](const CostPoint& other) {
          return std::equal(other.begin(), other.end(), point.begin(), std::less_equal<>());
        }))
      front.push_back(point);
  reference_ = reference_point(front);
  whole_ = dominated_volume(front, reference_);
}

double VolumeShare::operator()(const std::vector<Choice>& designs) const {
  std::vector<CostPoint> found;
  for (const Choice& design : designs)
    if (const Judgement judgement = problem_(design); holds(judgement))
      found.push_back(judgement.costs);
  return dominated_volume(found, reference_) / whole_;
}

}  // namespace mho
