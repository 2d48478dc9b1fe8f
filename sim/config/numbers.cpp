// The visitors that list a spec's numbers and set one of them.
#include <utility>

#include "sim/config/config.hpp"

namespace mho {

namespace {

/// Tells `on_number` of every number with its dotted key; changes nothing else.
class NumberVisitor : public Fields {
 protected:
  virtual void on_number(const std::string& key, double& value_si, std::string_view unit) = 0;

 private:
  void on_flag(const char*, bool&, const char*, Presence) override {}
  void on_integer(const char*, std::int64_t&, Range, const char*, Presence) override {}
  void on_quantity(const char* key, double& value_si, std::string_view unit, Range, const char*,
                   Presence) override {
    if (unit != "B") on_number(prefix() + key, value_si, unit);  // bytes are whole
  }
  void on_text(const char*, std::string&, const char*, Presence) override {}
  void on_path(const char*, std::string&, const char*, Presence) override {}
  void on_choice(const char*, int&, const std::vector<Word>&, const char*, Presence) override {}
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view unit, Range,
                     const char*, Presence) override {
    for (std::size_t i = 0; i < values_si.size(); ++i) on_number(item(key, i), values_si[i], unit);
  }
  void on_texts(const char*, std::vector<std::string>&, const char*, Presence) override {}
  std::size_t begin_list(const char*, const char*, Presence, std::size_t present) override {
    return present;
  }
  bool begin_item(const char* key, std::size_t number) override {
    sections_.push_back({item(key, number) + '.', false});
    return true;
  }
  bool begin_section(const char* key, const char*, Presence, bool present) override {
    if (present) sections_.push_back({prefix() + key + '.', false});
    return present;
  }
  void end_section() override { sections_.pop_back(); }
  bool on_kind(const std::vector<Word>&, int&) override {
    return !std::exchange(sections_.back().kind_visited, true);
  }
  void on_rule(bool, const char*, const std::string&) override {}

  struct Section {
    std::string prefix;  ///< dotted, with a closing dot
    bool kind_visited;
  };

  std::string prefix() const { return sections_.empty() ? "" : sections_.back().prefix; }
  std::string item(const char* key, std::size_t number) const {
    return prefix() + key + '[' + std::to_string(number) + ']';
  }

  std::vector<Section> sections_;
};

class Lister final : public NumberVisitor {
 public:
  std::vector<SpecNumber> take() { return std::move(numbers_); }

 private:
  void on_number(const std::string& key, double& value_si, std::string_view unit) override {
    numbers_.push_back({key, value_si, std::string(unit)});
  }

  std::vector<SpecNumber> numbers_;
};

class Setter final : public NumberVisitor {
 public:
  Setter(const std::string& key, double value_si) : key_(key), value_si_(value_si) {}
  bool found() const { return found_; }

 private:
  void on_number(const std::string& key, double& value_si, std::string_view) override {
    if (key != key_) return;
    value_si = value_si_;
    found_ = true;
  }

  const std::string& key_;
  double value_si_;
  bool found_ = false;
};

}  // namespace

std::vector<SpecNumber> detail::numbers(const Visit& visit) {
  Lister lister;
  visit(lister);
  return lister.take();
}

void detail::set_number(const Visit& visit, const std::string& key, double value_si) {
  Setter setter(key, value_si);
  visit(setter);
  require(setter.found(), "a number that the spec does not have");
}

}  // namespace mho
