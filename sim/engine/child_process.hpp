// A computation in a child process of its own: fork, run, answer through a pipe.
#pragma once

#include <functional>
#include <vector>

#include "sim/engine/work_share.hpp"

namespace mho {

/// The bytes that `work` returns in a forked child, which then ends without running destructors or
/// exit handlers. What `work` says to the function that it is given, `tell` hears in the calling
/// process, meanwhile. That process must have one thread: a fork copies no other. Throws Exhausted
/// when the child cannot be made or is ended from outside (as by the system when memory is short),
/// Bug when it dies of itself.
std::vector<char> run_in_child(const std::function<std::vector<char>(const TellShare&)>& work,
                               const TellShare& tell = {});

}  // namespace mho
