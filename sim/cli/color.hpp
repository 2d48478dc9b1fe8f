// Whether what is printed has color: in a terminal alone, unless one says otherwise.
#pragma once

#include <string>
#include <vector>

#include "sim/cli/arguments.hpp"

namespace mho {

/// Of what goes to a stream (STDOUT_FILENO), by --color: auto where it is absent, which is a
/// terminal that knows color and no NO_COLOR (https://no-color.org: set, and not empty). Throws
/// InputError unless it is auto, always or never.
bool color_of(const Arguments& arguments, int stream);

/// The same of errors, for all words of a command line, whatever they are.
bool color_of_errors(const std::vector<std::string>& words);

}  // namespace mho
