// Reading by a library that a damaged file may crash, keep busy for ever or make take all memory
// (libhdf5 1.10: Debian's h5dump dies of the same files): in a child process, with limits. Then it
// is the file that is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/base/error.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

/// What `read` returns, run in a child; its InputError too. `where` and `key` name the data where
/// the child dies, which is an InputError as well.
NumberArray read_guarded(const Place& where, const std::string& key,
                         const std::function<NumberArray()>& read);

/// Called by `read` when it knows how many bytes it has to handle: the limits grow with them.
void expect_bytes(std::int64_t bytes);

}  // namespace mho
