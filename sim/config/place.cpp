// What stands at a dotted path of a document, and where in its files.
#include <algorithm>
#include <charconv>

#include "sim/config/config.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

/// One word of a path: a key, and the item of its list ("other_tiles[0]") if there is one.
struct Step {
  std::string_view key;
  std::optional<std::size_t> item;
};

/// Takes the first step off `path`; empty when that is not a key.
std::optional<Step> take_step(std::string_view& path) {
  const std::string_view word = path.substr(0, path.find('.'));
  path.remove_prefix(std::min(path.size(), word.size() + 1));
  const std::size_t bracket = word.find('[');
  if (bracket == std::string_view::npos) return Step{word, std::nullopt};
  const char* begin = word.data() + bracket + 1;
  const char* end = word.data() + word.size();
  std::size_t item = 0;
  const auto [stop, error] = std::from_chars(begin, end, item);
  if (error != std::errc() || stop + 1 != end || *stop != ']') return std::nullopt;
  return Step{word.substr(0, bracket), item};
}

/// What ends a path, and where it stands: an entry at its key.
struct Found {
  const YamlNode* node;
  Place place;
};

std::optional<Found> find(const YamlNode& root, std::string_view path) {
  const YamlNode* node = &root;
  Place place = node->place;
  while (!path.empty()) {
    const std::optional<Step> step = take_step(path);
    if (!step || node->type != YamlNode::Type::map) return std::nullopt;
    const YamlEntry* entry = node->find(step->key);
    if (!entry) return std::nullopt;
    node = entry->value.get();
    place = entry->place;
    if (!step->item) continue;
    if (node->type != YamlNode::Type::list || *step->item >= node->items.size())
      return std::nullopt;
    node = node->items[*step->item].get();
    place = node->place;
  }
  return Found{node, place};
}

/// What stands nearest around a key that the document need not have; the root when nothing does.
Found nearest(const YamlNode& root, std::string_view path) {
  // No document is deeper, but a name of the user's may hold any number of dots.
  std::size_t end = 0;
  for (int level = 0; level < kMaxDepth && end < path.size(); ++level)
    end = std::min(path.find('.', end + 1), path.size());
  path = path.substr(0, end);
  while (true) {
    if (const auto found = find(root, path)) return *found;
    const std::size_t dot = path.rfind('.');
    if (dot == std::string_view::npos) return {&root, root.place};
    path = path.substr(0, dot);
    if (const auto model = find(root, std::string(path) + ".model")) return *model;
  }
}

/// `node` with another text at the end of the path; empty when it has no scalar there.
YamlNodePtr with_text(const YamlNode& node, std::string_view path, const std::string& text) {
  auto changed = std::make_shared<YamlNode>(node);
  if (path.empty()) {
    if (node.type != YamlNode::Type::scalar) return nullptr;
    changed->text = text;
    return changed;
  }
  const std::optional<Step> step = take_step(path);
  const YamlEntry* entry = step ? node.find(step->key) : nullptr;
  if (!entry) return nullptr;
  YamlNodePtr& value =
      changed->entries[static_cast<std::size_t>(entry - node.entries.data())].value;
  if (!step->item) {
    value = with_text(*value, path, text);
    return value ? changed : nullptr;
  }
  if (*step->item >= value->items.size()) return nullptr;
  auto list = std::make_shared<YamlNode>(*value);
  YamlNodePtr& item = list->items[*step->item];
  item = with_text(*item, path, text);
  value = list;
  return item ? changed : nullptr;
}

}  // namespace

std::optional<std::string> Document::text_of(std::string_view path) const {
  const auto found = find(*root_, path);
  if (!found || !found->node->is_scalar()) return std::nullopt;
  return found->node->text;
}

std::optional<Place> Document::place_of(std::string_view path) const {
  const auto found = find(*root_, path);
  return found ? std::optional(found->place) : std::nullopt;
}

Place Document::nearest_place(std::string_view path) const {
  const Found found = nearest(*root_, path);
  return found.node == root_.get() ? Place{file_, 0} : found.place;
}

Document Document::with_number(const SpecNumber& number) const {
  Document changed = *this;
  changed.root_ = with_text(*root_, number.key, format_si(number.value_si, number.unit));
  require(changed.root_ != nullptr, "a number that the document does not have");
  return changed;
}

InputError with_places(const InputError& error, const Place& where, const Document& document,
                       const std::string& section) {
  std::vector<Problem> problems = error.problems();
  for (Problem& problem : problems) {
    if (problem.place != where && problem.place != Place{}) continue;
    const bool both = !section.empty() && !problem.key.empty();
    problem.key = section + (both ? "." : "") + problem.key;
    problem.place = document.nearest_place(problem.key);
    const std::string& assignment = nearest(*document.root(), problem.key).node->assignment;
    if (!assignment.empty()) problem.message += " (" + assignment + ')';
  }
  return InputError(std::move(problems));
}

}  // namespace mho
