// A run as one HTML file that needs no network.
#pragma once

#include <iosfwd>

#include "sim/results/scatter.hpp"
#include "sim/results/stored_run.hpp"

namespace mho {

/// The run's JSON in the page, its ledger as sums (ledger_sums.hpp), and `published` macros to
/// stand beside it.
void write_html(const StoredRun& run, const Scatter& published, std::ostream& out);

}  // namespace mho
