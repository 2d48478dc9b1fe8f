// A computation in a child process of its own: fork, run, answer through a pipe.
#pragma once

#include <functional>
#include <vector>

namespace mho {

/// The bytes that `work` returns in a forked child, which then ends without running destructors or
/// exit handlers. The calling process must have one thread: a fork copies no other. Throws Bug when
/// the child cannot be made or dies.
std::vector<char> run_in_child(const std::function<std::vector<char>()>& work);

}  // namespace mho
