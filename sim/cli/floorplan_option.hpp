// `mho run --floorplan FILE`: the ending of the file's name says which format.
#pragma once

#include "sim/cli/arguments.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// Throws InputError when the ending is none of a floorplan.
void check_floorplan(const Arguments& arguments);

/// Writes it, if it was asked for.
void write_floorplan(const Arguments& arguments, const Results& results);

}  // namespace mho
