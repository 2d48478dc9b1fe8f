#include "sim/report/sensitivity_text.hpp"

#include <algorithm>
#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

constexpr std::size_t kSensitivityWidth = 98;
constexpr int kBar = 16;

/// "+3.21 %"
std::string percent(const std::optional<double>& change) {
  if (!change) return "-";
  return (*change > 0 ? "+" : "") + fixed(100 * *change, 2) + " %";
}

std::string value_text(const SensitivityRow& row) {
  return row.unit.empty() ? significant(row.value_si, 3)
                          : format_si_rounded(row.value_si, row.unit, 3);
}

}  // namespace

std::string to_text(const Sensitivity& sensitivity, std::size_t most) {
  std::ostringstream out;
  const Metric metric{sensitivity.metric, sensitivity.value, sensitivity.unit, "", ""};
  out << sensitivity.metric << " = " << metric_text(metric) << "\n"
      << "moves by so much when a constant is a tenth larger, and a tenth smaller:\n\n";
  Columns table({{"constant", 42, false},
                 {"value", 10, true},
                 {"+10 %", 10, true},
                 {"-10 %", 10, true},
                 {"", 1 + kBar + 1, false},
                 {"", 8, false}});
  const double largest = sensitivity.rows.empty() ? 0 : sensitivity.rows.front().moved();
  const std::size_t shown = std::min(most, sensitivity.rows.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const SensitivityRow& row = sensitivity.rows[i];
    table.row({row.key.substr(std::string("chip.").size()), value_text(row), percent(row.up),
               percent(row.down), bar(row.moved() / largest, kBar),
               row.simulated ? "run" : "priced"});
  }
  out << table.text() << "\nwhere they stand:\n";
  for (std::size_t i = 0; i < shown; ++i)
    out << "  " << padded(sensitivity.rows[i].key.substr(std::string("chip.").size()), 42)
        << printable(sensitivity.rows[i].place) << "\n";
  if (shown < sensitivity.rows.size())
    out << "\n" << sensitivity.rows.size() - shown << " more move it by less.\n";
  if (!sensitivity.still.empty())
    out << "\n" << wrapped("do not move it: " + listed(sensitivity.still), 0, kSensitivityWidth);
  if (!sensitivity.left_out.empty())
    out << "\n" << wrapped("left out: " + listed(sensitivity.left_out), 0, kSensitivityWidth);
  return printable_lines(out.str());
}

}  // namespace mho
