// Energies, areas and one macro's peak taken apart: by component, by action, down to keys. Parts
// are sorted, largest first; those below options.least_share of the whole are told together.
#pragma once

#include <functional>
#include <vector>

#include "sim/results/explanation.hpp"

namespace mho {

/// The energy per inference of the ledger's lines that `takes` accepts.
std::vector<Explanation> energy_tree(const Results& results, const ExplainOptions& options,
                                     const std::function<bool(const LedgerLine&)>& takes);

/// The area of so many instances of each part.
std::vector<Explanation> area_tree(const Results& results, const ExplainOptions& options,
                                   const std::function<double(const PartRow&)>& instances);

/// MACs, interval and energy of one MVM of a macro at its peak.
std::vector<Explanation> peak_tree(const Results& results, const ExplainOptions& options);

/// So many macros of a kind of tile.
struct WorkingMacros {
  const PeakMacro* peak;
  double number;
};

/// The power at the peak: what the macros, and these levels for their MVMs, do, and static power
/// of so many instances of each part.
std::vector<Explanation> peak_power_tree(const Results& results, const ExplainOptions& options,
                                         const std::vector<WorkingMacros>& macros,
                                         const std::vector<std::string>& levels,
                                         const std::function<double(const PartRow&)>& instances);

/// The power between inferences: `power` of every part.
std::vector<Explanation> waiting_power_tree(const Results& results, const ExplainOptions& options,
                                            double PartRow::*power);

}  // namespace mho
