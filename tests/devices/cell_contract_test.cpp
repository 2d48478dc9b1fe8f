// The contract of every kind of cell that the build has (STYLE: a catalogue entry keeps a
// contract). A kind's fields are filled with a plain parameter set through the same field list that
// reads YAML.
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <numeric>
#include <string>
#include <vector>

#include "devices/cell.hpp"

namespace mho {
namespace {

/// Sets fields from numbers by dotted name, for tests that have no YAML.
class Setter : public Fields {
 public:
  explicit Setter(std::map<std::string, double> values) : values_(std::move(values)) {}

 private:
  void on_flag(const char* key, bool& value, const char*, Presence) override {
    value = at(key) != 0;
  }
  void on_integer(const char* key, std::int64_t& value, Range, const char*, Presence) override {
    value = static_cast<std::int64_t>(at(key));
  }
  void on_quantity(const char* key, double& value, std::string_view, Range, const char*,
                   Presence) override {
    value = at(key);
  }
  void on_text(const char*, std::string& value, const char*, Presence) override { value = "test"; }
  void on_path(const char*, std::string& value, const char*, Presence) override { value = "test"; }
  void on_choice(const char* key, int& index, const std::vector<Word>&, const char*,
                 Presence) override {
    index = static_cast<int>(at(key));
  }
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char*, std::vector<double>&, std::string_view, Range, const char*,
                     Presence) override {}
  void on_texts(const char*, std::vector<std::string>&, const char*, Presence) override {}
  std::size_t begin_list(const char*, const char*, Presence, std::size_t present) override {
    return present;
  }
  bool begin_item(const char*, std::size_t) override { return true; }
  bool begin_section(const char* key, const char*, Presence, bool) override {
    prefix_ += std::string(key) + ".";
    return true;
  }
  void end_section() override {
    prefix_.pop_back();
    const auto dot = prefix_.rfind('.');
    prefix_ = dot == std::string::npos ? "" : prefix_.substr(0, dot + 1);
  }
  bool on_kind(const std::vector<Word>&, int&) override { return false; }
  void on_rule(bool holds, const char* key, const std::string& message) override {
    INFO(key << " " << message);
    CHECK(holds);
  }
  double at(const char* key) {
    const auto found = values_.find(prefix_ + key);
    return found == values_.end() ? 0 : found->second;
  }

  std::map<std::string, double> values_;
  std::string prefix_;
};

std::shared_ptr<Cell> make(const Kind<Cell>& kind, std::map<std::string, double> extra = {}) {
  std::map<std::string, double> values{{"levels", 16}, {"g_max", 40e-6}, {"on_off_ratio", 20}};
  for (const auto& [name, value] : extra) values[name] = value;
  const std::shared_ptr<Cell> cell = kind.make();
  Setter setter(values);
  cell->fields(setter);
  return cell;
}

const Kind<Cell>& kind_named(const std::string& name) {
  for (const Kind<Cell>& kind : cell_kinds()) {
    if (kind.name == name) return kind;
  }
  throw std::runtime_error("no cell kind " + name);
}

std::vector<float> level_targets(const Cell& cell, int copies) {
  std::vector<float> targets;
  const double step = (cell.g_max() - cell.g_min()).value() / (cell.levels() - 1);
  for (int copy = 0; copy < copies; ++copy) {
    for (int level = 0; level < cell.levels(); ++level) {
      targets.push_back(static_cast<float>(cell.g_min().value() + step * level));
    }
  }
  return targets;
}

struct Moments {
  double mean = 0, deviation = 0;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  m.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
  for (const double value : values) m.deviation += (value - m.mean) * (value - m.mean);
  m.deviation = std::sqrt(m.deviation / static_cast<double>(values.size()));
  return m;
}

TEST_CASE("every kind of cell with its errors at zero programs exactly the target") {
  for (const Kind<Cell>& kind : cell_kinds()) {
    INFO(kind.name);
    const auto cell = make(kind);
    CHECK(std::string(cell->kind()) == kind.name);
    const std::vector<float> targets = level_targets(*cell, 4);
    std::vector<float> programmed(targets.size());
    cell->conductances({0, 1, static_cast<int>(targets.size())}, {}, targets, Stream(1),
                       programmed);
    CHECK(programmed == targets);
    CHECK_FALSE(cell->has_read_noise(Effects::all()));
    std::vector<float> variance(targets.size(), -1);
    cell->read_variance({}, programmed, variance);
    CHECK(variance == std::vector<float>(targets.size(), 0));
  }
}

TEST_CASE("every kind of cell orders its conductances: 0 <= g_min < g_max <= ceiling") {
  for (const Kind<Cell>& kind : cell_kinds()) {
    INFO(kind.name);
    const auto cell = make(kind, {{"programming_error.sigma", 0.1}});
    CHECK(cell->g_min().value() >= 0);
    CHECK(cell->g_min() < cell->g_max());
    CHECK(cell->g_max() <= cell->g_ceiling());
  }
}

TEST_CASE("every kind of cell stays in range and repeats itself under the same stream") {
  for (const Kind<Cell>& kind : cell_kinds()) {
    INFO(kind.name);
    const auto cell = make(kind, {{"programming_error.sigma", 0.5}});
    const std::vector<float> targets = level_targets(*cell, 1000);
    std::vector<float> first(targets.size());
    std::vector<float> again(targets.size());
    std::vector<float> aliased = targets;
    cell->conductances({0, 1, static_cast<int>(targets.size())}, {}, targets, Stream(7), first);
    cell->conductances({0, 1, static_cast<int>(targets.size())}, {}, targets, Stream(7), again);
    cell->conductances({0, 1, static_cast<int>(targets.size())}, {}, aliased, Stream(7), aliased);
    CHECK(first == again);
    CHECK(first == aliased);
    for (const float g : first) {
      REQUIRE(g >= 0);
      REQUIRE(g <= static_cast<float>(cell->g_ceiling().value()));
    }
  }
}

TEST_CASE("rram programming error has the stated deviation, constant or proportional") {
  const double sigma = 0.02;
  const int draws = 20000;
  // The relative standard error of a standard deviation is 1 / sqrt(2 n) = 0.5 %; four of them are
  // allowed.
  const double tolerance = 4 / std::sqrt(2.0 * draws);
  for (const int form : {0, 1}) {
    const auto cell = make(kind_named("rram"),
                           {{"programming_error.form", form}, {"programming_error.sigma", sigma}});
    const std::vector<float> targets = level_targets(*cell, draws);
    std::vector<float> programmed(targets.size());
    cell->conductances({0, 1, static_cast<int>(targets.size())}, {}, targets, Stream(3),
                       programmed);
    for (const std::size_t level : {std::size_t{4}, std::size_t{15}}) {
      std::vector<double> errors;
      for (std::size_t n = level; n < targets.size(); n += 16) {
        errors.push_back(static_cast<double>(programmed[n]) - static_cast<double>(targets[n]));
      }
      const double scale = form == 0 ? cell->g_max().value() : static_cast<double>(targets[level]);
      const Moments found = moments(errors);
      INFO("form " << form << " level " << level);
      CHECK(found.deviation / (sigma * scale) == Approx(1).margin(tolerance));
      CHECK(std::abs(found.mean) < 4 * sigma * scale / std::sqrt(1.0 * draws));
    }
  }
}

TEST_CASE("rram read variance is sigma squared times g_max or g squared") {
  const auto constant =
      make(kind_named("rram"), {{"read_noise.form", 0}, {"read_noise.sigma", 0.01}});
  const auto proportional =
      make(kind_named("rram"), {{"read_noise.form", 1}, {"read_noise.sigma", 0.01}});
  const std::vector<float> g{2e-6F, 10e-6F, 40e-6F};
  std::vector<float> variance(3);
  constant->read_variance({}, g, variance);
  for (const float v : variance) CHECK(static_cast<double>(v) == Approx(0.4e-6 * 0.4e-6));
  proportional->read_variance({}, g, variance);
  CHECK(static_cast<double>(variance[1]) == Approx(0.1e-6 * 0.1e-6));
  CHECK(static_cast<double>(variance[2]) == Approx(0.4e-6 * 0.4e-6));
}

}  // namespace
}  // namespace mho
