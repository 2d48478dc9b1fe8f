// What a sweep's folder is of: the run, what varies, what is tied. Goals, search and looks may
// change from one time to the next, and values may be added; anything else would be another sweep.
#pragma once

#include <filesystem>
#include <string>

#include "sim/explore/design/sweep_spec.hpp"

namespace mho {

/// Writes the manifest of a new folder. Of one that has a manifest: throws InputError that says
/// what of the sweep is not what it was, and what to do.
void check_manifest(const SweepSpec& spec, const std::string& sweep_file,
                    const std::filesystem::path& folder);

/// The sweep file that a folder was begun with; throws InputError for a folder of no sweep.
std::string sweep_file_of(const std::filesystem::path& folder);

}  // namespace mho
