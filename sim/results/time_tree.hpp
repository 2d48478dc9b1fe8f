// Times taken apart: the first image's latency by the layers that it waits for, and the interval of
// a macro's MVMs down to the times of its stages.
#pragma once

#include <vector>

#include "sim/results/explanation.hpp"

namespace mho {

/// From the image's first bit out to its last bit back, `latency_s`: by how much each layer ends
/// after all that ended before it, in the order of their ends. The parts add up to the latency;
/// layers that end earlier than one before them have none.
std::vector<Explanation> latency_tree(const Results& results, const ExplainOptions& options,
                                      double latency_s);

/// MACs and interval of one MVM of a macro of the main kind of tile at its peak.
std::vector<Explanation> mvm_tree(const Results& results);

/// The chip's operations per second at the peak: of the arrays of each kind of tile.
std::vector<Explanation> peak_rate_tree(const Results& results);

}  // namespace mho
