// The visitor that reads a spec from a document and reports everything wrong with it together.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>

#include "sim/config/allowed.hpp"
#include "sim/config/config.hpp"
#include "sim/config/scalar.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

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

class Reader final : public Fields {
 public:
  explicit Reader(const Document& document) : problems_(document.problems()) {
    const YamlNode& root = *document.root();
    open(root, "", root.place);
    if (root.type == YamlNode::Type::map) return;
    section().opaque = true;
    if (root.type != YamlNode::Type::broken)
      report(root, "", described(root) + ", must be keys and values");
  }

  bool replaced(const char* by, const std::vector<const char*>& keys) override {
    if (!section().node->find(by)) return false;
    for (const char* key : keys) {
      section().known.emplace_back(key);
      if (const YamlEntry* entry = section().node->find(key))
        report(*entry->value, key,
               std::string("stands beside ") + by + "; allowed: one of the two");
    }
    return true;
  }

  void finish() {
    end_section();
    if (problems_.empty()) return;
    std::stable_sort(problems_.begin(), problems_.end(),
                     [](const Problem& a, const Problem& b) { return a.place < b.place; });
    const auto same = [](const Problem& a, const Problem& b) { return a.text() == b.text(); };
    problems_.erase(std::unique(problems_.begin(), problems_.end(), same), problems_.end());
    throw InputError(std::move(problems_));
  }

 protected:
  void on_flag(const char* key, bool& value, const char* sentence, Presence presence) override {
    const YamlNode* node = scalar(key, presence, sentence, "true or false", true);
    if (!node) return;
    const auto flag = parse_flag(node->text);
    if (!flag) return report(*node, key, described(*node) + ", must be true or false");
    value = *flag;
  }

  void on_integer(const char* key, std::int64_t& value, Range range, const char* sentence,
                  Presence presence) override {
    const std::string allowed = integer_text(range);
    if (const YamlNode* node = scalar(key, presence, sentence, allowed, true))
      read_integer(*node, key, range, value);
  }

  void on_quantity(const char* key, double& value_si, std::string_view unit, Range range,
                   const char* sentence, Presence presence) override {
    const std::string allowed = quantity_text(range, unit);
    const YamlNode* node = scalar(key, presence, sentence, allowed, unit.empty());
    if (!node) return;
    const auto value = in_range(*node, key, range, unit);
    if (!value) return;
    if (unit == "B" && *value != std::trunc(*value))
      return report(*node, key, "is " + node->text + ", must be whole bytes");
    value_si = *value;
  }

  void on_text(const char* key, std::string& value, const char* sentence,
               Presence presence) override {
    if (const YamlNode* node = filled(key, presence, sentence, "text")) value = node->text;
  }

  void on_path(const char* key, std::string& value, const char* sentence,
               Presence presence) override {
    const YamlNode* node = filled(key, presence, sentence, "a file's path");
    if (!node) return;
    value = node->text.empty() ? ""
                               : (std::filesystem::path(folder_of(node->place)) / node->text)
                                     .lexically_normal()
                                     .string();
  }

  void on_choice(const char* key, int& index, const std::vector<Word>& words, const char* sentence,
                 Presence presence) override {
    if (const YamlNode* node = scalar(key, presence, sentence, words_text(words), false))
      read_word(*node, key, words, index);
  }

  void on_integers_by_name(const char* key, std::map<std::string, int>& value, Range range,
                           const char* sentence) override {
    const YamlEntry* entry = find(key, Presence::optional, sentence, "names and integers");
    if (!entry) return;
    const YamlNode& node = *entry->value;
    if (node.type != YamlNode::Type::map)
      return add(place_of(*entry), key, described(node) + ", must be names with integers",
                 node.assignment);
    std::map<std::string, int> read;
    for (const YamlEntry& each : node.entries) {
      const std::string name = key + ('.' + each.key);
      std::int64_t number = 0;
      if (each.value->type != YamlNode::Type::scalar || !each.value->plain)
        report(*each.value, name, described(*each.value) + ", must be " + integer_text(range));
      else if (read_integer(*each.value, name, range, number))
        read[each.key] = static_cast<int>(number);
    }
    value = std::move(read);
  }

  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view unit,
                     Range each, const char* sentence, Presence presence) override {
    const YamlEntry* entry = list(key, presence, sentence, quantity_text(each, unit));
    if (!entry) return;
    std::vector<double> read;
    for (const auto& [name, node] : items(*entry, key)) {
      if (node->type != YamlNode::Type::scalar)
        report(*node, name, described(*node) + ", must be " + quantity_text(each, unit));
      else if (const auto value = in_range(*node, name, each, unit))
        read.push_back(*value);
    }
    values_si = std::move(read);
  }

  void on_texts(const char* key, std::vector<std::string>& values, const char* sentence,
                Presence presence) override {
    const YamlEntry* entry = list(key, presence, sentence, "text");
    if (!entry) return;
    std::vector<std::string> read;
    for (const auto& [name, node] : items(*entry, key)) {
      if (node->type != YamlNode::Type::scalar || node->text.empty())
        report(*node, name, described(*node) + ", must be text");
      else
        read.push_back(node->text);
    }
    values = std::move(read);
  }

  std::size_t begin_list(const char* key, const char* sentence, Presence presence,
                         std::size_t) override {
    const YamlEntry* entry = list(key, presence, sentence, "a section");
    return entry ? entry->value->items.size() : 0;
  }

  bool begin_item(const char* key, std::size_t item) override {
    const YamlNode& node = *section().node->find(key)->value->items[item];
    const std::string name = item_name(key, item);
    if (node.type != YamlNode::Type::map) {
      report(node, name, described(node) + ", must be a section of keys and values");
      return false;
    }
    open(node, section().prefix + name + '.', node.place);
    return true;
  }

  bool begin_section(const char* key, const char* sentence, Presence presence, bool) override {
    const YamlEntry* entry = find(key, presence, sentence, "a section");
    if (!entry) return false;
    const YamlNode& node = *entry->value;
    if (node.type != YamlNode::Type::map) {
      add(place_of(*entry), key, described(node) + ", must be a section of keys and values",
          node.assignment);
      return false;
    }
    open(node, section().prefix + key + '.', place_of(*entry));
    return true;
  }

  void end_section() override {
    if (!section().opaque) report_unknown_keys();
    const bool troubled = section().troubled;
    sections_.pop_back();
    if (troubled && !sections_.empty()) section().troubled = true;
  }

  bool on_kind(const std::vector<Word>& words, int& index) override {
    if (section().kind_read) return false;
    section().kind_read = true;
    int read = -1;
    const YamlNode* node =
        scalar("kind", Presence::required, "Which kind it is.", words_text(words), false);
    if (!node || !read_word(*node, "kind", words, read)) {
      section().opaque = true;
      return false;
    }
    index = read;
    return true;
  }

  void on_rule(bool holds, const char* key, const std::string& message) override {
    if (holds || section().troubled) return;
    const YamlEntry* entry = section().node->find(key);
    if (entry)
      report(*entry->value, key, message);
    else
      report_missing(key, message);
  }

  void on_problems(const std::vector<Problem>& found) override {
    if (!found.empty()) section().troubled = true;
    problems_.insert(problems_.end(), found.begin(), found.end());
  }

 private:
  struct Section {
    const YamlNode* node;
    std::string prefix;  ///< dotted path of the section with a closing dot, or ""
    Place place;
    std::vector<std::string> known;
    bool opaque = false;    ///< not to be judged: its keys are not known
    bool troubled = false;  ///< holds a problem
    bool kind_read = false;
  };

  Section& section() { return sections_.back(); }

  void open(const YamlNode& node, std::string prefix, Place place) {
    Section next;
    next.node = &node;
    next.prefix = std::move(prefix);
    next.place = std::move(place);
    sections_.push_back(std::move(next));
  }

  void add(const Place& place, const std::string& key, std::string message,
           const std::string& assignment) {
    section().troubled = true;
    if (!assignment.empty()) message += " (--set " + assignment + ')';
    problems_.push_back({place, section().prefix + key, std::move(message)});
  }
  /// Problems of a section or list as a whole stand at its key, unless it is in another file.
  static const Place& place_of(const YamlEntry& entry) {
    const YamlNode& node = *entry.value;
    const bool inside = node.type == YamlNode::Type::scalar || node.place.file != entry.place.file;
    return inside ? node.place : entry.place;
  }
  void report(const YamlNode& node, const std::string& key, std::string message) {
    add(node.place, key, std::move(message), node.assignment);
  }
  void report_missing(const std::string& key, std::string message) {
    add(section().place, key, std::move(message), section().node->assignment);
  }

  void report_unknown_keys() {
    const std::set<std::string_view> known(section().known.begin(), section().known.end());
    for (const YamlEntry& entry : section().node->entries) {
      if (known.contains(entry.key)) continue;
      std::string hint = did_you_mean(entry.key, section().known);
      if (hint.empty()) {
        hint = ", allowed: ";
        for (const std::string& each : section().known)
          hint += (hint.size() > 11 ? ", " : "") + each;
      }
      add(entry.place, entry.key, "unknown key" + hint, entry.value->assignment);
    }
  }

  /// The entry of `key`; null when it is absent, empty or broken, which is reported where it is
  /// wrong.
  const YamlEntry* find(const std::string& key, Presence presence, const std::string& sentence,
                        const std::string& allowed) {
    section().known.push_back(key);
    if (section().opaque) return nullptr;
    const YamlEntry* entry = section().node->find(key);
    if (!entry) {
      if (section().node->incomplete)
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

  const YamlNode* scalar(const std::string& key, Presence presence, const std::string& sentence,
                         const std::string& allowed, bool plain) {
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

  /// A scalar that is not empty text, unless it is optional.
  const YamlNode* filled(const std::string& key, Presence presence, const std::string& sentence,
                         const std::string& allowed) {
    const YamlNode* node = scalar(key, presence, sentence, allowed, false);
    if (!node || presence == Presence::optional || !node->text.empty()) return node;
    report(*node, key, "is empty" + sentence_text(sentence, allowed));
    return nullptr;
  }

  /// The entry of a list; each of its items is `allowed`.
  const YamlEntry* list(const std::string& key, Presence presence, const std::string& sentence,
                        const std::string& allowed) {
    const YamlEntry* entry = find(key, presence, sentence, "a list, each " + allowed);
    if (!entry) return nullptr;
    const YamlNode& node = *entry->value;
    if (node.type == YamlNode::Type::list) return entry;
    add(place_of(*entry), key, described(node) + ", must be a list, each " + allowed,
        node.assignment);
    return nullptr;
  }

  static std::string item_name(const std::string& key, std::size_t item) {
    return key + '[' + std::to_string(item) + ']';
  }

  /// The items of a list with their names.
  static std::vector<std::pair<std::string, YamlNodePtr>> items(const YamlEntry& entry,
                                                                const std::string& key) {
    std::vector<std::pair<std::string, YamlNodePtr>> named;
    for (const YamlNodePtr& node : entry.value->items)
      named.emplace_back(item_name(key, named.size()), node);
    return named;
  }

  std::optional<double> in_range(const YamlNode& node, const std::string& key, Range range,
                                 std::string_view unit) {
    const auto value = unit.empty() ? number(node, key, range) : physical(node, key, range, unit);
    if (!value || (*value >= range.min && *value <= range.max)) return value;
    report(node, key, "is " + node.text + ", allowed " + range_text(range, unit));
    return std::nullopt;
  }

  bool read_integer(const YamlNode& node, const std::string& key, Range range,
                    std::int64_t& value) {
    const auto parsed = parse_integer(node.text);
    if (const auto* why = std::get_if<std::string>(&parsed)) {
      report(node, key, wrong(node, integer_text(range), *why));
      return false;
    }
    const auto integer = std::get<std::int64_t>(parsed);
    if (static_cast<double>(integer) < range.min || static_cast<double>(integer) > range.max) {
      report(node, key, "is " + node.text + ", allowed " + range_text(range, ""));
      return false;
    }
    value = integer;
    return true;
  }

  bool read_word(const YamlNode& node, const std::string& key, const std::vector<Word>& words,
                 int& index) {
    std::vector<std::string> names;
    for (const Word& word : words) {
      if (node.text == word.name) {
        index = static_cast<int>(names.size());
        return true;
      }
      names.emplace_back(word.name);
    }
    const std::string hint = did_you_mean(node.text, names);
    report(node, key, described(node) + ", must be " + words_text(words) + hint);
    return false;
  }

  std::optional<double> number(const YamlNode& node, const std::string& key, Range range) {
    const auto parsed = parse_number(node.text);
    if (const auto* value = std::get_if<double>(&parsed)) return *value;
    report(node, key, wrong(node, quantity_text(range, ""), std::get<std::string>(parsed)));
    return std::nullopt;
  }

  std::optional<double> physical(const YamlNode& node, const std::string& key, Range range,
                                 std::string_view unit) {
    if (const auto value = parse_si(node.text, unit)) return value;
    if (parse_si(node.text, "")) {
      report(node, key,
             "is " + node.text + ", needs a unit, e.g. '" + example_text(node.text, range, unit) +
                 "'");
      return std::nullopt;
    }
    const std::string digits = node.text.substr(0, node.text.find_first_not_of("+-.0123456789"));
    std::string allowed = quantity_text(range, unit);
    if (parse_si(digits, "") && trap(node.text).empty())
      allowed += ", e.g. '" + example_text(digits, range, unit) + "'";
    report(node, key, wrong(node, allowed, trap(node.text)));
    return std::nullopt;
  }

  static std::string wrong(const YamlNode& node, const std::string& allowed,
                           const std::string& why) {
    return described(node) + ", must be " + allowed + (why.empty() ? "" : ", written " + why);
  }

  std::vector<Problem> problems_;
  std::vector<Section> sections_;
};

}  // namespace

void detail::read(const Document& document, const Visit& visit) {
  Reader reader(document);
  visit(reader);
  reader.finish();
}

}  // namespace mho
