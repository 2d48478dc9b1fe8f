// A long run from a short one: images beyond the first few repeat the last ones' interval, so their
// times and counts are extrapolated. What that misses is measured on the images that were
// simulated.
#pragma once

#include "sim/engine/engine.hpp"

namespace mho {

/// Turns that simulate_steady() simulates first, and the share by which what they foretell of twice
/// as many may be off.
inline constexpr std::int64_t kSteadyTurns = 3;
inline constexpr double kSteadyShare = 0.005;

/// When the last image of each whole turn was back at the host: equal points of the schedule, so
/// that a rate is the images between two of them over the time between them. What begins and ends
/// with a run (filling the pipeline, a last turn of fewer images) is not between any two.
std::vector<std::int64_t> turn_ends(const EngineResult& result);

/// `result` of some images as if it were of `images`: every further image finishes one interval
/// after the one a turn before, the interval of the last two simulated turns, or, where that is
/// longer, a turn's need of the busiest resource; counts and busy times grow in proportion. Outputs
/// stay those of the simulated images. Writes extrapolation.images.
EngineResult extrapolate(const EngineResult& result, std::int64_t images);

/// As simulate_in_child for a network that is programmed (or not: `options.images`), of which only
/// the first images, whole batches of them, are simulated and the others extrapolated. How many are
/// enough is measured: what half of them foretells of all of them must be right (what it is off is
/// extrapolation.error, relative), else twice as many are taken, at last all.
EngineResult simulate_steady(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             EngineOptions options = {});

}  // namespace mho
