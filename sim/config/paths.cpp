// The visitor that lists the files that a spec names.
#include <utility>

#include "sim/config/config.hpp"

namespace mho {

namespace {

class PathLister final : public Fields {
 public:
  std::vector<std::string> take() { return std::move(paths_); }

 private:
  void on_flag(const char*, bool&, const char*, Presence) override {}
  void on_integer(const char*, std::int64_t&, Range, const char*, Presence) override {}
  void on_quantity(const char*, double&, std::string_view, Range, const char*, Presence) override {}
  void on_text(const char*, std::string&, const char*, Presence) override {}
  void on_path(const char*, std::string& value, const char*, Presence) override {
    if (!value.empty()) paths_.push_back(value);
  }
  void on_choice(const char*, int&, const std::vector<Word>&, const char*, Presence) override {}
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char*, std::vector<double>&, std::string_view, Range, const char*,
                     Presence) override {}
  void on_texts(const char*, std::vector<std::string>&, const char*, Presence) override {}
  std::size_t begin_list(const char*, const char*, Presence, std::size_t present) override {
    return present;
  }
  bool begin_item(const char*, std::size_t) override { return begin(); }
  bool begin_section(const char*, const char*, Presence, bool present) override {
    return present && begin();
  }
  void end_section() override { kind_visited_.pop_back(); }
  bool on_kind(const std::vector<Word>&, int&) override {
    const bool first = !kind_visited_.back();
    kind_visited_.back() = true;
    return first;
  }
  void on_rule(bool, const char*, const std::string&) override {}

  bool begin() {
    kind_visited_.push_back(false);
    return true;
  }

  std::vector<bool> kind_visited_;
  std::vector<std::string> paths_;
};

}  // namespace

std::vector<std::string> detail::paths(const Visit& visit) {
  PathLister lister;
  visit(lister);
  return lister.take();
}

}  // namespace mho
