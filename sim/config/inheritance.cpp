#include "sim/config/inheritance.hpp"

#include <algorithm>
#include <functional>

#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

using Types = YamlNode::Type;

std::string text_of(const Place& place) {
  return place.line > 0 ? place.file + ':' + std::to_string(place.line) : place.file;
}

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

/// What gives the size in force where an entry of the same section was stated that `level` files
/// start from; null when that cannot be told.
const YamlEntry* in_force(const YamlEntry& size, int level) {
  const YamlEntry* stated = &size;
  for (int at = size.inherited; at < level; at += stated->inherited) {
    if (!stated->over) return nullptr;
    stated = stated->over.get();
  }
  return stated;
}

/// Sizes, and what is stated for one of them.
struct Sized {
  std::vector<const char*> sizes;
  std::vector<const char*> constants;
};

const std::vector<Sized>& sized_sections() {
  static const std::vector<Sized> all{
      {{"bits", "capacity", "width", "ports", "banks", "lanes"},
       {"energy", "read_energy", "write_energy", "delay", "cycle", "area", "leakage"}},
      {{"rows"}, {"input_register", "array_read"}},
      {{"columns"}, {"output_register", "array_read"}}};
  return all;
}

/// Constants of a section that were stated for another value than a size of it has now, and that
/// value.
struct Outgrown {
  std::string constants;
  const YamlEntry* stated_for = nullptr;
};

Outgrown outgrown(const YamlNode& section, const YamlEntry& size,
                  const std::vector<const char*>& constants) {
  Outgrown found;
  const YamlEntry* model = section.find("model");
  for (const char* key : constants) {
    const YamlEntry* constant = section.find(key);
    if (!constant || (model && model->inherited <= constant->inherited)) continue;
    const YamlEntry* stated_for = in_force(size, constant->inherited);
    if (!stated_for || stated_for->value->text == size.value->text) continue;
    found.constants += (found.constants.empty() ? "" : ", ") + std::string(key);
    found.stated_for = stated_for;
  }
  return found;
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

std::vector<std::string> outgrown_constants(const Document& document) {
  std::vector<std::string> sentences;
  visit(*document.root(), "", [&](const YamlNode& section, const std::string& path) {
    for (const Sized& sized : sized_sections())
      for (const char* key : sized.sizes) {
        const YamlEntry* size = section.find(key);
        if (!size || size->value->type != Types::scalar) continue;
        const Outgrown found = outgrown(section, *size, sized.constants);
        if (!found.stated_for) continue;
        sentences.push_back((path.empty() ? "" : path + '.') + key + " is " + size->value->text +
                            " (" + text_of(size->place) + "), but stated for " +
                            found.stated_for->value->text + " (" +
                            text_of(found.stated_for->place) +
                            ") and not changed with it: " + found.constants + '.');
      }
  });
  return sentences;
}

std::vector<std::string> inheritance_notes(const Document& document) {
  std::vector<std::string> sentences = outgrown_constants(document);
  for (std::string& sentence : inherited_keys(document)) sentences.push_back(std::move(sentence));
  return sentences;
}

}  // namespace mho
