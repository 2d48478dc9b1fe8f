// What is wrong with a network, each thing once: exporters repeat themselves, and so would a list
// of problems, node by node.
#pragma once

#include <vector>

#include "sim/base/error.hpp"

namespace mho {

/// Problems with the same words become one, under "nodes 'a', 'b', 'c' and 4 more"; the order is
/// that of the first of each.
std::vector<Problem> merged(const std::vector<Problem>& problems);

}  // namespace mho
