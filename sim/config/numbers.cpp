// The visitor that lists a spec's numbers.
#include <utility>

#include "sim/config/config.hpp"

namespace mho {

namespace {

class Lister final : public Fields {
 public:
  std::vector<SpecNumber> take() { return std::move(numbers_); }

 private:
  void on_flag(const char*, bool&, const char*, Presence) override {}
  void on_integer(const char*, std::int64_t&, Range, const char*, Presence) override {}
  void on_quantity(const char* key, double& value_si, std::string_view unit, Range, const char*,
                   Presence) override {
    if (unit != "B") add(prefix() + key, value_si, unit);  // bytes are whole
  }
  void on_text(const char*, std::string&, const char*, Presence) override {}
  void on_path(const char*, std::string&, const char*, Presence) override {}
  void on_choice(const char*, int&, const std::vector<Word>&, const char*, Presence) override {}
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char* key, std::vector<double>& values_si, std::string_view unit, Range,
                     const char*, Presence) override {
    for (std::size_t i = 0; i < values_si.size(); ++i) add(item(key, i), values_si[i], unit);
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

  void add(const std::string& key, double value_si, std::string_view unit) {
    numbers_.push_back({key, value_si, std::string(unit)});
  }

  std::vector<Section> sections_;
  std::vector<SpecNumber> numbers_;
};

}  // namespace

std::vector<SpecNumber> detail::numbers(const Visit& visit) {
  Lister lister;
  visit(lister);
  return lister.take();
}

}  // namespace mho
