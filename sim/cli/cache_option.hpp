// The cache that a command's options name, and other options of commands that run many designs.
#pragma once

#include "sim/cache/cache.hpp"
#include "sim/cli/arguments.hpp"

namespace mho {

/// --cache DIR, or the usual folder; empty where there is none.
std::filesystem::path cache_folder_of(const Arguments& arguments);

/// In that folder; --no-cache, or no folder: in memory alone.
Cache cache_of(const Arguments& arguments);

/// --jobs N; 0 = one per core. Throws InputError when it is none.
int jobs_of(const Arguments& arguments);

}  // namespace mho
