// The visitor that documents a spec: every key of every kind with its range and sentence.
#include <algorithm>

#include "sim/config/allowed.hpp"
#include "sim/config/description.hpp"

namespace mho {

namespace {

class Describer final : public Fields {
 public:
  const std::vector<Description>& descriptions() const { return descriptions_; }
  bool documents() const override { return true; }

 protected:
  void on_flag(const char* key, bool& value, const char* sentence, Presence presence) override {
    add(key, "true or false", sentence, presence, value ? "true" : "false");
  }
  void on_integer(const char* key, std::int64_t& value, Range range, const char* sentence,
                  Presence presence) override {
    add(key, integer_text(range), sentence, presence, std::to_string(value));
  }
  void on_quantity(const char* key, double& value_si, std::string_view unit, Range range,
                   const char* sentence, Presence presence) override {
    add(key, quantity_text(range, unit), sentence, presence, format_si(value_si, unit));
  }
  void on_text(const char* key, std::string& value, const char* sentence,
               Presence presence) override {
    add(key, "text", sentence, presence, '\'' + value + '\'');
  }
  void on_path(const char* key, std::string& value, const char* sentence,
               Presence presence) override {
    add(key, "a file's path", sentence, presence, '\'' + value + '\'');
  }
  void on_choice(const char* key, int& index, const std::vector<Word>& words, const char* sentence,
                 Presence presence) override {
    const std::string given =
        presence == Presence::optional ? words.at(static_cast<std::size_t>(index)).name : "";
    add(key, words_text(words), sentence, presence, given);
    add_words(words);
  }
  void on_integers_by_name(const char* key, std::map<std::string, int>&, Range range,
                           const char* sentence) override {
    add(key, "names, each with " + integer_text(range), sentence, Presence::optional, "none");
  }
  void on_quantities(const char* key, std::vector<double>&, std::string_view unit, Range each,
                     const char* sentence, Presence presence) override {
    add(key, "a list, each " + quantity_text(each, unit), sentence, presence, "[]");
  }
  void on_texts(const char* key, std::vector<std::string>&, const char* sentence,
                Presence presence) override {
    add(key, "a list, each text", sentence, presence, "[]");
  }
  std::size_t begin_list(const char* key, const char* sentence, Presence presence,
                         std::size_t) override {
    add(key, "a list, each a section", sentence, presence, "[]");
    descriptions_.back().is_section = true;
    return 1;
  }
  bool begin_item(const char* key, std::size_t) override {
    sections_.push_back({prefix() + key + "[].", conditions(), conditions(), "", -1});
    return true;
  }
  bool begin_section(const char* key, const char* sentence, Presence presence, bool) override {
    add(key, "section", sentence, presence, "absent");
    descriptions_.back().is_section = true;
    sections_.push_back({prefix() + key + '.', conditions(), conditions(), "", -1});
    return true;
  }
  void end_section() override { sections_.pop_back(); }
  bool on_kind(const std::vector<Word>& words, int& index) override {
    Section& section = sections_.back();
    if (section.kind < 0) {
      add("kind", words_text(words), "Which kind it is; its other keys depend on it.",
          Presence::required, "");
      add_words(words);
    }
    if (++section.kind >= static_cast<int>(words.size())) return false;
    index = section.kind;
    section.kind_name = words[static_cast<std::size_t>(index)].name;
    section.conditions = section.outer + " (kind " + section.kind_name + ')';
    return true;
  }
  void on_rule(bool, const char*, const std::string&) override {}

 private:
  struct Section {
    std::string prefix;
    std::string outer;       ///< conditions of the sections around
    std::string conditions;  ///< those and " (kind sar)" while that kind is shown
    std::string kind_name;   ///< of the kind being shown
    int kind = -1;           ///< its index
  };

  std::string prefix() const { return sections_.empty() ? "" : sections_.back().prefix; }
  std::string conditions() const { return sections_.empty() ? "" : sections_.back().conditions; }

  void add(const std::string& key, const std::string& allowed, const char* sentence,
           Presence presence, const std::string& otherwise) {
    Description each{prefix() + key, conditions(), "", allowed, "", sentence, {}};
    if (!sections_.empty()) each.kind = sections_.back().kind_name;
    if (presence == Presence::optional) each.otherwise = otherwise;
    descriptions_.push_back(std::move(each));
  }
  void add_words(const std::vector<Word>& words) {
    for (const Word& word : words)
      descriptions_.back().words.push_back(std::string(word.name) + ": " + word.sentence);
  }

  std::vector<Description> descriptions_;
  std::vector<Section> sections_;
};

}  // namespace

std::vector<Description> detail::descriptions(const Visit& visit) {
  Describer describer;
  visit(describer);
  return describer.descriptions();
}

std::string Description::text() const {
  std::string lines = key + conditions + ": " + allowed;
  if (!otherwise.empty()) lines += "; optional, " + otherwise + " when not given";
  lines += "\n    " + sentence + '\n';
  for (const std::string& word : words) lines += "    " + word + '\n';
  return lines;
}

std::string detail::describe(const Visit& visit, const std::string& key) {
  std::string text;
  std::vector<std::string> keys;
  for (const Description& each : descriptions(visit)) {
    if (key.empty() || each.key == key || each.key.starts_with(key + '.')) text += each.text();
    keys.push_back(each.key);
  }
  if (text.empty()) throw InputError({}, key, "unknown key" + did_you_mean(key, keys));
  return text;
}

}  // namespace mho
