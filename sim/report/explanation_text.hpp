// An explanation for people: a tree of figures down to constants with file:line and source.
#pragma once

#include <string>

#include "sim/results/explanation.hpp"

namespace mho {

/// A tree of indented lines; `depth` levels of it. A source is written where it is first needed.
std::string to_text(const Explanation& explanation, int depth);

}  // namespace mho
