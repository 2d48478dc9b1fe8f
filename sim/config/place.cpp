// Where in the files of a document a key stands.
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

}  // namespace

std::optional<Place> Document::place_of(std::string_view path) const {
  const YamlNode* node = root_.get();
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
  return place;
}

}  // namespace mho
