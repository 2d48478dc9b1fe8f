// The front of a sweep for people.
#pragma once

#include <string>

#include "sim/results/design_front.hpp"

namespace mho {

/// The front as a table, its knee and hypervolume, designs that cannot be told from it, what each
/// key matters, why designs cannot run.
std::string to_text(const DesignFront& front);

}  // namespace mho
