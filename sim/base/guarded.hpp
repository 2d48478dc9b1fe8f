// Reading by a library that a damaged file may crash, keep busy for ever or make take all memory
// (libhdf5 1.10: Debian's h5dump dies of the same files): in a child process, with limits. Then it
// is the file that is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/base/child_process.hpp"
#include "sim/base/error.hpp"

namespace mho {

/// Runs `read` in a child; what it returns sends what was read, which `receive` takes. An
/// InputError of `read` is thrown here. `where` and `key` name the data where the child dies, which
/// is an InputError as well.
void guarded(const Place& where, const std::string& key,
             const std::function<std::function<void(const ChildProcess::Send&)>()>& read,
             const std::function<void(ChildProcess&)>& receive);

/// A text that `read` makes of a file.
std::string guarded_text(const Place& where, const std::string& key,
                         const std::function<std::string()>& read);

/// Called by `read` when it knows how many bytes it has to handle: the limits grow with them.
void expect_bytes(std::int64_t bytes);

}  // namespace mho
