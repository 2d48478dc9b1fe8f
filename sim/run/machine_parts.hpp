// What of a machine a part of a run sees. Machines that differ in nothing that a part sees are one
// machine to it: a sweep over prices computes no value and no time twice.
#pragma once

#include "sim/cache/key.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

struct MachinePart {
  ChipSpec spec;
  Key key;
};

/// What decides counts and times: the machine with numbers in the place of models, and no energy
/// (but on MAC arrays, which are mapped by it), area or leakage. `evaluated`: Chip::spec() of the
/// run's machine, which knows its number of tiles.
MachinePart timed_part(const ChipSpec& evaluated, const RunSpec& run);

/// What decides values: its arrays alone. Nothing beside them is what it was, and nothing takes a
/// time that means something.
MachinePart valued_part(const ChipSpec& evaluated, const RunSpec& run);

}  // namespace mho
