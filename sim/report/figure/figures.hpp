// The figures that papers on these machines have.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/report/figure/figure.hpp"
#include "sim/results/comparison.hpp"
#include "sim/results/design_front.hpp"

namespace mho {

/// Every design that runs as a point of the first two objectives; those of the front with their
/// numbers and intervals of 95 %. An axis is logarithmic where its figures are positive and spread
/// by more than ten. A front of one objective has no picture: throws InputError.
Figure front_figure(const DesignFront& front);

/// Energy of an inference (actions and static) and area by component, the largest first; those
/// that are less than a hundredth are added up.
Figure breakdown_figure(const Results& results);

/// Accuracy on the chip against time since it was programmed, with 95 % intervals, and without
/// analog errors. Throws InputError for a run of one age.
Figure age_figure(const Results& results);

/// A machine that is compared.
struct FigureMachine {
  std::string name;
  std::function<const Metric*(const std::string& metric)> find;
};
FigureMachine machine_of(const Results& results);

/// A panel a metric, a bar a machine, with the interval of the figure: 95 % of accuracy, 80 % of
/// what models give. No metrics: TOPS/J achieved, energy, latency, area and accuracy, of those that
/// there are, at the widest boundary that all figures of a panel have. Throws InputError when no
/// machine has a metric.
Figure chips_figure(const std::vector<FigureMachine>& machines,
                    const std::vector<std::string>& metrics, const std::string& caption);

/// Of machines at face value, the panels of each workload after those of the one before.
Figure chips_figure(const Comparison& comparison);

}  // namespace mho
