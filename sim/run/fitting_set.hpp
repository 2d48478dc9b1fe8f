// Data sets that can be used with a network: read, and held against it.
#pragma once

#include <optional>
#include <string>

#include "sim/cache/cache.hpp"
#include "sim/run/control.hpp"
#include "sim/run/problem_list.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

/// The first `limit` images of a set (0 = all), if they can be read and fit the network (unknown
/// where null); else null, and the problems under `key`.
/// `sign`: what is known of it beyond the set. `metric`: labels must be classes where it, or the
/// data, can have them judge classes.
Kept<Dataset> load_fitting(const DatasetSpec& spec, const std::string& key, int limit,
                           const Kept<Graph>& network, std::optional<InputSign> sign,
                           JudgedBy metric, const RunControl& control, ProblemList& problems);

/// Reads every image and label of a set, so many at once as a run can hold at most, and keeps
/// nothing but the problems. A synthetic set has no file that could be wrong.
void check_whole_set(const DatasetSpec& spec, const std::string& key, const Kept<Graph>& network,
                     JudgedBy metric, const RunControl& control, ProblemList& problems);

}  // namespace mho
