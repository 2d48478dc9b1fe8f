// How much less accurate one machine is than another, from the same images on both and trial by
// trial, which share their draws where the machines have the same cells: sim/run/crossed.hpp. What
// has no trials computes exactly, whichever chip it is.
#pragma once

#include "sim/results/results.hpp"
#include "sim/run/crossed.hpp"

namespace mho {

/// Share right in `more` less that in `less`, over as many trials as both have; without an interval
/// where that is one. Both of the same images.
CrossedMean paired_difference(const JudgedImages& more, const JudgedImages& less);

}  // namespace mho
