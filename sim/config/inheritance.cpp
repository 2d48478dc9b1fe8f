#include "sim/config/inheritance.hpp"

#include <algorithm>
#include <functional>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

using Types = YamlNode::Type;

/// Shows every map of the tree with its dotted path. As deep as a document may be.
void visit(const YamlNode& node, const std::string& path,
           const std::function<void(const YamlNode&, const std::string&)>& see) {
  if (node.type == Types::list)
    for (std::size_t i = 0; i < node.items.size(); ++i)
      visit(*node.items[i], path + '[' + std::to_string(i) + ']', see);
  if (node.type != Types::map) return;
  see(node, path);
  for (const YamlEntry& entry : node.entries)
    visit(*entry.value, path.empty() ? entry.key : path + '.' + entry.key, see);
}

/// "a, b (FILE:3, 7), c (OTHER:2)".
std::string with_places(const std::vector<const YamlEntry*>& entries) {
  std::string text, lines, file;
  const auto close = [&] {
    if (!file.empty()) text += " (" + file + ':' + lines + ')';
  };
  for (const YamlEntry* entry : entries) {
    const bool same = entry->place.file == file;
    if (!same) close();
    text += (text.empty() ? "" : ", ") + entry->key;
    lines = (same ? lines + ", " : "") + std::to_string(entry->place.line);
    file = entry->place.file;
  }
  close();
  return text;
}

}  // namespace

std::vector<std::string> inherited_keys(const Document& document) {
  std::vector<std::string> sentences;
  visit(*document.root(), "", [&](const YamlNode& section, const std::string& path) {
    const auto is_kept = [&](const YamlEntry& entry) {
      return std::any_of(section.entries.begin(), section.entries.end(), [&](const YamlEntry& own) {
        return own.inherited != kStatedBySet && own.inherited < entry.inherited;
      });
    };
    std::vector<const YamlEntry*> kept;
    for (const YamlEntry& entry : section.entries)
      if (is_kept(entry)) kept.push_back(&entry);
    if (kept.empty()) return;
    sentences.push_back("Inherited" + (path.empty() ? "" : " in " + path) + ": " +
                        with_places(kept) + '.');
  });
  return sentences;
}

}  // namespace mho
