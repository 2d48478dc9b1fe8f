#include "sim/run/check.hpp"

#include <optional>
#include <string>

#include "sim/run/data_doubts.hpp"
#include "sim/run/fitting_set.hpp"
#include "sim/run/precision.hpp"
#include "sim/run/prepared_run.hpp"
#include "sim/run/problem_list.hpp"
#include "sim/run/stage.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

void check_whole_sets(const WorkloadSpec& spec, const std::string& section,
                      const Kept<Graph>& network, const RunControl& control,
                      ProblemList& problems) {
  if (control.progress) control.progress("reading all images", 0);
  check_whole_set(spec.test, section + "test", network, spec.metric, control, problems);
  check_whole_set(spec.training, section + "training", network, spec.metric, control, problems);
}

}  // namespace

void check_run(const RunSpec& spec, const Place& where, const RunControl& control) {
  const PreparedRun run = prepare(spec, where, control);
  if (spec.engine.values == Values::off) return;  // such a run reads no data
  ProblemList problems(where);
  check_whole_sets(spec.workload, "workload.", run.network, control, problems);
  doubt_data(run, control, problems);
  problems.throw_if_any();
}

void check_workload(const WorkloadSpec& spec, const Place& where, const RunControl& control) {
  ProblemList problems(where);
  const Kept<Graph> network =
      problems
          .attempt_file("network",
                        [&] {
                          return result_of(NetworkStage{spec, Values::off}, control);
                        })
          .value_or(Kept<Graph>{});
  if (network) {
    // Which layers integers can express does not depend on their bits.
    QuantizationSpec usual;
    usual.weight_bits = usual.activation_bits = 8;
    const auto graph =
        problems.attempt([&] { return quantize_shapes(*network, usual, spec.sign(), where); });
    if (graph) problems.attempt_file("network", [&] { return precision_of(*graph, 8, 8); });
  }
  check_whole_sets(spec, "", network, control, problems);
  problems.throw_if_any();
}

}  // namespace mho
