// A file that appears whole or not at all: written beside its place, then renamed over it. Devices
// and pipes (/dev/stdout) are written to directly.
#pragma once

#include <string>

namespace mho {

/// Throws InputError (key `option`) when write_file(path, ...) could not succeed: called before
/// hours of work. Leaves nothing behind.
void check_writable(const std::string& path, const std::string& option);

/// Replaces the file by `text`. Throws InputError when that fails; the old file is then untouched.
void write_file(const std::string& path, const std::string& text, const std::string& option);

}  // namespace mho
