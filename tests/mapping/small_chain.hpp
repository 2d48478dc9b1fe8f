// A chain whose arrays are counted by hand, and the place that messages about it name.
#pragma once

#include "sim/base/error.hpp"
#include "tests/workloads/small_graphs.hpp"

namespace mho {

inline const Place kWhere{"run.yaml", 7};

/// layer0: 18 rows x 4 outputs, 48 positions; layer2: 48 rows x 5 outputs, 1 position. On 16 x 16
/// cells 3-bit weights take 4 columns (2 slices of 1 bit, in pairs): 4 outputs an array; 2 and 6
/// arrays.
inline QuantizedGraph small_chain() { return chain_graph(3, 4, Stream(1)); }

}  // namespace mho
