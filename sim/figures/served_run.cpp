#include "sim/figures/served_run.hpp"

#include <algorithm>

#include "sim/figures/figures.hpp"
#include "sim/run/execute.hpp"

namespace mho {

namespace {

/// The same network and bits on the server's chip, whole batches of it.
RunSpec run_on_server(const RunSpec& spec, const RemoteSpec& remote) {
  constexpr int kBatches = 2;  // from which what starts and ends weighs little
  RunSpec run = spec;
  run.chip = *remote.chip;
  run.placement.reset();
  if (remote.batch > 1) run.placement.emplace().batch = remote.batch;
  run.conditions.reset();
  run.accuracy = AccuracySpec{1, 1};
  run.engine = TimingSpec{};
  run.engine.values = Values::off;
  run.engine.images = kBatches * remote.batch;
  run.duty_cycle.reset();
  run.carbon.reset();
  return run;
}

double value_of(const std::vector<Metric>& metrics, const std::string& name) {
  const auto found = std::find_if(metrics.begin(), metrics.end(),
                                  [&](const Metric& metric) { return metric.name == name; });
  require(found != metrics.end(), "a run without energy or latency");
  return found->value;
}

std::vector<Metric> metrics_on_server(const RunSpec& spec, const RemoteSpec& remote,
                                      const Place& where, const RunControl& control) {
  RunControl quiet;
  quiet.threads = control.threads;
  quiet.cache = control.cache;
  try {
    const ExecutedRun executed = execute(run_on_server(spec, remote), where, quiet);
    return metrics_of(executed.spec, executed);
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) problem.key = "carbon.remote.chip: " + problem.key;
    throw InputError(std::move(problems));
  }
}

}  // namespace

RunSpec served(RunSpec spec, const Place& where, const RunControl& control) {
  if (!spec.carbon || !spec.carbon->remote || !spec.carbon->remote->chip) return spec;
  RemoteSpec& remote = *spec.carbon->remote;
  control.say("the server's chip");
  const std::vector<Metric> metrics = metrics_on_server(spec, remote, where, control);
  Server& server = remote.server;
  server.energy = from_si<Energy>(value_of(metrics, "energy.per_inference"));
  server.latency = from_si<Time>(value_of(metrics, "latency.first"));
  server.tops_per_joule = 0;
  server.utilization = 1;
  server.name = remote.chip->name + ", simulated" +
                (remote.batch > 1 ? ", " + std::to_string(remote.batch) + " at once" : "");
  server.source = "energy and time of this network on " + remote.chip->name +
                  ", of counts alone; PUE and idle share: " + server.source;
  remote.chip.reset();
  return spec;
}

}  // namespace mho
