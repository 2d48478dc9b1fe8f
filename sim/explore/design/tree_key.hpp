// The key of a part of a YAML tree.
#pragma once

#include "sim/cache/key.hpp"

namespace mho {

struct YamlNode;

/// Of the whole tree, and of the content of files that it names.
Key key_of_tree(const YamlNode& tree);

}  // namespace mho
