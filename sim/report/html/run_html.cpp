#include "sim/report/html/run_html.hpp"

#include <ostream>

#include "sim/report/html/ledger_sums.hpp"
#include "sim/report/html/page.hpp"
#include "sim/report/json.hpp"

namespace mho {

namespace {

constexpr const char* kLedger = "ledger";
constexpr double kNanometersPerMeter = 1e9;

DataTable published_table(const Scatter& published) {
  return TableOf<ScatterPoint>("published", "macro", "Macros as they were published.",
                               published.points)
      .text("name", "What it is, and where it was published.", &ScatterPoint::name)
      .column("node_nm", "nm", "Technology node.",
              [](const ScatterPoint& point) { return point.node_m * kNanometersPerMeter; })
      .column("input_bits", "", "Bits of an input; 0: not stated.", &ScatterPoint::input_bits)
      .column("tops_per_joule", "TOPS/J", "As published.", &ScatterPoint::tops_per_joule)
      .column("tops_per_mm2", "TOPS/mm2", "As published.", &ScatterPoint::tops_per_mm2)
      .text("source", "Where the figures were read.", &ScatterPoint::source);
}

StoredRun without_ledger(const StoredRun& run) {
  StoredRun kept;
  for (const auto& entry : run.entries)
    if (name_of(entry) != kLedger) kept.entries.push_back(entry);
  return kept;
}

}  // namespace

void write_html(const StoredRun& run, const Scatter& published, std::ostream& out) {
  const DataTable* ledger = run.table(kLedger);
  const LedgerSums sums = ledger ? ledger_sums(*ledger) : LedgerSums();
  const StoredRun beside{{prices_table(sums), sums_table(sums), published_table(published)}};
  write_page(
      [&](std::ostream& data) {
        data << "{\"kind\": \"run\", \"run\": ";
        write_json(without_ledger(run), data);
        data << ", \"beside\": ";
        write_json(beside, data);
        data << "}";
      },
      out);
}

}  // namespace mho
