// Problems whose best designs are known, on grids of values.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/search/ranking.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

struct AnalyticProblem {
  std::string name;
  Space space;
  int objectives;
  Judgement (*judgement)(const Space& space, const Choice& choice);

  Judgement operator()(const Choice& choice) const { return judgement(space, choice); }
};

/// Ordered keys with `values` values each.
Space ordered_space(int keys, int values);

/// Zitzler, Deb and Thiele (2000): convex, and concave; 4 keys.
AnalyticProblem zdt1();
AnalyticProblem zdt2();
/// Deb, Thiele, Laumanns and Zitzler (2002): an eighth of a sphere; 4 keys.
AnalyticProblem dtlz2();
/// The same with a constraint that leaves parts of the sphere (Jain and Deb, 2014).
AnalyticProblem c2_dtlz2();
/// Binh and Korn (1997): two keys, two constraints.
AnalyticProblem bnh();
/// A kind of circuit (a name) with keys that only it has; some designs do not exist.
AnalyticProblem circuits();

/// All of them.
std::vector<AnalyticProblem> analytic_problems();

/// The search of a kind for a problem.
std::unique_ptr<Search> search_of(SearchKind kind, const AnalyticProblem& problem,
                                  std::int64_t evaluations, std::int64_t seed);
/// The designs that it looks at, `workers` at a time; of these the first to be told is the one that
/// `first_done` says.
std::vector<Choice> designs_of(
    Search& search, const AnalyticProblem& problem, int workers = 1,
    int (*first_done)(int workers) = [](int) { return 0; });
/// What designs dominate, in parts of what all designs of a problem do.
class VolumeShare {
 public:
  explicit VolumeShare(AnalyticProblem problem);
  double operator()(const std::vector<Choice>& designs) const;

 private:
  AnalyticProblem problem_;
  CostPoint reference_;
  double whole_ = 0;
};

}  // namespace mho
