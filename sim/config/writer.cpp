// The visitor that writes a spec as YAML, every value with its unit.
#include <algorithm>
#include <cctype>

#include "sim/base/text.hpp"
#include "sim/config/config.hpp"

namespace mho {

namespace {

/// The escapes of printable() are those of YAML.
std::string in_quotes(const std::string& text) {
  std::string quoted;
  for (const char c : text) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return '"' + printable(quoted) + '"';
}

/// `text` as a scalar that reads back to itself: plain where that is safe beyond doubt.
std::string scalar_text(const std::string& text) {
  const auto is_word = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  };
  const auto is_safe = [&](char c) {
    return is_word(c) || c == ' ' || c == '.' || c == '-' || c == '/' || c == '+' || c == '(' ||
           c == ')' || c == ';';
  };
  const bool plain = !text.empty() && is_word(text.front()) && text.back() != ' ' &&
                     std::all_of(text.begin(), text.end(), is_safe) && text != "null" &&
                     text != "Null" && text != "NULL" && !text.ends_with(".yaml");
  return plain ? text : in_quotes(text);
}

std::string in_brackets(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return '[' + text + ']';
}

class Writer final : public Fields {
 public:
  const std::string& text() const { return text_; }

 protected:
  void on_flag(const char* key, bool& value, const char*, Presence) override {
    line(key, value ? "true" : "false");
  }
  void on_integer(const char* key, std::int64_t& value, Range, const char*, Presence) override {
    line(key, std::to_string(value));
  }
  void on_quantity(const char* key, double& value_si, std::string_view unit, Range, const char*,
                   Presence) override {
    line(key, format_si(value_si, unit));
  }
  void on_text(const char* key, std::string& value, const char*, Presence) override {
    line(key, scalar_text(value));
  }
  void on_path(const char* key, std::string& value, const char*, Presence) override {
    line(key, in_quotes(value));
  }
  void on_choice(const char* key, int& index, const std::vector<Word>& words, const char*,
                 Presence) override {
    line(key, words.at(static_cast<std::size_t>(index)).name);
  }
  void on_integers_by_name(const char* key, std::map<std::string, int>& value, Range,
                           const char*) override {
    line(key, value.empty() ? "{}" : "");
    ++depth_;
    for (const auto& [name, number] : value) line(scalar_text(name), std::to_string(number));
    --depth_;
  }
  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view unit, Range,
                     const char*, Presence) override {
    std::vector<std::string> texts;
    for (const double value_si : values_si) texts.push_back(format_si(value_si, unit));
    line(key, in_brackets(texts));
  }
  void on_texts(const char* key, std::vector<std::string>& values, const char*, Presence) override {
    std::vector<std::string> texts;
    for (const std::string& value : values) texts.push_back(in_quotes(value));
    line(key, in_brackets(texts));
  }
  std::size_t begin_list(const char* key, const char*, Presence, std::size_t present) override {
    line(key, present == 0 ? "[]" : "");
    return present;
  }
  bool begin_item(const char*, std::size_t) override {
    text_ += std::string(2 * depth_, ' ') + "-\n";
    ++depth_;
    kind_written_.push_back(false);
    return true;
  }
  bool begin_section(const char* key, const char*, Presence presence, bool present) override {
    if (!present) {
      require(presence == Presence::optional, "a required section of a written spec is absent");
      return false;
    }
    line(key, "");
    ++depth_;
    kind_written_.push_back(false);
    return true;
  }
  void end_section() override {
    --depth_;
    kind_written_.pop_back();
  }
  bool on_kind(const std::vector<Word>& words, int& index) override {
    if (kind_written_.back()) return false;
    kind_written_.back() = true;
    line("kind", words.at(static_cast<std::size_t>(index)).name);
    return true;
  }
  void on_rule(bool, const char*, const std::string&) override {}

 private:
  void line(const std::string& key, const std::string& value) {
    text_ += std::string(2 * depth_, ' ') + key + ':' + (value.empty() ? "" : " ") + value + '\n';
  }

  std::string text_;
  std::size_t depth_ = 0;
  std::vector<bool> kind_written_;
};

}  // namespace

std::string detail::write(const Visit& visit) {
  Writer writer;
  visit(writer);
  return writer.text();
}

}  // namespace mho
