#include "sim/run/sequenced.hpp"

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

Execution execute_in_sequence(const Workbench& bench) {
  if (bench.control.progress) bench.control.progress("timed engine", 0);
  Execution done;
  ExactRun values = run_exact(bench.graph, bench.timed, bench.control.threads);
  SequenceOptions options;
  const PlacementSpec placement = bench.spec.placement.value_or(PlacementSpec{});
  check_placement(placement, bench.where);
  options.batch = placement.batch;
  options.nonzero = std::move(values.nonzero);
  try {
    done.engine = in_child([&] {
      return simulate_sequence(bench.graph, bench.chip, std::ssize(bench.timed), options);
    });
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) problem.place = bench.where;
    throw InputError(std::move(problems));
  }
  done.engine.outputs = std::move(values.outputs);
  done.accuracy = exact_accuracy(bench.network, bench.graph, bench.test, bench.images, bench.spec,
                                 bench.control);
  return done;
}

}  // namespace mho
