#include "sim/report/compare_published_text.hpp"

#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"

namespace mho {

namespace {

/// As many as fit, and no fewer than vendors publish.
constexpr int kPublishedDigits = 3;

/// Without its unit, which the column has.
std::string number(const ComparedRow& row, const std::string& name) {
  const Metric* metric = row.find(name);
  return metric ? significant(metric->value, kPublishedDigits) : "-";
}

std::string with_prefix(const ComparedRow& row, const std::string& name) {
  const Metric* metric = row.find(name);
  return metric ? format_si_rounded(metric->value, metric->unit, kPublishedDigits) : "-";
}

/// The figures of one level; those of the die stand with the peak, times with the achieved.
std::vector<std::string> level_cells(const ComparedRow& row, const std::string& level,
                                     const std::string& precision) {
  const bool peak = level == "peak";
  const std::string per_joule = "tops_per_joule.chip." + level;
  return {peak ? row.machine : "",
          level,
          short_precision(precision),
          number(row, per_joule),
          number(row, per_joule + ".normalized"),
          number(row, "tops.chip." + level),
          peak && row.technology_m > 0 ? format_si_rounded(row.technology_m, "m", kPublishedDigits)
                                       : "-",
          peak ? number(row, "area.chip") : "-",
          peak ? number(row, "tops_per_mm2.chip.peak") : "-",
          peak ? "-" : with_prefix(row, "latency.first"),
          peak ? "-" : number(row, "throughput.steady")};
}

}  // namespace

std::string short_precision(const std::string& precision) {
  std::string text = precision;
  for (const std::string unit : {"-bit weights", "-bit activations"})
    if (const std::size_t at = text.find(unit); at != std::string::npos)
      text.erase(at, unit.size());
  return text.empty() ? "-" : text;
}

std::string published_text(const std::vector<const ComparedRow*>& rows) {
  if (rows.empty()) return "";
  std::ostringstream out;
  out << "\nPublished, not simulated\n"
         "  Figures as published, 2 OP per MAC, of the whole device; \"-\" where none was seen, or "
         "it is of\n  other bits or another network than the machines above.\n";
  Columns table({{"device", 24, false},
                 {"level", 9, false},
                 {"bits", 6, true},
                 {"TOPS/J", 8, true},
                 {"1b x 1b", 8, true},
                 {"TOPS", 7, true},
                 {"node", 6, true},
                 {"mm2", 6, true},
                 {"/mm2", 8, true},
                 {"latency", 8, true},
                 {"input/s", 8, true}});
  for (const ComparedRow* row : rows) {
    table.row(level_cells(*row, "peak", row->peak_precision));
    if (!row->precision.empty()) table.row(level_cells(*row, "achieved", row->precision));
  }
  out << table.text();
  for (const ComparedRow* row : rows)
    out << wrapped("- " + row->machine + ": " + row->change, 2, 98);
  return out.str();
}

}  // namespace mho
