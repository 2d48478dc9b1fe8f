#include "sim/run/sequenced.hpp"

#include <chrono>

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

TellShare engine_teller(const RunControl& control) {
  if (!control.progress) return {};
  control.progress("timed engine", 0);
  return [tell = control.progress](double share) { tell("timed engine", share); };
}

EngineResult simulate_in_sequence(const PreparedRun& run, std::vector<double> nonzero,
                                  const RunControl& control) {
  SequenceOptions options;
  options.batch = run.spec.placement.value_or(PlacementSpec{}).batch;
  options.nonzero = std::move(nonzero);
  const auto start = std::chrono::steady_clock::now();
  EngineResult engine = in_child(
      [&](const TellShare& tell) {
        options.tell = tell;
        return simulate_sequence(run.graph, run.chip, run.spec.engine.images, options);
      },
      engine_teller(control));
  if (control.profile != nullptr) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    *control.profile = {taken.count(), engine.events, 0};
  }
  return engine;
}

EngineResult execute_in_sequence(const Workbench& bench) {
  if (bench.control.progress) bench.control.progress("computing", 0);
  ExactRun values = run_exact(bench.run.graph, bench.timed, bench.control.threads);
  EngineResult engine = simulate_in_sequence(bench.run, std::move(values.nonzero), bench.control);
  engine.outputs = std::move(values.outputs);
  return engine;
}

}  // namespace mho
