#include "sim/explore/search/search.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/explore/search/bayesian.hpp"
#include "sim/explore/search/grid.hpp"
#include "sim/explore/search/nsga2.hpp"
#include "sim/explore/search/tpe.hpp"

namespace mho {

std::unique_ptr<Search> make_search(const SearchSpec& spec, const Space& space, int objectives) {
  const std::optional<std::int64_t> all = space.size();
  switch (spec.kind) {
    case SearchKind::grid: {
      if (!all && spec.evaluations == 0)
        throw InputError({}, "search",
                         "a grid of more than 2^62 designs; allowed: evaluations, or another kind");
      const std::int64_t designs = all.value_or(spec.evaluations);
      return std::make_unique<GridSearch>(
          space, spec.evaluations == 0 ? designs : std::min(designs, spec.evaluations));
    }
    case SearchKind::random:
      return std::make_unique<RandomSearch>(space, spec.evaluations, spec.seed);
    case SearchKind::nsga2:
      return std::make_unique<Nsga2Search>(space, spec.evaluations, spec.seed);
    case SearchKind::tpe:
      return std::make_unique<TpeSearch>(space, spec.evaluations, spec.seed);
    case SearchKind::bayesian:
      return std::make_unique<BayesianSearch>(space, objectives, spec.evaluations, spec.seed);
  }
  return nullptr;
}

}  // namespace mho
