// Several machines on the same workloads: at face value, at equal area, at equal accuracy, with
// published devices beside them. A machine that cannot run a workload stays in the comparison with
// the reason.
#pragma once

#include <optional>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/explore/published_device.hpp"
#include "sim/figures/run.hpp"
#include "sim/results/comparison.hpp"

namespace mho {

struct CompareRequest {
  std::vector<std::vector<Document>> runs;  ///< whole runs, [workload][machine]
  /// Also at equal area: number of the machine whose area the others get.
  std::optional<std::size_t> area_reference;
  /// Also at equal accuracy: points below the best machine's accuracy that count as equal; below
  /// that of the exact integer network if only one machine ran.
  std::optional<double> accuracy_points;
  std::vector<PublishedDevice> published;
};

/// Throws InputError with the problems of all runs before any starts. Machines run one after
/// another, each as run() does.
Comparison compare(const CompareRequest& request, const RunControl& control);

}  // namespace mho
