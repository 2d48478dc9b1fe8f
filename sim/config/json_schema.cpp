#include "sim/config/json_schema.hpp"

#include <cmath>

#include "sim/config/allowed.hpp"

namespace mho {

namespace {

/// A range of one sign tells nothing of numbers beyond doubles.
void add_bounds(JsonSchema& schema, Range range) {
  if (std::isfinite(range.min)) schema["minimum"] = range.min;
  if (std::isfinite(range.max)) schema["maximum"] = range.max;
}

std::string escaped(std::string_view text) {
  std::string pattern;
  for (const char letter : text) {
    if (std::string_view(".^$*+?()[]{}|\\/").find(letter) != std::string_view::npos)
      pattern += '\\';
    pattern += letter;
  }
  return pattern;
}

/// Of a number with its unit: "0.8 V", "64 KiB", "1 day". Bounds are beyond a pattern.
std::string pattern_of(std::string_view unit) {
  const std::string number = R"(^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *)";
  if (unit == "s") return number + "([yzafpnu\u00b5\u03bcmkMGTP]?s|min|h|day|year)$";
  if (unit == "B") return number + "([kMGTP]?B|[KMGT]iB)$";
  if (unit == "kg") return number + "(t|kg|g|mg)$";
  if (unit == "J") return number + "([yzafpnu\u00b5\u03bcmkMGTP]?J|[kMG]?Wh)$";
  const bool takes_prefix = !unit.empty() && std::isalpha(static_cast<unsigned char>(unit[0])) != 0;
  return number + (takes_prefix ? "[yzafpnu\u00b5\u03bcmkMGTP]?" : "") + escaped(unit) + "$";
}

class SchemaWriter final : public Fields {
 public:
  SchemaWriter() { sections_.emplace_back(); }

  bool documents() const override { return true; }
  JsonSchema schema() const {
    JsonSchema schema = map_of(sections_.front());
    if (!definitions_.empty()) schema["$defs"] = definitions_;
    return schema;
  }

 protected:
  void on_flag(const char* key, bool&, const char* sentence, Presence) override {
    add(key, {{"type", "boolean"}}, sentence);
  }
  void on_integer(const char* key, std::int64_t&, Range range, const char* sentence,
                  Presence) override {
    add(key, integer(range), sentence);
  }
  void on_quantity(const char* key, double&, std::string_view unit, Range range,
                   const char* sentence, Presence) override {
    add(key, quantity(unit, range), sentence);
  }
  void on_text(const char* key, std::string&, const char* sentence, Presence) override {
    add(key, text(), sentence);
  }
  void on_path(const char* key, std::string&, const char* sentence, Presence) override {
    add(key, text(), sentence);
  }
  void on_choice(const char* key, int&, const std::vector<Word>& words, const char* sentence,
                 Presence) override {
    add(key, choice(words), sentence);
  }
  void on_integers_by_name(const char* key, std::map<std::string, int>&, Range range,
                           const char* sentence) override {
    add(key, {{"type", "object"}, {"additionalProperties", integer(range)}}, sentence);
  }
  void on_quantities(const char* key, std::vector<double>&, std::string_view unit, Range each,
                     const char* sentence, Presence) override {
    add(key, list_of(quantity(unit, each)), sentence);
  }
  void on_texts(const char* key, std::vector<std::string>&, const char* sentence,
                Presence) override {
    add(key, list_of(text()), sentence);
  }
  std::size_t begin_list(const char* key, const char* sentence, Presence, std::size_t) override {
    sections_.push_back({key, sentence, true});
    return 1;
  }
  bool begin_item(const char*, std::size_t) override { return true; }
  bool begin_section(const char* key, const char* sentence, Presence, bool) override {
    sections_.push_back({key, sentence, false});
    return true;
  }
  void end_section() override {
    const Section section = std::move(sections_.back());
    sections_.pop_back();
    JsonSchema schema = defined(section.key, map_of(section));
    // A section of a file may be another file.
    schema = {{"anyOf", {schema, text()}}};
    if (section.is_list) schema = list_of(schema);
    add(section.key.c_str(), schema, section.sentence.c_str());
  }
  bool on_kind(const std::vector<Word>& words, int& index) override {
    Section& section = sections_.back();
    if (section.kind >= 0) keep_kind(section, words[static_cast<std::size_t>(section.kind)]);
    if (++section.kind >= static_cast<int>(words.size())) return false;
    index = section.kind;
    return true;
  }
  void on_rule(bool, const char*, const std::string&) override {}

 private:
  struct Section {
    std::string key{}, sentence{};
    bool is_list = false;
    JsonSchema properties = JsonSchema::object();
    int kind = -1;
    std::vector<JsonSchema> kinds{};
  };

  static JsonSchema text() { return {{"type", "string"}}; }
  static JsonSchema integer(Range range) {
    JsonSchema schema = {{"type", "integer"}};
    add_bounds(schema, range);
    return schema;
  }
  static JsonSchema quantity(std::string_view unit, Range range) {
    if (!unit.empty())
      return {{"type", "string"},
              {"pattern", pattern_of(unit)},
              {"examples", {format_si(std::isfinite(range.max) ? range.max : 1, unit)}}};
    JsonSchema schema = {{"type", "number"}};
    add_bounds(schema, range);
    return schema;
  }
  static JsonSchema choice(const std::vector<Word>& words) {
    JsonSchema names = JsonSchema::array(), each = JsonSchema::array();
    for (const Word& word : words) {
      names.push_back(word.name);
      each.push_back(word.sentence);
    }
    return {{"enum", names}, {"enumDescriptions", each}};
  }
  static JsonSchema list_of(const JsonSchema& item) { return {{"type", "array"}, {"items", item}}; }

  void add(const char* key, JsonSchema schema, const char* sentence) {
    Section& section = sections_.back();
    schema["description"] = sentence;
    // Forms of a section that are told apart by their keys may share one: each allows it its own.
    JsonSchema& there = section.properties[key];
    if (there.is_null() || there == schema)
      there = std::move(schema);
    else
      there = {{"anyOf", {there, schema}}};
  }

  /// What belongs to one kind becomes a map of its own.
  void keep_kind(Section& section, const Word& word) {
    Section own;
    own.properties["kind"] = {{"const", word.name}, {"description", word.sentence}};
    for (const auto& [key, value] : section.properties.items()) own.properties[key] = value;
    section.kinds.push_back(map_of(own));
    section.properties = JsonSchema::object();
  }

  static JsonSchema map_of(const Section& section) {
    if (!section.kinds.empty()) return {{"anyOf", section.kinds}};
    JsonSchema schema = {{"type", "object"}, {"properties", section.properties}};
    schema["properties"]["from"] = {{"type", "string"},
                                    {"description", "A file whose keys these are stated over."}};
    schema["additionalProperties"] = false;
    return schema;
  }

  /// The same sections stand in many kinds: each is written once.
  JsonSchema defined(const std::string& key, const JsonSchema& schema) {
    const auto [at, is_new] = names_.try_emplace(schema.dump(), "");
    if (is_new) {
      int& uses = uses_[key];
      at->second = key + (uses++ == 0 ? "" : "_" + std::to_string(uses));
      definitions_[at->second] = schema;
    }
    return {{"$ref", "#/$defs/" + at->second}};
  }

  std::vector<Section> sections_;
  std::map<std::string, std::string> names_;  ///< of definitions, by their text
  std::map<std::string, int> uses_;           ///< of a key as a name
  JsonSchema definitions_ = JsonSchema::object();
};

}  // namespace

JsonSchema detail::json_schema(const Visit& visit) {
  SchemaWriter writer;
  visit(writer);
  return writer.schema();
}

}  // namespace mho
