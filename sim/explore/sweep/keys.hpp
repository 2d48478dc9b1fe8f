// What can be said of a sweep's keys before it begins: that each of them is a key of the run, and
// whether it moves anything.
#pragma once

#include <string>
#include <vector>

#include "sim/explore/design/sweep_spec.hpp"
#include "sim/run/control.hpp"

namespace mho {

/// Throws InputError, at their places, with the keys that no run has: those that vary, those that
/// are tied, and those of the run itself.
void check_keys(const SweepSpec& spec);

/// Throws InputError for an objective or a constraint that the run does not have: of the first
/// design, small, and as it is where that one lacks any.
void check_goals(const SweepSpec& spec, const RunControl& control);

/// A sentence for each key of which no metric moves between its first and its last value, all else
/// at its first; of runs so small that they take little, but of noise that is too small to be seen
/// in them. Nothing is said of a key where one of the two runs cannot be. Throws what check_goals()
/// does.
std::vector<std::string> keys_without_effect(const SweepSpec& spec, const RunControl& control);

}  // namespace mho
