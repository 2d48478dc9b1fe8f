#include "sim/report/population_text.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

constexpr std::size_t kPopulationWidth = 100;
constexpr std::size_t kWorst = 8;

std::string factor(double value) { return fixed(value, 2) + "x"; }
std::string percent(double share) { return fixed(100 * share, 0) + " %"; }

void add_row(Columns& table, const std::string& group, const Agreement& agreement) {
  table.row({group, std::to_string(agreement.points), std::to_string(agreement.macros),
             factor(agreement.error), percent(agreement.within_1_5), percent(agreement.within_2),
             factor(agreement.bias)});
}

void print_figure(std::ostringstream& out, const PopulationFigure& figure) {
  out << "\n";
  Columns table({{figure.figure, 26, false},
                 {"points", 8, true},
                 {"macros", 8, true},
                 {"error", 9, true},
                 {"in 1.5x", 9, true},
                 {"in 2x", 8, true},
                 {"bias", 9, true}});
  for (const GroupAgreement& group : figure.groups) add_row(table, group.group, group.agreement);
  if (figure.left_one_out) add_row(table, "all, left one out", *figure.left_one_out);
  out << table.text();
  if (!figure.left_one_out) return;
  std::string spreads;
  for (std::size_t c = 0; c < kModelClasses; ++c)
    spreads += (c == 0 ? "" : ", ") + std::string(name_of(static_cast<ModelClass>(c))) + " " +
               factor(std::exp(figure.spread[c]));
  out << wrapped("80 % of the macros lie within, by class of models: " + spreads +
                     ". Intervals from all other macros hold " + percent(figure.coverage) + ".",
                 2, kPopulationWidth - 2);
}

/// "mostly converter (71 %)".
std::string largest_part(const ComparedFigure& figure) {
  const auto largest = std::max_element(figure.parts.begin(), figure.parts.end());
  const auto which = static_cast<ModelClass>(largest - figure.parts.begin());
  return std::string(name_of(which)) + " " + percent(*largest / figure.simulated);
}

void print_worst(std::ostringstream& out, const Population& population, const char* name,
                 std::optional<ComparedFigure> ComparedMacro::*figure) {
  std::vector<const ComparedMacro*> macros;
  for (const ComparedMacro& each : population.macros)
    if (each.*figure) macros.push_back(&each);
  const auto off = [&](const ComparedMacro* each) {
    return std::abs(std::log((each->*figure)->ratio()));
  };
  std::stable_sort(macros.begin(), macros.end(),
                   [&](const auto* a, const auto* b) { return off(a) > off(b); });
  macros.resize(std::min(macros.size(), kWorst));
  out << "\n";
  Columns table({{std::string(name) + ", furthest off", 44, false},
                 {"node", 8, true},
                 {"reading", 15, true},
                 {"ratio", 9, true},
                 {"most of it", 20, true}});
  for (const ComparedMacro* each : macros)
    table.row({each->name + (each->is_processor ? ", processor" : ""),
               fixed(each->node_nm, 0) + " nm", each->reading, fixed((each->*figure)->ratio(), 2),
               largest_part(*(each->*figure))});
  out << table.text();
}

/// Clocks of digital macros, one row a design point.
void print_clocks(std::ostringstream& out, const Population& population) {
  Columns table({{"fastest clock of the models", 44, false},
                 {"node", 8, true},
                 {"stated", 12, true},
                 {"one stage", 12, true},
                 {"off", 8, true},
                 {"none", 12, true},
                 {"off", 8, true}});
  int rows = 0;
  const auto hertz = [](double value) { return format_si_rounded(value, "Hz", 3); };
  for (const ComparedMacro& each : population.macros) {
    if (!each.clock) continue;
    ++rows;
    const auto off = [&](double clock) {
      return (clock < each.clock->stated ? "" : "+") + percent(clock / each.clock->stated - 1);
    };
    table.row({each.name, fixed(each.node_nm, 0) + " nm", hertz(each.clock->stated),
               hertz(each.clock->fastest), off(each.clock->fastest), hertz(each.clock->unpipelined),
               off(each.clock->unpipelined)});
  }
  if (rows == 0) return;
  out << "\n"
      << table.text()
      << wrapped(
             "Stated: one over the table's time of a cycle, which is the fastest at its supply "
             "or not, and may be of several cycles. The rules have one register stage between "
             "inputs and sums, as no table states them.",
             2, kPopulationWidth - 2);
}

std::string ratio_text(const std::optional<ComparedFigure>& figure) {
  return figure ? significant(figure->ratio(), 3) : "-";
}

}  // namespace

std::string points_text(const Population& population) {
  std::vector<Columns::Column> columns{{"design point", 44, false},
                                       {"reading", 14, false},
                                       {"energy", 8, true},
                                       {"area", 8, true},
                                       {"tops", 7, true}};
  for (std::size_t c = 0; c < kModelClasses; ++c)
    columns.push_back({name_of(static_cast<ModelClass>(c)), 11, true});
  Columns table(columns);
  for (const ComparedMacro& each : population.macros) {
    std::vector<std::string> cells{each.name + (each.is_processor ? ", processor" : ""),
                                   each.reading, ratio_text(each.energy), ratio_text(each.area),
                                   ratio_text(each.throughput)};
    for (std::size_t c = 0; c < kModelClasses; ++c)
      cells.push_back(each.energy ? percent(each.energy->parts[c] / each.energy->simulated) : "-");
    table.row(cells);
  }
  return "\nEvery design point: simulated over published, and shares of the simulated energy.\n" +
         table.text();
}

std::string to_text(const Population& population) {
  std::ostringstream out;
  std::vector<std::string> left_out;
  for (const ComparedMacro& each : population.macros)
    if (!each.left_out.empty()) left_out.push_back(each.name + ": " + each.left_out);
  out << wrapped("Population " + printable(population.file) + ": " +
                     std::to_string(population.macros.size()) +
                     " measured design points, each built by the same rules of models alone. "
                     "Ratios are simulated over published; a macro counts once, whatever its "
                     "points; error is the geometric mean of the factor by which it is off.",
                 0, kPopulationWidth);
  for (const PopulationFigure& figure : population.figures) print_figure(out, figure);
  print_worst(out, population, "energy", &ComparedMacro::energy);
  print_worst(out, population, "area", &ComparedMacro::area);
  print_clocks(out, population);
  if (!left_out.empty()) out << "\n";
  for (const std::string& each : left_out)
    out << wrapped("left out: " + printable(each), 0, kPopulationWidth);
  return out.str();
}

}  // namespace mho
