#include "sim/explore/design/tree_key.hpp"

#include <filesystem>

#include "sim/config/yaml_node.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

namespace {

/// A file that a scalar names, relative to the file that it stands in; empty: none.
std::filesystem::path file_named(const YamlNode& node) {
  if (node.text.find_first_of("./") == std::string::npos) return {};
  const auto file = std::filesystem::path(folder_of(node.place)) / node.text;
  std::error_code error;
  return std::filesystem::is_regular_file(file, error) ? file : std::filesystem::path();
}

void hash_tree(KeyHasher& hasher, const YamlNode& node) {
  hasher(node.type, node.text, node.items.size(), node.entries.size());
  if (node.is_scalar())
    if (const auto file = file_named(node); !file.empty()) {
      hasher(key_of_file(file));
      if (file.extension() == ".onnx")
        for (const std::string& beside : files_beside(file.string())) hasher(key_of_file(beside));
    }
  for (const YamlNodePtr& item : node.items) hash_tree(hasher, *item);
  for (const YamlEntry& entry : node.entries) {
    hasher(entry.key);
    hash_tree(hasher, *entry.value);
  }
}

}  // namespace

Key key_of_tree(const YamlNode& tree) {
  KeyHasher hasher;
  hash_tree(hasher, tree);
  return hasher.key();
}

}  // namespace mho
