#include "sim/config/section_reader.hpp"

#include <algorithm>
#include <set>

#include "sim/config/allowed.hpp"
#include "sim/config/config_folder.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

/// Whether `entry` was stated later than `other`: in a file that starts from the other's, or by
/// --set.
bool states_over(const YamlEntry& entry, const YamlEntry& other) {
  return entry.inherited < other.inherited;
}

/// By how many files that start `from` the one that says what kind a section is: one that states
/// other keys of it changes it, and is not stated over what stands beside it.
int age_of(const YamlEntry& section) {
  const YamlEntry* kind = section.value->is_map() ? section.value->find("kind") : nullptr;
  if (!kind) return section.inherited;
  const bool set = section.inherited == kStatedBySet || kind->inherited == kStatedBySet;
  return set ? kStatedBySet : section.inherited + kind->inherited;
}

std::string place_text(const Place& place) {
  return place.line > 0 ? place.file + ":" + std::to_string(place.line) : place.file;
}

/// What a word might have meant at a key that takes configurations by name.
std::string config_hint(const std::string& key, const YamlNode& node) {
  const std::string kind = config_kind_of(key);
  if (kind.empty() || !node.is_scalar() || !node.plain || !is_config_name(node.text)) return "";
  return ", or the name of one of configs/" + kind + config_meant(node.text, kind, node.place.file);
}

std::string item_name(const std::string& key, std::size_t item) {
  return key + '[' + std::to_string(item) + ']';
}

}  // namespace

std::string described(const YamlNode& node) {
  switch (node.type) {
    case YamlNode::Type::empty:
      return "is empty";
    case YamlNode::Type::scalar:
      return "is " + quoted(node.text);
    case YamlNode::Type::list:
      return "is a list";
    case YamlNode::Type::map:
      return "is a section";
    case YamlNode::Type::broken:
      return "could not be read";
  }
  throw Bug("a YAML node without type");
}

SectionReader::SectionReader(const Document& document) : problems_(document.problems()) {
  const YamlNode& root = *document.root();
  open(root, "", root.place);
  if (root.type == YamlNode::Type::map) return;
  section().opaque = true;
  if (root.type != YamlNode::Type::broken)
    report(root, "", described(root) + ", must be keys and values");
}

bool SectionReader::has(const char* key) { return section().node->find(key) != nullptr; }

bool SectionReader::beside(const char* by, const char* key, bool) {
  const YamlEntry* entry = section().node->find(key);
  const YamlEntry* other = section().node->find(by);
  if (entry && other && age_of(*other) >= entry->inherited) return true;
  section().known.emplace_back(key);
  return false;
}

bool SectionReader::overridden(const char* by, const std::vector<const char*>& keys) {
  const YamlEntry* model = section().node->find(by);
  if (!model) return false;
  for (const char* key : keys) {
    const YamlEntry* entry = section().node->find(key);
    if (!entry || !states_over(*entry, *model)) return false;
  }
  section().known.emplace_back(by);
  return true;
}

void SectionReader::finish() {
  end_section();
  if (problems_.empty()) return;
  std::stable_sort(problems_.begin(), problems_.end(),
                   [](const Problem& a, const Problem& b) { return a.place < b.place; });
  const auto same = [](const Problem& a, const Problem& b) { return a.text() == b.text(); };
  problems_.erase(std::unique(problems_.begin(), problems_.end(), same), problems_.end());
  throw InputError(std::move(problems_));
}

std::size_t SectionReader::begin_list(const char* key, const char* sentence, Presence presence,
                                      std::size_t) {
  const YamlEntry* entry = list(key, presence, sentence, "a section");
  return entry ? entry->value->items.size() : 0;
}

bool SectionReader::begin_item(const char* key, std::size_t item) {
  const YamlNode& node = *section().node->find(key)->value->items[item];
  const std::string name = item_name(key, item);
  if (node.type != YamlNode::Type::map) {
    report(node, name, described(node) + ", must be a section of keys and values");
    return false;
  }
  open(node, section().prefix + name + '.', node.place);
  return true;
}

bool SectionReader::begin_section(const char* key, const char* sentence, Presence presence, bool) {
  const YamlEntry* entry = find(key, presence, sentence, "a section");
  if (!entry) return false;
  const YamlNode& node = *entry->value;
  if (node.type != YamlNode::Type::map) {
    add(place_of(*entry), key,
        described(node) + ", must be a section of keys and values" + config_hint(key, node),
        node.assignment);
    return false;
  }
  open(node, section().prefix + key + '.', place_of(*entry));
  return true;
}

void SectionReader::end_section() {
  if (!section().opaque) report_unknown_keys();
  const bool troubled = section().troubled;
  sections_.pop_back();
  if (troubled && !sections_.empty()) section().troubled = true;
}

void SectionReader::on_rule(bool holds, const char* key, const std::string& message) {
  if (!section().troubled) on_check(holds, key, message);
}

void SectionReader::on_check(bool holds, const char* key, const std::string& message) {
  if (holds) return;
  const YamlEntry* entry = section().node->find(key);
  if (!entry) return report_missing(key, message);
  // What was right in the file that states it is wrong by what was stated over it.
  const YamlEntry* own = nullptr;
  std::string keys;
  for (const YamlEntry& each : section().node->entries) {
    if (!states_over(each, *entry)) continue;
    if (!own || states_over(each, *own)) own = &each;
    keys += (keys.empty() ? "" : ", ") + each.key;
  }
  if (!own) return report(*entry->value, key, message);
  add(own->place, key,
      message + " (" + key + " is that of " + place_text(entry->place) +
          ", over which are stated: " + keys + ')',
      own->value->assignment);
}

void SectionReader::on_problems(const std::vector<Problem>& found) {
  if (!found.empty()) section().troubled = true;
  problems_.insert(problems_.end(), found.begin(), found.end());
}

void SectionReader::open(const YamlNode& node, std::string prefix, Place place) {
  Section next;
  next.node = &node;
  next.prefix = std::move(prefix);
  next.place = std::move(place);
  sections_.push_back(std::move(next));
}

void SectionReader::add(const Place& place, const std::string& key, std::string message,
                        const std::string& assignment) {
  section().troubled = true;
  if (!assignment.empty()) message += " (" + assignment + ')';
  problems_.push_back({place, section().prefix + key, std::move(message)});
}
const Place& SectionReader::place_of(const YamlEntry& entry) {
  const YamlNode& node = *entry.value;
  const bool inside = node.type == YamlNode::Type::scalar || node.place.file != entry.place.file;
  return inside ? node.place : entry.place;
}
void SectionReader::report(const YamlNode& node, const std::string& key, std::string message) {
  add(node.place, key, std::move(message), node.assignment);
}
void SectionReader::report_missing(const std::string& key, std::string message) {
  add(section().place, key, std::move(message), section().node->assignment);
}

bool SectionReader::has_gone_key() {
  const auto& gone = section().gone;
  return std::any_of(gone.begin(), gone.end(),
                     [&](const auto& each) { return section().node->find(each.first) != nullptr; });
}

void SectionReader::gone(const char* key, const char* instead) {
  section().gone.emplace(key, instead);
}

void SectionReader::report_unknown_keys() {
  const std::set<std::string_view> known(section().known.begin(), section().known.end());
  for (const YamlEntry& entry : section().node->entries) {
    if (known.contains(entry.key)) continue;
    if (const auto gone = section().gone.find(entry.key); gone != section().gone.end()) {
      add(entry.place, entry.key, "is no key any more; " + gone->second, entry.value->assignment);
      continue;
    }
    std::string hint = did_you_mean(entry.key, section().known);
    if (hint.empty()) {
      hint = ", allowed: ";
      for (const std::string& each : section().known) hint += (hint.size() > 11 ? ", " : "") + each;
    }
    add(entry.place, entry.key, "unknown key" + hint, entry.value->assignment);
  }
}

const YamlEntry* SectionReader::find(const std::string& key, Presence presence,
                                     const std::string& sentence, const std::string& allowed) {
  section().known.push_back(key);
  if (section().opaque) return nullptr;
  const YamlEntry* entry = section().node->find(key);
  if (!entry) {
    // Of a key under its earlier name is told once, when the section ends.
    if (section().node->incomplete || has_gone_key())
      section().troubled = true;
    else if (presence == Presence::required)
      report_missing(key, "missing" + sentence_text(sentence, allowed));
    return nullptr;
  }
  if (entry->value->type == YamlNode::Type::broken) {
    section().troubled = true;
    return nullptr;
  }
  if (entry->value->type == YamlNode::Type::empty) {
    report(*entry->value, key, "is empty" + sentence_text(sentence, allowed));
    return nullptr;
  }
  return entry;
}

const YamlNode* SectionReader::scalar(const std::string& key, Presence presence,
                                      const std::string& sentence, const std::string& allowed,
                                      bool plain) {
  const YamlEntry* entry = find(key, presence, sentence, allowed);
  if (!entry) return nullptr;
  const YamlNode& node = *entry->value;
  if (node.type != YamlNode::Type::scalar) {
    if (node.place.file != entry->place.file)
      add(entry->place, key,
          "is the content of " + node.place.file + ", must be " + allowed +
              "; a name in quotes is not replaced",
          node.assignment);
    else
      add(place_of(*entry), key, described(node) + ", must be " + allowed, node.assignment);
    return nullptr;
  }
  if (plain && !node.plain) {
    report(node, key,
           "is the text " + quoted(node.text) + ", must be " + allowed + ", without quotes");
    return nullptr;
  }
  return &node;
}

const YamlNode* SectionReader::filled(const std::string& key, Presence presence,
                                      const std::string& sentence, const std::string& allowed) {
  const YamlNode* node = scalar(key, presence, sentence, allowed, false);
  if (!node || presence == Presence::optional || !node->text.empty()) return node;
  report(*node, key, "is empty" + sentence_text(sentence, allowed));
  return nullptr;
}

const YamlEntry* SectionReader::list(const std::string& key, Presence presence,
                                     const std::string& sentence, const std::string& allowed) {
  const YamlEntry* entry = find(key, presence, sentence, "a list, each " + allowed);
  if (!entry) return nullptr;
  const YamlNode& node = *entry->value;
  if (node.type == YamlNode::Type::list) return entry;
  add(place_of(*entry), key, described(node) + ", must be a list, each " + allowed,
      node.assignment);
  return nullptr;
}

std::vector<std::pair<std::string, YamlNodePtr>> SectionReader::items(const YamlEntry& entry,
                                                                      const std::string& key) {
  std::vector<std::pair<std::string, YamlNodePtr>> named;
  for (const YamlNodePtr& node : entry.value->items)
    named.emplace_back(item_name(key, named.size()), node);
  return named;
}

}  // namespace mho
