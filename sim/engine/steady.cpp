#include "sim/engine/steady.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Finish of the last image of each turn.
std::vector<std::int64_t> turn_ends(const EngineResult& result, std::int64_t batch) {
  std::vector<std::int64_t> ends;
  for (std::int64_t last = batch - 1; last < std::ssize(result.finish_fs); last += batch)
    ends.push_back(result.finish_fs[last]);
  return ends;
}

std::int64_t scaled(std::int64_t value, std::int64_t images, std::int64_t simulated) {
  return std::llround(static_cast<long double>(value) * static_cast<long double>(images) /
                      static_cast<long double>(simulated));
}

}  // namespace

EngineResult extrapolate(const EngineResult& result, std::int64_t images, std::int64_t batch) {
  const std::int64_t simulated = std::ssize(result.finish_fs);
  const std::vector<std::int64_t> ends = turn_ends(result, batch);
  require(ends.size() >= 2, "an extrapolation needs an interval");
  EngineResult whole = result;
  whole.extrapolation.images = images - simulated;
  const std::int64_t interval = ends.back() - ends[ends.size() - 2];
  for (std::int64_t image = simulated; image < images; ++image) {
    whole.start_fs.push_back(whole.start_fs[image - batch] + interval);
    whole.finish_fs.push_back(whole.finish_fs[image - batch] + interval);
  }
  const std::int64_t drain = result.end_fs - ends.back();
  whole.end_fs = whole.finish_fs.back() + drain;
  for (CountedActions& counted : whole.actions)
    for (std::int64_t& count : counted.counts.count) count = scaled(count, images, simulated);
  for (LayerTrace& layer : whole.layers) {
    layer.busy_fs = scaled(layer.busy_fs, images, simulated);
    layer.wait_input_fs = scaled(layer.wait_input_fs, images, simulated);
    layer.wait_write_fs = scaled(layer.wait_write_fs, images, simulated);
    layer.wait_output_fs = scaled(layer.wait_output_fs, images, simulated);
    layer.wait_port_fs = scaled(layer.wait_port_fs, images, simulated);
    layer.wait_unit_fs = scaled(layer.wait_unit_fs, images, simulated);
  }
  for (PhaseTrace& phase : whole.phases) {
    phase.load_fs = scaled(phase.load_fs, images, simulated);
    phase.exposed_fs = scaled(phase.exposed_fs, images, simulated);
    phase.work_fs = scaled(phase.work_fs, images, simulated);
  }
  whole.noc_wait_fs = scaled(result.noc_wait_fs, images, simulated);
  for (LinkUse& link : whole.noc.links) link.busy_fs = scaled(link.busy_fs, images, simulated);
  return whole;
}

EngineResult simulate_steady(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             EngineOptions options) {
  const std::int64_t count = network.is_programmed() ? std::ssize(images) : options.images;
  const Placement& placement = network.placement();
  const bool takes_turns = placement.phases.size() > 1 || placement.reloads;
  const std::int64_t batch = takes_turns ? placement.batch : 1;
  const auto simulated = [&](std::int64_t first) {
    options.images = first;
    return simulate_in_child(network, network.is_programmed() ? images.first(first) : images,
                             options);
  };
  const std::int64_t least = kSteadyTurns * batch;
  if (2 * least >= count || count % batch != 0) return simulated(count);
  EngineResult half = simulated(least);
  for (std::int64_t first = 2 * least; first < count; first *= 2) {
    EngineResult result = simulated(first);
    const EngineResult foretold = extrapolate(half, first, batch);
    result.extrapolation.error =
        static_cast<double>(foretold.end_fs - result.end_fs) / static_cast<double>(result.end_fs);
    if (std::abs(result.extrapolation.error) <= kSteadyShare)
      return extrapolate(result, count, batch);
    half = std::move(result);
  }
  return simulated(count);
}

}  // namespace mho
