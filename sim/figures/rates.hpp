// How many images per second a timed run stands for.
#pragma once

#include <optional>

#include "sim/base/quantity.hpp"
#include "sim/engine/engine.hpp"

namespace mho {

/// Images per second between the ends of the first and the last whole turn of the schedule, and no
/// more than the busiest resource could go on with (EngineResult::busiest_fs); empty where there
/// are no two turns, so that nothing tells how the next one follows.
std::optional<double> steady_throughput(const EngineResult& engine);

/// Images per second of the whole run: pipeline fill and drain included, and all loading of
/// weights.
double average_throughput(const EngineResult& engine);

/// From the first bit of a turn's first image to the last bit of its last result; of fewer images
/// where the run has no whole turn.
Time turn_latency(const EngineResult& engine);

}  // namespace mho
