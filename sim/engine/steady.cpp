#include "sim/engine/steady.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/femtoseconds.hpp"
#include "sim/base/quantity.hpp"
#include "sim/engine/record/time_limit.hpp"

namespace mho {

namespace {

std::int64_t scaled(std::int64_t value, std::int64_t images, std::int64_t simulated) {
  const long double grown = static_cast<long double>(value) * static_cast<long double>(images) /
                            static_cast<long double>(simulated);
  return grown < static_cast<long double>(kForeverFs) ? std::llround(grown) : kForeverFs;
}

}  // namespace

std::vector<std::int64_t> turn_ends(const EngineResult& result) {
  require(result.turn > 0, "a schedule without turns");
  std::vector<std::int64_t> ends;
  for (auto first = result.finish_fs.begin(); result.finish_fs.end() - first >= result.turn;
       first += result.turn)
    ends.push_back(*std::max_element(first, first + result.turn));
  return ends;
}

EngineResult extrapolate(const EngineResult& result, std::int64_t images) {
  const std::int64_t simulated = std::ssize(result.finish_fs);
  const std::vector<std::int64_t> ends = turn_ends(result);
  require(ends.size() >= 2, "an extrapolation needs an interval");
  EngineResult whole = result;
  whole.extrapolation.images = images - simulated;
  // Further turns need what those did of the busiest resource, whose time they cannot be ahead of.
  const std::int64_t interval = std::max(ends.back() - ends[ends.size() - 2],
                                         scaled(result.busiest_fs, result.turn, simulated));
  const long double turns = std::ceil(static_cast<long double>(images - simulated) /
                                      static_cast<long double>(result.turn));
  if (static_cast<long double>(result.end_fs) + turns * static_cast<long double>(interval) >=
      static_cast<long double>(kForeverFs))
    throw too_long(std::to_string(images) + " images at an interval of " +
                       format_si_rounded(1e-15 * static_cast<double>(interval), "s", 4),
                   kForeverFs);
  for (std::int64_t image = simulated; image < images; ++image) {
    whole.start_fs.push_back(whole.start_fs[image - result.turn] + interval);
    whole.finish_fs.push_back(whole.finish_fs[image - result.turn] + interval);
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
  whole.busiest_fs = scaled(result.busiest_fs, images, simulated);
  whole.noc_wait_fs = scaled(result.noc_wait_fs, images, simulated);
  for (LinkUse& link : whole.noc.links) link.busy_fs = scaled(link.busy_fs, images, simulated);
  return whole;
}

EngineResult simulate_steady(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             EngineOptions options) {
  const std::int64_t count = network.is_programmed() ? std::ssize(images) : options.images;
  const Placement& placement = network.placement();
  const std::int64_t batch = placement.takes_turns() ? placement.batch : 1;
  const EnginePlan* plan_of_all = options.plan;
  const auto simulated = [&](std::int64_t first) {
    options.images = first;
    options.plan = first == count ? plan_of_all : nullptr;
    return simulate_in_child(network, network.is_programmed() ? images.first(first) : images,
                             options);
  };
  const std::int64_t least = kSteadyTurns * batch;
  if (2 * least >= count || count % batch != 0) return simulated(count);
  EngineResult half = simulated(least);
  for (std::int64_t first = 2 * least; first < count; first *= 2) {
    EngineResult result = simulated(first);
    const EngineResult foretold = extrapolate(half, first);
    result.extrapolation.error =
        static_cast<double>(foretold.end_fs - result.end_fs) / static_cast<double>(result.end_fs);
    if (std::abs(result.extrapolation.error) <= kSteadyShare) {
      EngineResult whole = extrapolate(result, count);
      check_sums(network.graph(), whole);
      return whole;
    }
    half = std::move(result);
  }
  return simulated(count);
}

}  // namespace mho
