// What a document takes from files that sections start `from`, in sentences: which keys of a
// section that states others stay as they were, and which sizes were changed without the constants
// that were stated for them.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"

namespace mho {

/// A sentence for each section that states some keys over those of a file that it starts from: the
/// keys that stay, each with its file and line.
std::vector<std::string> inherited_keys(const Document& document);

/// A sentence for each size (bits of a converter, capacity of a memory, rows of an array) that was
/// stated over another, in a file or on the command line, while energies, times, areas or powers
/// stayed as they were stated for the other.
std::vector<std::string> outgrown_constants(const Document& document);

/// Both.
std::vector<std::string> inheritance_notes(const Document& document);

}  // namespace mho
