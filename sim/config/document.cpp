// A composed YAML tree with what the command line sets in it.
#include <algorithm>

#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/config/yaml_text.hpp"

namespace mho {

namespace {

std::vector<std::string> keys_of(const std::string& dotted) {
  std::vector<std::string> keys(1);
  for (const char c : dotted) {
    if (c == '.')
      keys.emplace_back();
    else
      keys.back() += c;
  }
  return keys;
}

/// What the command line sets, on its way down the tree.
struct Assignment {
  Place place;                    ///< the option: "--set", "--trials"
  std::string text;               ///< "--set a.b=1", "--trials 3"
  std::vector<std::string> keys;  ///< fewer than kMaxDepth
  YamlNodePtr value;

  /// Without the option: "a.b=1", "3".
  std::string words() const { return text.substr(place.file.size() + 1); }
  YamlEntry entry(std::size_t depth, YamlNodePtr below) const {
    return {keys[depth], place, std::move(below), kStatedBySet};
  }
};

/// A map of one entry, made by the assignment.
YamlNodePtr new_map(const Assignment& assignment, YamlEntry entry) {
  auto map = std::make_shared<YamlNode>();
  map->type = YamlNode::Type::map;
  map->place = assignment.place;
  map->assignment = assignment.text;
  map->count(*entry.value);
  map->entries.push_back(std::move(entry));
  return map;
}

/// What `old` was in the files, as what an assignment is stated over.
std::shared_ptr<const YamlEntry> in_files(const YamlEntry& old) {
  if (old.inherited == kStatedBySet) return old.over;
  auto stated = std::make_shared<YamlEntry>(old);
  stated->inherited -= kStatedBySet;
  return stated;
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
/// shared. As deep as the assignment has keys.
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
      throw InputError(assignment.place, assignment.words(),
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
  // As in a file: who states the kind states the section.
  if (last && key == "kind") return new_map(assignment, std::move(entry));
  if (old && last) entry.over = in_files(*old);
  // A section that is only passed through keeps the place where it stands.
  if (old && !last) entry.place = old->place, entry.inherited = old->inherited;
  return with_entry(*node, old, std::move(entry));
}

/// The value behind the '=' of a --set, composed; what is wrong with it names the assignment.
YamlTree assigned_tree(const std::string& assignment, std::size_t equals) {
  const Place place{"--set", 0};
  const std::string key = assignment.substr(0, equals);
  const std::string text = place.file + ' ' + assignment;
  YamlTree tree;
  try {
    tree = parse_assigned(assignment.substr(equals + 1), place.file, text);
    const bool is_text = is_source(key.substr(key.rfind('.') + 1)) && tree.root->is_scalar();
    if (!is_text) tree = compose(tree, key);
  } catch (const InputError& error) {
    throw InputError(place, assignment, error.problems().front().message);
  }
  for (Problem& problem : tree.problems)
    if (problem.place == place) problem.message += " (" + text + ')';
  return tree;
}

/// That what an option says could stand in a file.
void check_text(const std::string& text, const Place& place) {
  if (holds_control(text)) throw InputError(place, "", "holds a control character");
  try {
    check_yaml_text(text, place.file);
  } catch (const InputError& error) {
    throw InputError(place, "", error.problems().front().message);
  }
}

/// A scalar as the command line has it, which need not be written as YAML would have it.
YamlNodePtr scalar_of(const std::string& text, const Place& place, const std::string& assignment) {
  check_text(text, place);
  auto node = std::make_shared<YamlNode>();
  node->type = YamlNode::Type::scalar;
  node->place = place;
  node->assignment = assignment;
  node->text = text;
  return node;
}

}  // namespace

Document Document::load(const std::string& file) { return parse(read_yaml_text(file), file); }

Document Document::parse(const std::string& text, const std::string& name) {
  YamlTree tree = compose(parse_yaml(text, name), "");
  Document document;
  document.root_ = std::move(tree.root);
  document.problems_ = std::move(tree.problems);
  document.files_ = std::move(tree.files);
  document.file_ = name;
  return document;
}

void Document::set(const std::string& assignment) {
  const Place place{"--set", 0};
  check_text(assignment, place);
  const std::size_t equals = assignment.find('=');
  if (equals == std::string::npos)
    throw InputError(place, assignment, "has no '=', must be a.b.c=value");
  const std::string key = assignment.substr(0, equals);
  const std::vector<std::string> keys = keys_of(key);
  // The value is a level, too.
  if (keys.size() >= static_cast<std::size_t>(kMaxDepth))
    throw InputError(place, "",
                     "a key of " + std::to_string(keys.size()) + " levels, allowed: at most " +
                         std::to_string(kMaxDepth - 1));
  for (const std::string& each : keys) {
    if (each.empty()) throw InputError(place, assignment, "has an empty key, must be a.b.c=value");
    if (each == "from" || each == "<<")
      throw InputError(place, assignment,
                       "'" + each + "' cannot be set; set the section to a file: a.b=FILE.yaml");
  }
  take(key, assigned_tree(assignment, equals), place, "--set " + assignment);
}

void Document::set_option(const std::string& option, const std::string& key,
                          const std::string& value) {
  const Place place{option, 0};
  const std::string text = option + ' ' + value;
  take(key, {scalar_of(value, place, text), {}, {}}, place, text);
}

void Document::set_list(const std::string& option, const std::string& key,
                        const std::vector<std::string>& values) {
  const Place place{option, 0};
  std::string text = option + ' ';
  for (const std::string& value : values) text += (text.back() == ' ' ? "" : ",") + value;
  auto list = std::make_shared<YamlNode>();
  list->type = YamlNode::Type::list;
  list->place = place;
  list->assignment = text;
  for (const std::string& value : values) {
    list->items.push_back(scalar_of(value, place, text));
    list->count(*list->items.back());
  }
  take(key, {list, {}, {}}, place, text);
}

void Document::set_file(const std::string& option, const std::string& key,
                        const std::string& file) {
  YamlTree tree = compose(parse_yaml(read_yaml_text(file), file), key);
  take(key, tree, {option, 0}, option + ' ' + file);
}

void Document::take(const std::string& key, const YamlTree& value, const Place& place,
                    const std::string& assignment) {
  root_ = assigned(root_, {place, assignment, keys_of(key), value.root}, 0);
  problems_.insert(problems_.end(), value.problems.begin(), value.problems.end());
  files_.insert(files_.end(), value.files.begin(), value.files.end());
}

void Document::set_value(const std::string& key, const std::shared_ptr<const YamlNode>& value) {
  const Place& place = value->place;
  root_ = assigned(root_, {place, place.file + ' ' + key, keys_of(key), value}, 0);
}

Document Document::without(const std::vector<std::string>& keys) const {
  Document rest = *this;
  auto root = std::make_shared<YamlNode>(*root_);
  std::erase_if(root->entries, [&](const YamlEntry& entry) {
    return std::find(keys.begin(), keys.end(), entry.key) != keys.end();
  });
  rest.root_ = std::move(root);
  return rest;
}

bool Document::has(std::string_view key) const { return root_->find(key) != nullptr; }

}  // namespace mho
