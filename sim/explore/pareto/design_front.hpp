// A sweep's folder -> its front, with what can be said about it.
#pragma once

#include <filesystem>

#include "sim/explore/pareto/sweep_records.hpp"
#include "sim/results/design_front.hpp"

namespace mho {

/// By the objectives and constraints of `spec`, which has one objective at least; from the designs
/// at the last look that any was given, but the importance of keys from all designs at the first.
DesignFront front_of(const SweepSpec& spec, const SweepRecords& records);

/// Throws InputError for a number that the front does not have, or an id that no design begins
/// with, or that several do. `name`: a number of the front's designs (1 is the first), or an id or
/// its beginning, of any record.
const Record& record_named(const std::string& name, const DesignFront& front,
                           const SweepRecords& records);

}  // namespace mho
