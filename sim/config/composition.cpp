// Trees of several files put together: included files, and sections that start `from` one.
#include <filesystem>
#include <map>

#include "sim/config/config_folder.hpp"
#include "sim/config/yaml_node.hpp"
#include "sim/config/yaml_text.hpp"

namespace mho {

namespace {

/// Files that include one another, not counting the first.
constexpr std::size_t kMaxChain = 64;

std::string joined(const std::string& path, const std::string& key) {
  return path.empty() || key.empty() ? path + key : path + '.' + key;
}

const YamlEntry* kind_of(const YamlNode& map) {
  const YamlEntry* kind = map.find("kind");
  return kind && kind->value->type == YamlNode::Type::scalar ? kind : nullptr;
}

class Composer {
 public:
  explicit Composer(YamlTree& into) : problems_(into.problems), files_(into.files) {}

  /// `path`: the dotted key that the content of `file` stands at.
  YamlNodePtr compose_tree(const YamlTree& tree, const std::string& file, const std::string& path) {
    for (const Problem& problem : tree.problems)
      problems_.push_back({problem.place, joined(path, problem.key), problem.message});
    chain_.push_back({identity(file), file});
    if (!is_option({file, 0})) files_.push_back(file);
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
        return compose_scalar(node, path);
      case YamlNode::Type::list:
        return compose_list(*node, path);
      case YamlNode::Type::map:
        return compose_map(*node, path);
    }
    throw Bug("a YAML node without type");
  }

  /// The content of the file that it names, by its path or, at a key that takes configurations, by
  /// the name of one; else itself.
  YamlNodePtr compose_scalar(const YamlNodePtr& node, const std::string& path) {
    if (!node->plain) return node;
    if (node->text.ends_with(".yaml")) return whole(include(*node, path, path));
    const std::string kind = config_kind_of(path.substr(path.rfind('.') + 1));
    if (kind.empty() || !is_config_name(node->text)) return node;
    const auto file = named_config(node->text, kind, node->place.file);
    return file ? whole(include_file(*file, *node, path, path)) : node;
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
    // {from: 64, to: 512, times: 2} is a range of values.
    const bool is_range = map.find("to") != nullptr;
    // {value: V, vary: ...} is V with keys of its own.
    const bool is_alternative = map.entries.size() == 2 && map.find("value") && map.find("vary");
    for (const YamlEntry& entry : map.entries) {
      if (entry.key == "from" && !is_range) continue;
      // A source is text, also one that ends as a file's name does.
      const bool is_text = is_source(entry.key) && entry.value->type == YamlNode::Type::scalar;
      const std::string at =
          is_alternative && entry.key == "value" ? path : joined(path, entry.key);
      composed->entries.push_back(
          {entry.key, entry.place, is_text ? entry.value : compose_node(entry.value, at)});
      composed->count(*composed->entries.back().value);
    }
    const YamlEntry* from = map.find("from");
    if (!from || is_range) return composed;
    const YamlNodePtr base = base_of(*from, path);
    if (base->type == YamlNode::Type::map && is_same_kind(*base, *composed, *from, path))
      return whole(merge(*base, *composed));
    composed->incomplete = true;
    return composed;
  }

  /// Whether nothing keeps the section from starting from `base`; reports another kind.
  bool is_same_kind(const YamlNode& base, const YamlNode& section, const YamlEntry& from,
                    const std::string& path) {
    const YamlEntry* old = kind_of(base);
    const YamlEntry* stated = kind_of(section);
    if (!old || !stated || old->value->text == stated->value->text) return true;
    problems_.push_back({stated->place, joined(path, "kind"),
                         "is '" + stated->value->text + "', but the section starts from " +
                             from.value->text + " of kind '" + old->value->text +
                             "', of which nothing would be left; allowed: " + old->value->text +
                             ", or no 'from'"});
    return false;
  }

  /// What the map at `path` starts from: a map, or broken.
  YamlNodePtr base_of(const YamlEntry& from, const std::string& path) {
    const YamlNode& name = *from.value;
    const std::string from_path = joined(path, "from");
    if (name.type != YamlNode::Type::scalar || name.text.empty())
      return broken(from.place, from_path, "must name a YAML file");
    YamlNodePtr base;
    if (is_config_name(name.text)) {
      const auto file = named_config(name.text, "", name.place.file);
      if (!file)
        return broken(name.place, from_path,
                      "no configuration '" + name.text + "'" +
                          config_meant(name.text, "", name.place.file) +
                          " (mho list has their names; a path has a '/' or ends in .yaml)");
      base = include_file(*file, name, from_path, path);
    } else {
      base = include(name, from_path, path);
    }
    if (base->type == YamlNode::Type::map || base->type == YamlNode::Type::broken) return base;
    return broken(from.place, from_path,
                  "names '" + name.text + "', which does not hold keys and values");
  }

  /// The composed content of the file that the scalar `name`, the value of key `path`, names; it
  /// will stand at `content_path`.
  YamlNodePtr include(const YamlNode& name, const std::string& path,
                      const std::string& content_path) {
    return include_file(
        (std::filesystem::path(folder_of(name.place)) / name.text).lexically_normal().string(),
        name, path, content_path);
  }

  YamlNodePtr include_file(const std::string& file, const YamlNode& name, const std::string& path,
                           const std::string& content_path) {
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
  std::vector<std::string>& files_;
  std::vector<Link> chain_;
  std::map<std::string, YamlNodePtr> composed_;
};

}  // namespace

YamlTree compose(const YamlTree& tree, const std::string& path) {
  YamlTree composed;
  Composer composer(composed);
  composed.root = composer.compose_tree(tree, tree.root->place.file, path);
  return composed;
}

bool is_option(const Place& place) { return place.line == 0 && place.file.starts_with("--"); }

std::string folder_of(const Place& place) {
  return is_option(place) ? "" : std::filesystem::path(place.file).parent_path().string();
}

}  // namespace mho
