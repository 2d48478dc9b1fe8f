#include "sim/run/sequenced.hpp"

#include "sim/engine/sequence/engine.hpp"

namespace mho {

void check_sequenced(const RunSpec& spec, ProblemList& problems) {
  const PlacementSpec placement = spec.placement.value_or(PlacementSpec{});
  const bool places = !placement.replication.empty() || !placement.vector_unit.empty() ||
                      !placement.assign.empty() || placement.balance || placement.array_budget > 0;
  if (places)
    problems.add("placement", "a chip of MAC arrays places no weights; allowed there: batch");
  if (spec.engine.fidelity == Fidelity::steady)
    problems.add("engine.fidelity",
                 "a chip of MAC arrays has every image simulated; allowed there: full");
  if (spec.engine.activity == Activity::statistical)
    problems.add("engine.activity",
                 "a chip of MAC arrays counts zeros of the values themselves; allowed there: "
                 "exact");
  problems.attempt([&] {
    check_batches(spec.engine.images, placement.batch);
    return true;
  });
}

}  // namespace mho
