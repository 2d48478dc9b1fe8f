// How far statistical activity is from exact activity, in energy.
#pragma once

#include <span>

#include "sim/inference/mvm_statistics.hpp"

namespace mho {

/// Energy of what data decide in the MVMs of these images (current through cells, steps of
/// conversions that end early, and all that zeros skip), by the statistics, over the executed one,
/// less 1; 0 where data decide nothing. Image i has index i.
double activity_error(const ProgrammedNetwork& network, const MvmStatistics& statistics,
                      std::span<const IntTensor> images, int threads);

}  // namespace mho
