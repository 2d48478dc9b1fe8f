#include "sim/run/sequenced.hpp"

#include <chrono>

#include "sim/engine/sequence_engine.hpp"

namespace mho {

namespace {

/// What placement says of arrays that such a chip does not have.
void check_placement(const PlacementSpec& placement, const Place& where) {
  const bool places = !placement.replication.empty() || !placement.digital.empty() ||
                      !placement.on.empty() || placement.balance || placement.array_budget > 0;
  if (!places) return;
  throw InputError(where, "placement",
                   "a chip of MAC arrays places no weights; allowed there: batch");
}

}  // namespace

EngineResult simulate_in_sequence(const RunSpec& spec, const Place& where,
                                  const QuantizedGraph& graph, const Chip& chip,
                                  std::vector<double> nonzero, EngineProfile* profile) {
  const PlacementSpec placement = spec.placement.value_or(PlacementSpec{});
  check_placement(placement, where);
  if (spec.engine.fidelity == Fidelity::steady)
    throw InputError(where, "engine.fidelity",
                     "a chip of MAC arrays has every image simulated; allowed there: full");
  if (spec.engine.activity == Activity::statistical)
    throw InputError(where, "engine.activity",
                     "a chip of MAC arrays counts zeros of the values themselves; allowed there: "
                     "exact");
  SequenceOptions options;
  options.batch = placement.batch;
  options.nonzero = std::move(nonzero);
  const auto start = std::chrono::steady_clock::now();
  try {
    EngineResult engine =
        in_child([&] { return simulate_sequence(graph, chip, spec.engine.images, options); });
    if (profile != nullptr) {
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      *profile = {taken.count(), engine.events, 0};
    }
    return engine;
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) problem.place = where;
    throw InputError(std::move(problems));
  }
}

EngineResult execute_in_sequence(const Workbench& bench) {
  if (bench.control.progress) bench.control.progress("timed engine", 0);
  ExactRun values = run_exact(bench.graph, bench.timed, bench.control.threads);
  EngineResult engine = simulate_in_sequence(bench.spec, bench.where, bench.graph, bench.chip,
                                             std::move(values.nonzero), bench.control.profile);
  engine.outputs = std::move(values.outputs);
  return engine;
}

}  // namespace mho
