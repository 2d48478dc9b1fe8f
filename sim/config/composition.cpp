// Trees of several files put together: included files, `from` with overrides, and merging.
#include <filesystem>
#include <map>
#include <unordered_map>

#include "sim/config/yaml_node.hpp"
#include "sim/config/yaml_text.hpp"

namespace mho {

namespace {

/// Files that include one another, not counting the first.
constexpr std::size_t kMaxChain = 64;

std::string joined(const std::string& path, const std::string& key) {
  return path.empty() || key.empty() ? path + key : path + '.' + key;
}

const std::string* kind_of(const YamlNode& map) {
  const YamlEntry* kind = map.find("kind");
  return kind && kind->value->type == YamlNode::Type::scalar ? &kind->value->text : nullptr;
}

class Composer {
 public:
  explicit Composer(std::vector<Problem>& problems) : problems_(problems) {}

  /// `path`: the dotted key that the content of `file` stands at.
  YamlNodePtr compose_tree(const YamlTree& tree, const std::string& file, const std::string& path) {
    for (const Problem& problem : tree.problems)
      problems_.push_back({problem.place, joined(path, problem.key), problem.message});
    chain_.push_back({identity(file), file});
    const YamlNodePtr composed = compose_node(tree.root, path);
    chain_.pop_back();
    return composed;
  }

 private:
  struct Link {
    std::string identity;
    std::string name;
  };

  static std::string identity(const std::string& file) {
    std::error_code error;
    const auto canonical = std::filesystem::weakly_canonical(file, error);
    return error ? file : canonical.string();
  }

  YamlNodePtr compose_node(const YamlNodePtr& node, const std::string& path) {
    switch (node->type) {
      case YamlNode::Type::empty:
      case YamlNode::Type::broken:
        return node;
      case YamlNode::Type::scalar:
        return node->plain && node->text.ends_with(".yaml") ? whole(include(*node, path, path))
                                                            : node;
      case YamlNode::Type::list:
        return compose_list(*node, path);
      case YamlNode::Type::map:
        return compose_map(*node, path);
    }
    throw Bug("a YAML node without type");
  }

  static YamlNodePtr whole(const YamlNodePtr& content) {
    if (content->type != YamlNode::Type::map) return content;
    auto copy = std::make_shared<YamlNode>(*content);
    copy->whole = true;
    return copy;
  }

  static std::shared_ptr<YamlNode> hollow(const YamlNode& node) {
    auto copy = std::make_shared<YamlNode>();
    copy->type = node.type;
    copy->place = node.place;
    copy->assignment = node.assignment;
    copy->incomplete = node.incomplete;
    return copy;
  }

  YamlNodePtr compose_list(const YamlNode& list, const std::string& path) {
    const auto composed = hollow(list);
    for (const YamlNodePtr& item : list.items) {
      composed->items.push_back(compose_node(item, path));
      composed->count(*composed->items.back());
    }
    return composed;
  }

  YamlNodePtr compose_map(const YamlNode& map, const std::string& path) {
    const auto composed = hollow(map);
    for (const YamlEntry& entry : map.entries) {
      if (entry.key == "from") continue;
      composed->entries.push_back(
          {entry.key, entry.place, compose_node(entry.value, joined(path, entry.key)), 0});
      composed->count(*composed->entries.back().value);
    }
    const YamlEntry* from = map.find("from");
    if (!from) return composed;
    const YamlNodePtr base = base_of(*from, path);
    if (base->type == YamlNode::Type::map) return whole(merge(base, composed));
    composed->incomplete = true;
    return composed;
  }

  /// What the map at `path` starts from: a map, or broken.
  YamlNodePtr base_of(const YamlEntry& from, const std::string& path) {
    const YamlNode& name = *from.value;
    const std::string from_path = joined(path, "from");
    if (name.type != YamlNode::Type::scalar || name.text.empty())
      return broken(from.place, from_path, "must name a YAML file");
    const YamlNodePtr base = include(name, from_path, path);
    if (base->type == YamlNode::Type::map || base->type == YamlNode::Type::broken) return base;
    return broken(from.place, from_path,
                  "names '" + name.text + "', which does not hold keys and values");
  }

  /// The composed content of the file that the scalar `name`, the value of key `path`, names; it
  /// will stand at `content_path`.
  YamlNodePtr include(const YamlNode& name, const std::string& path,
                      const std::string& content_path) {
    const std::string file =
        (std::filesystem::path(folder_of(name.place)) / name.text).lexically_normal().string();
    const std::string id = identity(file);
    for (std::size_t i = 0; i < chain_.size(); ++i)
      if (chain_[i].identity == id) return circle(name, path, i, file);
    if (const auto known = composed_.find(id); known != composed_.end()) return known->second;
    if (chain_.size() > kMaxChain)
      throw InputError(name.place, path,
                       "more than " + std::to_string(kMaxChain) + " files include one another");
    std::string text;
    try {
      text = read_yaml_text(file);
    } catch (const InputError& error) {
      return composed_[id] = broken(name.place, path,
                                    "names '" + name.text + "', but " + file + ": " +
                                        error.problems().front().message);
    }
    return composed_[id] = content(text, file, content_path);
  }

  YamlNodePtr content(const std::string& text, const std::string& file, const std::string& path) {
    YamlTree tree;
    try {
      tree = parse_yaml(text, file);
    } catch (const InputError& error) {
      problems_.insert(problems_.end(), error.problems().begin(), error.problems().end());
      auto node = std::make_shared<YamlNode>();
      node->type = YamlNode::Type::broken;
      node->place = {file, 0};
      return node;
    }
    return compose_tree(tree, file, path);
  }

  YamlNodePtr circle(const YamlNode& name, const std::string& path, std::size_t first,
                     const std::string& file) {
    std::string message = "files include one another in a circle: ";
    for (std::size_t i = first; i < chain_.size(); ++i) message += chain_[i].name + " -> ";
    return broken(name.place, path, message + file);
  }

  YamlNodePtr broken(const Place& place, const std::string& path, const std::string& message) {
    problems_.push_back({place, path, message});
    auto node = std::make_shared<YamlNode>();
    node->type = YamlNode::Type::broken;
    node->place = place;
    return node;
  }

  std::vector<Problem>& problems_;
  std::vector<Link> chain_;
  std::map<std::string, YamlNodePtr> composed_;
};

}  // namespace

YamlNodePtr merge(const YamlNodePtr& base, const YamlNodePtr& over) {
  if (base->type != YamlNode::Type::map || over->type != YamlNode::Type::map) return over;
  if (over->whole) return over;
  const std::string* old_kind = kind_of(*base);
  const std::string* new_kind = kind_of(*over);
  if (old_kind && new_kind && *old_kind != *new_kind) return over;

  auto merged = std::make_shared<YamlNode>();
  merged->type = YamlNode::Type::map;
  merged->place = over->place;
  merged->assignment = over->assignment;
  merged->incomplete = base->incomplete || over->incomplete;
  merged->whole = base->whole;
  merged->entries = base->entries;
  for (YamlEntry& entry : merged->entries) ++entry.inherited;
  std::unordered_map<std::string_view, std::size_t> position;
  for (std::size_t i = 0; i < base->entries.size(); ++i) position[base->entries[i].key] = i;
  for (const YamlEntry& entry : over->entries) {
    const auto at = position.find(entry.key);
    if (at == position.end()) {
      merged->entries.push_back(entry);
    } else {
      YamlEntry& replaced = merged->entries[at->second];
      replaced = {entry.key, entry.place, merge(replaced.value, entry.value), entry.inherited};
    }
  }
  for (const YamlEntry& entry : merged->entries) merged->count(*entry.value);
  return merged;
}

YamlTree compose(const YamlTree& tree, const std::string& path) {
  YamlTree composed;
  Composer composer(composed.problems);
  composed.root = composer.compose_tree(tree, tree.root->place.file, path);
  return composed;
}

std::string folder_of(const Place& place) {
  return place.file == "--set" ? "" : std::filesystem::path(place.file).parent_path().string();
}

}  // namespace mho
