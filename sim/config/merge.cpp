// One map stated over another: which entries replace, which stay, and whose source they have.
#include <algorithm>
#include <unordered_map>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// Whether a section leaves nothing of the one that it is stated over.
bool replaces(const YamlNode& section) { return section.whole || section.find("kind") != nullptr; }

YamlEntry stated_over(const YamlEntry& base, const YamlEntry& over) {
  if (base.value->is_map() && over.value->is_map() && !replaces(*over.value))
    return {over.key, over.place, merge(*base.value, *over.value)};
  YamlEntry stated = over;
  stated.over = std::make_shared<YamlEntry>(base);
  return stated;
}

/// The keys of values that stay as `merged` inherited them, "a, b"; sections have their own source.
std::string inherited_values(const YamlNode& merged) {
  constexpr std::size_t kShown = 12;
  std::string keys;
  std::size_t count = 0;
  for (const YamlEntry& entry : merged.entries) {
    if (entry.inherited == 0 || entry.value->is_map() || is_source(entry.key) ||
        entry.key == "kind" || entry.key == "name")
      continue;
    if (++count <= kShown) keys += (keys.empty() ? "" : ", ") + entry.key;
  }
  if (count > kShown) keys += " and " + std::to_string(count - kShown) + " more";
  return keys;
}

/// A source that was stated over another is not that of what stays inherited.
void keep_sources(YamlNode& merged) {
  const std::string keys = inherited_values(merged);
  if (keys.empty()) return;
  for (YamlEntry& entry : merged.entries) {
    if (!is_source(entry.key) || !entry.over || entry.inherited > 0) continue;
    const YamlNode& old = *entry.over->value;
    if (!entry.value->is_scalar() || !old.is_scalar() || entry.value->text == old.text) continue;
    auto both = std::make_shared<YamlNode>(*entry.value);
    if (both->text.ends_with('.')) both->text.pop_back();
    both->text += "; inherited " + keys + ": " + old.text;
    entry.value = both;
  }
}

}  // namespace

bool is_source(std::string_view key) { return key == "source" || key.ends_with("_source"); }

YamlNodePtr merge(const YamlNode& base, const YamlNode& over) {
  auto merged = std::make_shared<YamlNode>();
  merged->type = YamlNode::Type::map;
  merged->place = over.place;
  merged->assignment = over.assignment;
  merged->incomplete = base.incomplete || over.incomplete;
  merged->whole = base.whole;
  merged->entries = base.entries;
  for (YamlEntry& entry : merged->entries) ++entry.inherited;
  std::unordered_map<std::string_view, std::size_t> position;
  for (std::size_t i = 0; i < base.entries.size(); ++i) position[base.entries[i].key] = i;
  for (const YamlEntry& entry : over.entries) {
    const auto at = position.find(entry.key);
    if (at == position.end())
      merged->entries.push_back(entry);
    else
      merged->entries[at->second] = stated_over(merged->entries[at->second], entry);
  }
  keep_sources(*merged);
  for (const YamlEntry& entry : merged->entries) merged->count(*entry.value);
  return merged;
}

}  // namespace mho
