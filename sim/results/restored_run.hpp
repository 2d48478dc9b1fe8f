// A run that was stored, as the results that it was stored of: as far as reports for people say it.
#pragma once

#include "sim/results/stored_run.hpp"

namespace mho {

/// Without ledger, parts, peaks, classes, images that were judged, and places. What older files do
/// not have is empty.
Results restored(const StoredRun& run);

}  // namespace mho
