// What is said of a simulation whose times do not fit 64 bits of femtoseconds.
#pragma once

#include <cstdint>
#include <string>

#include "sim/base/error.hpp"
#include "sim/engine/record/result.hpp"

namespace mho {

/// "simulated time: exceeds 2305 s: `what`; allowed: ...", for a place that the caller knows.
InputError too_long(const std::string& what, std::int64_t limit_fs);

/// Throws it where the times of a layer's arrays, added up, do not fit, naming the layer.
void check_sums(const QuantizedGraph& graph, const EngineResult& result);

}  // namespace mho
