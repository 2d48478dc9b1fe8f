// A composed YAML tree with its --set overrides.
#include <span>

#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

std::vector<std::string> split(const std::string& dotted) {
  std::vector<std::string> keys(1);
  for (const char c : dotted) {
    if (c == '.')
      keys.emplace_back();
    else
      keys.back() += c;
  }
  return keys;
}

const char* type_name(const YamlNode& node) {
  switch (node.type) {
    case YamlNode::Type::empty:
      return "empty";
    case YamlNode::Type::scalar:
      return "a single value";
    case YamlNode::Type::list:
      return "a list";
    case YamlNode::Type::map:
      return "a section";
    case YamlNode::Type::broken:
      return "unreadable";
  }
  throw Bug("a YAML node without type");
}

/// `node` with `value` at the path `keys`; nodes off the path are shared.
YamlNodePtr with_value(const YamlNodePtr& node, std::span<const std::string> keys,
                       const std::string& assignment, const YamlNodePtr& value) {
  if (keys.empty()) return value;
  if (node->type == YamlNode::Type::broken) return node;
  if (node->type != YamlNode::Type::map && node->type != YamlNode::Type::empty)
    throw InputError({"--set", 0}, assignment,
                     "'" + keys.front() + "' cannot be set inside what is " + type_name(*node));
  auto entry = std::make_shared<YamlNode>();
  entry->type = YamlNode::Type::map;
  entry->place = {"--set", 0};
  entry->assignment = assignment;
  const YamlEntry* old = node->find(keys.front());
  const YamlNodePtr below = old ? old->value : std::make_shared<YamlNode>();
  entry->entries.push_back(
      {keys.front(), {"--set", 0}, with_value(below, keys.subspan(1), assignment, value)});
  if (node->type == YamlNode::Type::empty) {
    entry->count(*entry->entries.front().value);
    return entry;
  }
  if (keys.size() == 1 && keys.front() == "kind") return merge(node, entry);

  auto changed = std::make_shared<YamlNode>(*node);
  changed->size = 1;
  changed->height = 1;
  const YamlEntry& now = entry->entries.front();
  if (!old) {
    changed->entries.push_back(now);
  } else {
    YamlEntry& slot = changed->entries[static_cast<std::size_t>(old - node->entries.data())];
    // A section that is only passed through keeps the place where it stands.
    slot = keys.size() == 1 ? now : YamlEntry{slot.key, slot.place, now.value};
  }
  for (const YamlEntry& each : changed->entries) changed->count(*each.value);
  return changed;
}

}  // namespace

Document Document::load(const std::string& file) { return parse(read_yaml_text(file), file); }

Document Document::parse(const std::string& text, const std::string& name) {
  YamlTree tree = compose(parse_yaml(text, name));
  Document document;
  document.root_ = std::move(tree.root);
  document.problems_ = std::move(tree.problems);
  document.file_ = name;
  return document;
}

void Document::set(const std::string& assignment) {
  const Place place{"--set", 0};
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos)
    throw InputError(place, assignment, "has no '=', must be a.b.c=value");
  const std::vector<std::string> keys = split(assignment.substr(0, equals));
  for (const std::string& key : keys) {
    if (key.empty()) throw InputError(place, assignment, "has an empty key, must be a.b.c=value");
    if (key == "from" || key == "<<")
      throw InputError(place, assignment,
                       "'" + key + "' cannot be set; set the section to a file: a.b=FILE.yaml");
  }
  const YamlTree value = compose(parse_assigned(assignment.substr(equals + 1), assignment));
  root_ = with_value(root_, keys, assignment, value.root);
  problems_.insert(problems_.end(), value.problems.begin(), value.problems.end());
}

bool Document::has(std::string_view key) const { return root_->find(key) != nullptr; }

}  // namespace mho
