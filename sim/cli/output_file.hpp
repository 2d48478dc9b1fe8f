// A file that appears whole or not at all: written beside its place, then renamed over it. One that
// is there keeps its mode, owner and other names: where a new file could not have them, or none can
// be made beside it, it is written in place. Links lead to what they name; pipes, devices and the
// program's own streams (/dev/stdout) are written to as they are.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace mho {

/// Throws InputError (key `option`) when write_file(path, ...) could not succeed: called before
/// hours of work. Changes nothing and leaves nothing behind.
void check_writable(const std::string& path, const std::string& option);

/// Writes all of a text.
using WriteText = std::function<void(std::ostream& out)>;

/// Replaces the file by `text`. Signals that end the program wait meanwhile, so that it leaves no
/// part of a file. Throws InputError when that fails; the old file is then untouched.
void write_file(const std::string& path, const WriteText& text, const std::string& option);
void write_file(const std::string& path, const std::string& text, const std::string& option);

}  // namespace mho
