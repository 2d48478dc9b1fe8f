// A composed YAML tree with its --set overrides.
#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/config/yaml_text.hpp"

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

/// A --set on its way down the tree.
struct Assignment {
  std::string text;  ///< "a.b=1"
  std::vector<std::string> keys;
  YamlNodePtr value;

  YamlEntry entry(std::size_t depth, YamlNodePtr below) const {
    return {keys[depth], {"--set", 0}, std::move(below)};
  }
};

/// A map of one entry, made by the assignment.
YamlNodePtr new_map(const Assignment& assignment, YamlEntry entry) {
  auto map = std::make_shared<YamlNode>();
  map->type = YamlNode::Type::map;
  map->place = {"--set", 0};
  map->assignment = assignment.text;
  map->count(*entry.value);
  map->entries.push_back(std::move(entry));
  return map;
}

/// `map` with one entry replaced or added.
YamlNodePtr with_entry(const YamlNode& map, const YamlEntry* old, YamlEntry entry) {
  auto changed = std::make_shared<YamlNode>(map);
  if (old)
    changed->entries[static_cast<std::size_t>(old - map.entries.data())] = std::move(entry);
  else
    changed->entries.push_back(std::move(entry));
  changed->size = 1;
  changed->height = 1;
  for (const YamlEntry& each : changed->entries) changed->count(*each.value);
  return changed;
}

/// `node`, which is `depth` keys down, with the assigned value below it; nodes off the path are
/// shared.
YamlNodePtr assigned(const YamlNodePtr& node, const Assignment& assignment, std::size_t depth) {
  if (depth == assignment.keys.size()) return assignment.value;
  const std::string& key = assignment.keys[depth];
  switch (node->type) {
    case YamlNode::Type::broken:
      return node;
    case YamlNode::Type::empty:
      return new_map(assignment, assignment.entry(depth, assigned(node, assignment, depth + 1)));
    case YamlNode::Type::scalar:
    case YamlNode::Type::list:
      throw InputError({"--set", 0}, assignment.text,
                       "'" + key + "' cannot be set inside " +
                           (depth == 0 ? "the document" : "'" + assignment.keys[depth - 1] + "'") +
                           ", which is " +
                           (node->type == YamlNode::Type::list ? "a list" : "a single value"));
    case YamlNode::Type::map:
      break;
  }
  const YamlEntry* old = node->find(key);
  const bool last = depth + 1 == assignment.keys.size();
  const YamlNodePtr below = old ? old->value : std::make_shared<YamlNode>();
  YamlEntry entry = assignment.entry(depth, assigned(below, assignment, depth + 1));
  if (last && key == "kind") return merge(node, new_map(assignment, std::move(entry)));
  // A section that is only passed through keeps the place where it stands.
  if (old && !last) entry.place = old->place;
  return with_entry(*node, old, std::move(entry));
}

/// The value behind the '=', composed; what is wrong with it names the assignment.
YamlTree assigned_tree(const std::string& assignment, std::size_t equals) {
  const std::string key = assignment.substr(0, equals);
  YamlTree tree;
  try {
    tree = compose(parse_assigned(assignment.substr(equals + 1), assignment), key);
  } catch (const InputError& error) {
    throw InputError({"--set", 0}, assignment, error.problems().front().message);
  }
  for (Problem& problem : tree.problems)
    if (problem.place.file == "--set") problem.message += " (--set " + assignment + ')';
  return tree;
}

}  // namespace

Document Document::load(const std::string& file) { return parse(read_yaml_text(file), file); }

Document Document::parse(const std::string& text, const std::string& name) {
  YamlTree tree = compose(parse_yaml(text, name), "");
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
  const YamlTree value = assigned_tree(assignment, equals);
  root_ = assigned(root_, {assignment, keys, value.root}, 0);
  problems_.insert(problems_.end(), value.problems.begin(), value.problems.end());
}

bool Document::has(std::string_view key) const { return root_->find(key) != nullptr; }

}  // namespace mho
