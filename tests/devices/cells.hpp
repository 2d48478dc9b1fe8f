// Cells for tests: every kind with plain parameters, every shipped file, or from YAML text; and the
// statistics that judge their draws.
#pragma once

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "devices/cell.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {

struct CellSection {
  std::shared_ptr<Cell> cell;
  void fields(Fields& f) { f.kind("cell", cell, cell_kinds(), "The cell."); }
};

inline constexpr double kDay = 86400;  ///< seconds

/// An RRAM cell without errors, to which a test adds those that it looks at.
inline const std::string kRram = "  kind: rram\n  levels: 16\n  g_max: 40 uS\n  on_off_ratio: 20\n";

/// Cells in a sample: standard errors of a mean are 0.7 % of a deviation.
inline constexpr std::size_t kDraws = 20000;

/// Keys that every cell needs and no test here looks at.
inline const std::string kCosts =
    "  area: 1 um2\n  write_energy: 1 pJ\n  write_time: 1 us\n  leakage: 0 W\n  source: test\n";

/// A cell from the lines of its section, each indented by two blanks; costs are added.
inline std::shared_ptr<Cell> cell_from(const std::string& lines, const std::string& file = "test") {
  return read_spec<CellSection>(Document::parse("cell:\n" + lines + kCosts, file)).cell;
}

inline std::shared_ptr<Cell> shipped_cell(const std::string& name) {
  Document document = Document::parse("{}", "test");
  document.set("cell=" + std::string(kSourceDir) + "/configs/cells/" + name + ".yaml");
  return read_spec<CellSection>(document).cell;
}

inline std::vector<std::string> shipped_cells() {
  std::vector<std::string> names;
  const std::string folder = std::string(kSourceDir) + "/configs/cells";
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    names.push_back(entry.path().stem().string());
  std::sort(names.begin(), names.end());
  return names;
}

/// Fills required fields with the plainest value in range, errors zero, and leaves out what is
/// optional: it needs no YAML of each kind.
class PlainFields : public Fields {
 private:
  void on_flag(const char*, bool& value, const char*, Presence) override { value = false; }
  void on_integer(const char* key, std::int64_t& value, Range range, const char*,
                  Presence) override {
    const double plain = std::string(key) == "levels" ? 16 : 0;
    value = static_cast<std::int64_t>(std::clamp(plain, range.min, range.max));
  }
  void on_quantity(const char* key, double& value, std::string_view, Range range, const char*,
                   Presence presence) override {
    static const std::map<std::string, double> plain{{"g_max", 40e-6}, {"on_off_ratio", 20}};
    const auto found = plain.find(key);
    if (presence == Presence::required)
      value = std::clamp(found == plain.end() ? 0 : found->second, range.min, range.max);
  }
  void on_text(const char*, std::string& value, const char*, Presence) override { value = "test"; }
  void on_path(const char*, std::string&, const char*, Presence) override {}
  void on_choice(const char*, int& index, const std::vector<Word>&, const char*,
                 Presence) override {
    index = 0;
  }
  void on_integers_by_name(const char*, std::map<std::string, int>&, Range, const char*) override {}
  void on_quantities(const char*, std::vector<double>&, std::string_view, Range, const char*,
                     Presence) override {}
  void on_texts(const char*, std::vector<std::string>&, const char*, Presence) override {}
  std::size_t begin_list(const char*, const char*, Presence, std::size_t present) override {
    return present;
  }
  bool begin_item(const char*, std::size_t) override { return true; }
  bool begin_section(const char*, const char*, Presence presence, bool) override {
    return presence == Presence::required;
  }
  void end_section() override {}
  bool on_kind(const std::vector<Word>&, int&) override { return false; }
  void on_rule(bool, const char*, const std::string&) override {}
};

struct NamedCell {
  std::string name;
  std::shared_ptr<Cell> cell;
};

/// Every kind with plain parameters and every file of configs/cells.
inline std::vector<NamedCell> every_cell() {
  std::vector<NamedCell> cells;
  for (const Kind<Cell>& kind : cell_kinds()) {
    cells.push_back({std::string("plain ") + kind.name, kind.make()});
    PlainFields plain;
    cells.back().cell->fields(plain);
  }
  for (const std::string& name : shipped_cells()) cells.push_back({name, shipped_cell(name)});
  return cells;
}

/// `count` targets that run through the levels again and again.
inline std::vector<float> level_targets(const Cell& cell, std::size_t count) {
  const double step = (cell.g_max() - cell.g_min()).value() / (cell.levels() - 1);
  std::vector<float> targets(count);
  for (std::size_t n = 0; n < count; ++n)
    targets[n] =
        static_cast<float>(cell.g_min().value() + step * static_cast<double>(n % cell.levels()));
  return targets;
}

inline Conditions conditions(double age_s, Effects effects, double temperature_k = 0) {
  return {from_si<Time>(age_s), from_si<Temperature>(temperature_k), effects};
}

/// The conductances of one row of cells.
inline std::vector<float> programmed(const Cell& cell, const std::vector<float>& targets,
                                     const Conditions& at, std::uint64_t seed = 1) {
  std::vector<float> conductance(targets.size());
  cell.conductances({0, 1, static_cast<int>(targets.size())}, at, targets, Stream(seed),
                    conductance);
  return conductance;
}

struct Moments {
  double mean = 0;
  double deviation = 0;
};

inline Moments moments(const std::vector<double>& values) {
  Moments m;
  for (const double value : values) m.mean += value;
  m.mean /= static_cast<double>(values.size());
  for (const double value : values) m.deviation += (value - m.mean) * (value - m.mean);
  m.deviation = std::sqrt(m.deviation / static_cast<double>(values.size()));
  return m;
}

inline double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const Moments ma = moments(a);
  const Moments mb = moments(b);
  double sum = 0;
  for (std::size_t n = 0; n < a.size(); ++n) sum += (a[n] - ma.mean) * (b[n] - mb.mean);
  return sum / static_cast<double>(a.size()) / (ma.deviation * mb.deviation);
}

/// The largest distance between the distribution of `values` and a cumulative distribution, times
/// the root of their number (Kolmogorov-Smirnov). Of draws from that distribution it exceeds 1.95
/// once in 1000 times.
template <class Cumulative>
double kolmogorov(std::vector<double> values, Cumulative cumulative) {
  std::sort(values.begin(), values.end());
  const auto count = static_cast<double>(values.size());
  double distance = 0;
  for (std::size_t n = 0; n < values.size(); ++n) {
    const double expected = cumulative(values[n]);
    distance = std::max({distance, expected - static_cast<double>(n) / count,
                         static_cast<double>(n + 1) / count - expected});
  }
  return distance * std::sqrt(count);
}
inline constexpr double kKolmogorov = 1.95;

inline double normal_cumulative(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

}  // namespace mho
