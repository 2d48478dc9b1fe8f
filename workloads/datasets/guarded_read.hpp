// Arrays of numbers that a library reads in a child process (sim/base/guarded.hpp).
#pragma once

#include <functional>
#include <string>

#include "sim/base/guarded.hpp"
#include "workloads/datasets/format.hpp"

namespace mho {

/// What `read` returns, run in a child.
NumberArray read_guarded(const Place& where, const std::string& key,
                         const std::function<NumberArray()>& read);

}  // namespace mho
