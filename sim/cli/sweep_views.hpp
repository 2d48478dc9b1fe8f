// mho sweep DIR --csv, --sqlite, --hdf5: all that a sweep has, in files of other programs.
#pragma once

#include <filesystem>

#include "sim/cli/arguments.hpp"

namespace mho {

/// The options that name the files.
inline const std::vector<std::string> kViewOptions{"csv", "sqlite", "hdf5"};

/// Whether any of them is given.
bool asks_for_views(const Arguments& arguments);

/// Writes them from the journal of the sweep in `folder`, each whole or not at all; runs nothing.
void write_views(const Arguments& arguments, const std::filesystem::path& folder);

}  // namespace mho
