// The visitor that reads a spec's values from a document.
#include <cmath>
#include <filesystem>
#include <limits>

#include "sim/config/allowed.hpp"
#include "sim/config/config.hpp"
#include "sim/config/scalar.hpp"
#include "sim/config/section_reader.hpp"
#include "sim/config/suggestion.hpp"

namespace mho {

namespace {

class Reader final : public SectionReader {
 public:
  using SectionReader::SectionReader;

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

 private:
  std::optional<double> in_range(const YamlNode& node, const std::string& key, Range range,
                                 std::string_view unit) {
    const auto value = unit.empty() ? number(node, key, range) : physical(node, key, range, unit);
    if (!value || (*value >= range.min && *value <= range.max)) return value;
    report(node, key, "is " + node.text + ", allowed " + range_text(range, unit));
    return std::nullopt;
  }

  /// Exact, also where an end of the range is the double nearest to an integer beyond it. Integers
  /// that do not fit 64 bits have saturated, and are in no range.
  static bool holds(Range range, std::int64_t integer) {
    using Limits = std::numeric_limits<std::int64_t>;
    constexpr double kBeyond = 0x1p63;
    const std::int64_t least =
        range.min <= -kBeyond ? Limits::min() + 1 : static_cast<std::int64_t>(std::ceil(range.min));
    const std::int64_t most =
        range.max >= kBeyond ? Limits::max() - 1 : static_cast<std::int64_t>(std::floor(range.max));
    return integer >= least && integer <= most;
  }

  bool read_integer(const YamlNode& node, const std::string& key, Range range,
                    std::int64_t& value) {
    const auto parsed = parse_integer(node.text);
    if (const auto* why = std::get_if<std::string>(&parsed)) {
      report(node, key, wrong(node, integer_text(range), *why));
      return false;
    }
    const auto integer = std::get<std::int64_t>(parsed);
    if (!holds(range, integer)) {
      report(node, key, "is " + node.text + ", allowed " + integer_range_text(range));
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
    const std::string why = trap(node.text);
    const std::string meant = why.empty() ? suggestion(node.text, range, unit) : "";
    const std::string example = meant.empty() ? "" : ", e.g. '" + meant + "'";
    const std::string allowed = quantity_text(range, unit);
    if (parse_si(node.text, ""))
      report(node, key,
             "is " + node.text + ", needs a unit" +
                 (meant.empty() ? "; allowed: " + allowed : example));
    else
      report(node, key, wrong(node, allowed + example, why));
    return std::nullopt;
  }

  static std::string wrong(const YamlNode& node, const std::string& allowed,
                           const std::string& why) {
    return described(node) + ", must be " + allowed + (why.empty() ? "" : ", written " + why);
  }
};

}  // namespace

void detail::read(const Document& document, const Visit& visit) {
  Reader reader(document);
  visit(reader);
  reader.finish();
}

}  // namespace mho
