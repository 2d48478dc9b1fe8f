// What a key is, on a screen: a section's keys with a line each, and nothing of what is below them.
#include <algorithm>
#include <map>
#include <utility>

#include "sim/config/description.hpp"
#include "sim/config/yaml_node.hpp"

namespace mho {

namespace {

constexpr std::size_t kWidth = 100;     // of a line
constexpr std::size_t kAllowed = 24;    // of what a key may be
constexpr std::size_t kMostLines = 36;  // of keys, before optional values share lines

/// A key of the section that is shown.
struct Line {
  Description first;
  std::vector<std::string> kinds;  ///< of the section, that have it
};

/// `text`, or its first words with "..." when it is wider.
std::string cut(const std::string& text, std::size_t width) {
  if (text.size() <= width) return text;
  const std::size_t space = text.rfind(' ', width - 4);
  const bool has_word = space != std::string::npos && space > 0;
  return text.substr(0, has_word ? space : width - 3) + (has_word ? " ..." : "...");
}

/// The words behind `head`, over as many lines as they need.
std::string wrapped(const std::string& head, const std::vector<std::string>& words) {
  const std::string margin(head.size() < 24 ? head.size() : 8, ' ');
  std::string text, line = head;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string word = words[i] + (i + 1 < words.size() ? "," : "");
    if (line.size() + 1 + word.size() > kWidth) {
      text += line + '\n';
      line = margin;
    }
    line += (i == 0 || line == margin ? "" : " ") + word;
  }
  return text + line + '\n';
}

/// What a machine has at each of its keys; of a section its kind.
using Values = std::map<std::string, std::string>;

void collect(const YamlNode& node, const std::string& key, Values& values) {
  values[key] = node.is_scalar() ? node.text : node.is_map() ? "section" : "list";
  for (const YamlEntry& entry : node.entries) {
    collect(*entry.value, key + '.' + entry.key, values);
    if (entry.key == "kind" && entry.value->is_scalar()) values[key] = "kind " + entry.value->text;
  }
}

/// "a", "[a, b]" or "1 to 8 (4)": what a key may be, and is when it is not given.
std::string value_text(const Description& key) {
  if (key.is_section) return key.otherwise.empty() ? "section" : "section (" + key.otherwise + ')';
  std::string allowed = key.allowed;
  for (const char* much : {"an integer, ", "a number, ", "one of "})
    if (allowed.starts_with(much)) allowed.erase(0, std::string(much).size());
  if (const std::size_t comma = allowed.find(", ");
      allowed.starts_with("a value in ") && comma != std::string::npos)
    allowed.erase(0, comma + 2);
  const std::string otherwise = key.otherwise.empty() ? "" : " (" + key.otherwise + ')';
  const std::size_t room = kAllowed > otherwise.size() + 8 ? kAllowed - otherwise.size() : 8;
  return cut(allowed, room) + otherwise;
}

class Outline {
 public:
  Outline(const std::vector<Description>& all, const std::string& key, Values values)
      : key_(key), values_(std::move(values)) {
    for (const Description& each : all)
      if (values_.empty() || values_.contains(each.key)) take(each);
    if (!values_.empty()) kinds_.clear();  // it has one of them
    common_ = kinds_.empty() ? 1 : kinds_.size();
  }

  bool is_section() const { return !lines_.empty(); }

  std::string text() const {
    std::string text;
    std::size_t shown = 0;
    for (const Line& line : lines_) shown += is_common(line) ? 1 : 0;
    const bool crowded = shown > kMostLines;
    std::vector<std::string> packed;
    for (const Line& line : lines_) {
      if (!is_common(line)) continue;
      const Description& key = line.first;
      if (crowded && values_.empty() && !key.is_section && !key.otherwise.empty())
        packed.push_back(name(key) + " (" + key.otherwise + ')');
      else
        text += one_line(key);
    }
    if (!packed.empty()) text += wrapped("  and, when given: ", packed);
    return text + of_kinds();
  }

 private:
  /// Of `key`, the name in the section that is shown; "" for what is deeper, or elsewhere.
  std::string name(const Description& each) const {
    const std::string& key = each.key;
    std::size_t from = 0;
    if (!key_.empty()) {
      if (!key.starts_with(key_)) return "";
      from = key_.size();
      if (key.compare(from, 2, "[]") == 0) from += 2;
      if (from >= key.size() || key[from] != '.') return "";
      ++from;
    }
    const std::string rest = key.substr(from);
    return rest.find('.') == std::string::npos ? rest : "";
  }

  void take(const Description& each) {
    const std::string own = name(each);
    if (own.empty() || own.ends_with("[]")) return;
    if (own == "kind" && kinds_.empty()) kinds_ = each.words;
    const auto known = std::find_if(lines_.begin(), lines_.end(),
                                    [&](const Line& line) { return line.first.key == each.key; });
    Line& line = known == lines_.end() ? lines_.emplace_back(Line{each, {}}) : *known;
    if (std::find(line.kinds.begin(), line.kinds.end(), each.kind) == line.kinds.end())
      line.kinds.push_back(each.kind);
  }

  /// Whether every kind has it; the kind itself stands before them.
  bool is_common(const Line& line) const {
    return line.kinds.size() >= common_ || line.kinds.front().empty();
  }

  std::string one_line(const Description& key) const {
    std::size_t widest = 0;
    for (const Line& line : lines_)
      if (is_common(line)) widest = std::max(widest, name(line.first).size());
    const auto padded = [](const std::string& text, std::size_t width) {
      return text + std::string(text.size() < width ? width - text.size() : 0, ' ');
    };
    const std::string head =
        "  " + padded(name(key), widest) + "  " + padded(value(key), kAllowed + 2) + "  ";
    return head + cut(key.sentence, std::max<std::size_t>(kWidth - head.size(), 24)) + '\n';
  }

  std::string value(const Description& key) const {
    const auto own = values_.find(key.key);
    return own == values_.end() ? value_text(key) : cut(own->second, kAllowed);
  }

  /// "  kind pcm: drift, ..." for every kind with its sentence.
  std::string of_kinds() const {
    std::string text;
    for (const std::string& kind : kinds_) {
      const std::string named = kind.substr(0, kind.find(':'));
      std::vector<std::string> keys;
      for (const Line& line : lines_)
        if (!is_common(line) &&
            std::find(line.kinds.begin(), line.kinds.end(), named) != line.kinds.end())
          keys.push_back(name(line.first));
      text += cut("  kind " + kind, kWidth) + '\n';
      if (!keys.empty()) text += wrapped("    with ", keys);
    }
    return text;
  }

  std::string key_;
  Values values_;
  std::vector<Line> lines_;
  std::vector<std::string> kinds_;  ///< "sar: what it means"
  std::size_t common_ = 1;
};

/// Of one key, what its kinds say alike told once.
std::string values_text(const std::vector<Description>& all, const std::string& key) {
  std::vector<Description> different;
  for (Description each : all) {
    if (each.key != key) continue;
    const std::string conditions = std::exchange(each.conditions, "");
    const auto same = std::find_if(different.begin(), different.end(), [&](Description known) {
      known.conditions = "";
      return known.text() == each.text();
    });
    if (same != different.end()) continue;
    each.conditions = conditions;
    different.push_back(std::move(each));
  }
  std::string text;
  for (Description& each : different) {
    if (different.size() == 1) each.conditions = "";
    text += each.text();
  }
  return text;
}

}  // namespace

std::string detail::outline(const Visit& visit, const std::string& key, const Document* section,
                            const std::string& section_key) {
  const std::vector<Description> all = descriptions(visit);
  Values values;
  if (section) collect(*section->root(), section_key, values);
  const Outline outline(all, key, std::move(values));
  const std::string head = values_text(all, key);
  if (!outline.is_section()) return head.empty() ? describe(visit, key) : head;
  return head + outline.text();
}

}  // namespace mho
