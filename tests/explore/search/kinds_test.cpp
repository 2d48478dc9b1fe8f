// What all kinds of search keep to, and what they are worth against designs drawn at random.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "tests/explore/search/analytic_problem.hpp"

namespace mho {

namespace {

const std::vector<SearchKind> kGuided{SearchKind::nsga2, SearchKind::tpe, SearchKind::bayesian};

int last_of(int workers) { return workers - 1; }
int middle_of(int workers) { return workers / 2; }

std::vector<Choice> searched(SearchKind kind, const AnalyticProblem& problem,
                             std::int64_t evaluations, std::int64_t seed = 1) {
  return designs_of(*search_of(kind, problem, evaluations, seed), problem);
}

AnalyticProblem small_problem() {
  AnalyticProblem problem = zdt1();
  problem.space = ordered_space(2, 3);
  return problem;
}

/// Nothing that it looks at exists.
AnalyticProblem impossible_problem() {
  return {"impossible", ordered_space(3, 4), 2,
          [](const Space&, const Choice&) { return Judgement{}; }};
}

struct Shares {
  double mean = 0, error = 0;  ///< of the mean
};

Shares shares_of(SearchKind kind, const AnalyticProblem& problem, const VolumeShare& share_of,
                 std::int64_t evaluations, int seeds) {
  double sum = 0, squares = 0;
  for (int seed = 1; seed <= seeds; ++seed) {
    const double share = share_of(searched(kind, problem, evaluations, seed));
    sum += share;
    squares += share * share;
  }
  const double mean = sum / seeds;
  return {mean, std::sqrt(std::max(0.0, squares / seeds - mean * mean) / (seeds - 1))};
}

/// Closes at least `closed` of what designs at random leave open of the hypervolume, with four
/// standard errors to spare: by chance less than once in 10,000.
void check_beats_random(SearchKind kind, const AnalyticProblem& problem, std::int64_t evaluations,
                        int seeds, double closed) {
  const VolumeShare share_of(problem);
  const Shares random = shares_of(SearchKind::random, problem, share_of, evaluations, seeds);
  const Shares guided = shares_of(kind, problem, share_of, evaluations, seeds);
  CAPTURE(problem.name, random.mean, random.error, guided.mean, guided.error);
  CHECK(1 - guided.mean < (1 - closed) * (1 - random.mean));
  CHECK(guided.mean - random.mean > 4 * std::hypot(guided.error, random.error));
}

}  // namespace

TEST_CASE("a search looks at as many designs as it may, whole ones, and at none twice") {
  for (const SearchKind kind : kGuided)
    for (const AnalyticProblem& problem : analytic_problems()) {
      const std::vector<Choice> designs = searched(kind, problem, 40);
      CAPTURE(problem.name, static_cast<int>(kind));
      CHECK(designs.size() == 40);
      CHECK(std::set<Choice>(designs.begin(), designs.end()).size() == 40);
      for (const Choice& design : designs) CHECK(problem.space.made_whole(design) == design);
    }
}

TEST_CASE("a search with the same seed looks at the same designs, with another at others") {
  for (const SearchKind kind : kGuided) {
    const auto once = searched(kind, circuits(), 40, 5);
    CHECK(searched(kind, circuits(), 40, 5) == once);
    CHECK(searched(kind, circuits(), 40, 6) != once);
  }
}

TEST_CASE("a search of a space smaller than its evaluations looks at all of it and ends") {
  for (const SearchKind kind : kGuided)
    for (const int workers : {1, 4}) {
      const AnalyticProblem problem = small_problem();
      const auto search = search_of(kind, problem, 50, 1);
      CHECK(search->designs() == 9);
      const auto designs = designs_of(*search, problem, workers);
      CHECK(std::set<Choice>(designs.begin(), designs.end()).size() == 9);
      CHECK(search->at_end());
      CHECK(search->ask(3).empty());
    }
}

TEST_CASE("a search where no design exists goes on to its end") {
  for (const SearchKind kind : kGuided) {
    const auto designs = searched(kind, impossible_problem(), 64);
    CHECK(std::set<Choice>(designs.begin(), designs.end()).size() == 64);
  }
}

TEST_CASE("a search by one objective finds the best design") {
  AnalyticProblem bowl{"bowl", ordered_space(3, 12), 1, [](const Space&, const Choice& choice) {
                         double cost = 0;
                         for (const int value : choice) cost += (value - 8) * (value - 8);
                         return Judgement{true, {cost}, {0}, 0};
                       }};
  for (const SearchKind kind : kGuided) {
    const auto designs = searched(kind, bowl, 170);
    CHECK(std::count(designs.begin(), designs.end(), Choice{8, 8, 8}) == 1);
  }
}

TEST_CASE("a search that learns from generations does not care who finishes first") {
  const auto one = searched(SearchKind::nsga2, circuits(), 60);
  for (const int workers : {2, 3, 16})
    for (const auto first_done : {last_of, middle_of})
      CHECK(designs_of(*search_of(SearchKind::nsga2, circuits(), 60, 1), circuits(), workers,
                       first_done) == one);
}

TEST_CASE("a search that learns from each design is the same for the same order of them") {
  for (const SearchKind kind : {SearchKind::tpe, SearchKind::bayesian}) {
    const auto once = designs_of(*search_of(kind, circuits(), 40, 1), circuits(), 4, middle_of);
    CHECK(designs_of(*search_of(kind, circuits(), 40, 1), circuits(), 4, middle_of) == once);
    CHECK(std::set<Choice>(once.begin(), once.end()).size() == 40);
  }
}

TEST_CASE("a search that is told of designs it has not asked for counts and does not repeat them") {
  const AnalyticProblem problem = small_problem();
  for (const SearchKind kind : {SearchKind::tpe, SearchKind::bayesian}) {
    const auto search = search_of(kind, problem, 9, 1);
    std::set<Choice> seen;
    for (const std::int64_t number : {0, 3, 5}) {
      const Choice choice = problem.space.at(number);
      search->tell(choice, problem(choice));
      seen.insert(choice);
    }
    for (const Choice& choice : designs_of(*search, problem)) CHECK(seen.insert(choice).second);
    CHECK(seen.size() == 9);
  }
}

TEST_CASE("a search turns to designs that hold the constraints") {
  const AnalyticProblem problem = c2_dtlz2();
  const auto holding = [&](SearchKind kind) {
    int count = 0;
    for (int seed = 1; seed <= 5; ++seed) {
      const auto designs = searched(kind, problem, 80, seed);
      count += static_cast<int>(std::count_if(designs.end() - 40, designs.end(), [&](auto& design) {
        return problem(design).violation == 0;
      }));
    }
    return count;
  };
  const int random = holding(SearchKind::random);  // of 200
  for (const SearchKind kind : kGuided) CHECK(holding(kind) > random + 30);
}

TEST_CASE("NSGA-II beats random designs at the same evaluations") {
  for (const AnalyticProblem& problem : {zdt1(), zdt2(), dtlz2(), c2_dtlz2(), bnh()})
    check_beats_random(SearchKind::nsga2, problem, 200, 20, 0.2);
}

TEST_CASE("a tree of Parzen estimators beats random designs at the same evaluations") {
  for (const AnalyticProblem& problem : analytic_problems())
    check_beats_random(SearchKind::tpe, problem, 100, 15, 0.3);
}

TEST_CASE("Bayesian optimization beats random designs at the same evaluations") {
  for (const AnalyticProblem& problem : {zdt1(), zdt2(), bnh(), circuits()})
    check_beats_random(SearchKind::bayesian, problem, 50, 6, 0.5);
  check_beats_random(SearchKind::bayesian, dtlz2(), 80, 6, 0.3);
}

}  // namespace mho
