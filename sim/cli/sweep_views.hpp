// mho sweep DIR --csv, --sqlite, --hdf5: all that a sweep has, in files of other programs; --table:
// to read.
#pragma once

#include <filesystem>

#include "sim/cli/arguments.hpp"
#include "sim/explore/design/sweep_spec.hpp"

namespace mho {

/// The options that name the files.
inline const std::vector<std::string> kViewOptions{"csv", "sqlite", "hdf5"};

/// Whether any of them is given.
bool asks_for_views(const Arguments& arguments);

/// Writes them from the journal of the sweep in `folder`, each whole or not at all; runs nothing.
void write_views(const Arguments& arguments, const std::filesystem::path& folder);

/// Every design of the sweep in `folder` with what the sweep is judged by, in the order of the
/// grid.
std::string table_text(const SweepSpec& spec, const std::filesystem::path& folder);

}  // namespace mho
