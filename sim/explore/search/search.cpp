#include "sim/explore/search/search.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/explore/search/grid.hpp"

namespace mho {

std::unique_ptr<Search> make_search(const SearchSpec& spec, const Space& space, int) {
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
    case SearchKind::tpe:
    case SearchKind::bayesian:
      break;
  }
  throw InputError({}, "search.kind", "is not there yet; allowed: grid, random");
}

}  // namespace mho
