// Sizes and times of row-stationary passes, shared by the search for a mapping and the jobs that
// follow from it.
#pragma once

#include <cstdint>

#include "sim/mapping/dataflow.hpp"

namespace mho {

/// Input rows, without padding, of so many output rows.
std::int64_t input_rows(const ArrayLayer& layer, std::int64_t output_rows);

/// A layer whose kernel has more rows than the array, or more columns than a scratchpad holds
/// inputs, as a 1 x 1 kernel over unrolled patches; any other as it is.
ArrayLayer fit_kernel(const ArrayLayer& layer, const MacArraySpec& array);

/// Cycles of a pass once its filters are in: the slowest of the PEs (MACs, and the sums that they
/// take from others), the inputs' bus, and the sums' buses.
std::int64_t pass_cycles(const ArrayLayer& layer, const MacArraySpec& array,
                         const RowStationaryMapping& mapping, std::int64_t inputs,
                         std::int64_t channels, std::int64_t filters, std::int64_t output_rows);

}  // namespace mho
