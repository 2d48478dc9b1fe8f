// The front of a sweep that options ask for, the same for `mho pareto` and `mho figure`.
#pragma once

#include <filesystem>
#include <string>

#include "sim/cli/arguments.hpp"
#include "sim/explore/design/sweep_spec.hpp"
#include "sim/explore/pareto/sweep_records.hpp"
#include "sim/results/design_front.hpp"

namespace mho {

/// --minimize and --maximize in the place of the sweep's own objectives. Throws InputError at
/// `command` ("mho pareto") for what is no metric, and where there are none at all.
void take_objectives(const Arguments& arguments, const std::string& command, SweepSpec& spec);

/// Of --where.
KeyLabels labels_of(const Arguments& arguments, const std::string& command);

DesignFront requested_front(const Arguments& arguments, const std::filesystem::path& folder,
                            const std::string& command);

}  // namespace mho
