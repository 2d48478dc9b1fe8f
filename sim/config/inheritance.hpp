// What a document takes from files that sections start `from`: which keys of a section that states
// others stay as they were.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"

namespace mho {

/// A sentence for each section that states some keys over those of a file that it starts from: the
/// keys that stay, each with its file and line.
std::vector<std::string> inherited_keys(const Document& document);

}  // namespace mho
