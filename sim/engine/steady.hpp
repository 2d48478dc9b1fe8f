// A long run from a short one: images beyond the first few repeat the last ones' interval, so their
// times and counts are extrapolated. What that misses is measured on the images that were
// simulated.
#pragma once

#include "sim/engine/engine.hpp"

namespace mho {

/// Turns that simulate_steady() simulates, at least: the pipeline's filling and three intervals.
inline constexpr std::int64_t kSteadyTurns = 4;
/// It takes twice as many until the last two intervals differ by no more than this share.
inline constexpr double kSteadyShare = 0.002;

/// `result` of some images as if it were of `images`: every further image finishes one interval
/// after the one before, the interval of the last two simulated turns (a turn is an image, or,
/// where phases take turns, a batch); counts and busy times grow in proportion. Outputs stay those
/// of the simulated images. Writes extrapolation.images and .error: how far the last simulated
/// image's finish is from what those before it foretell, relative to its distance from the first
/// finish.
EngineResult extrapolate(const EngineResult& result, std::int64_t images, std::int64_t batch);

/// As simulate_in_child for a network that is programmed (or not: `options.images`), of which only
/// the first images, whole batches of them, are simulated and the others extrapolated; all of them
/// where no steady state shows before.
EngineResult simulate_steady(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                             EngineOptions options = {});

}  // namespace mho
