#include "sim/report/difference/difference_text.hpp"

#include <algorithm>
#include <sstream>

#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/difference/difference_words.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

std::string or_none(const std::optional<std::string>& text) { return text ? *text : "(none)"; }

void print_keys(const RunDifference& difference, std::ostringstream& out) {
  heading(out, "What was run");
  if (difference.keys.empty()) {
    out << "  The same, key by key.\n";
    return;
  }
  Columns columns({{"key", 46, false}, {"A", 27, false}, {"B", 27, false}});
  for (const ChangedKey& key : difference.keys)
    columns.row({key.key, or_none(key.one), or_none(key.other)});
  out << columns.text();
}

void print_metrics(const RunDifference& difference, bool all, std::ostringstream& out) {
  std::vector<const ChangedMetric*> shown = headline_of(difference);
  if (all) {
    shown.clear();
    for (const ChangedMetric& metric : difference.metrics) shown.push_back(&metric);
  }
  heading(out, "What that did");
  Columns columns({{"metric", 31, false},
                   {"A", 17, true},
                   {"B", 17, true},
                   {"change", 30, true},
                   {"", 2, false}});
  bool is_by_chance = false, is_by_models = false;
  for (const ChangedMetric* metric : shown) {
    const bool same = metric->verdict == Difference::same;
    std::string mark;
    if (metric->verdict == Difference::by_chance) mark = "*", is_by_chance = true;
    if (metric->verdict == Difference::by_models) mark = "?", is_by_models = true;
    columns.row({metric->name, value_text(metric->one, metric->unit),
                 value_text(metric->other, metric->unit), same ? "=" : change_text(*metric), mark});
  }
  out << columns.text();
  if (is_by_chance) out << "  * may be chance: the 95 % interval holds no difference\n";
  if (is_by_models) out << "  ? less than the models of both tell apart\n";
}

void print_whole(const MovedWhole& whole, const DifferenceOptions& options,
                 std::ostringstream& out) {
  heading(out, "What moved " + whole.metric + ", by " + whole.by);
  Columns columns(
      {{"part", 47, false}, {"A", 13, true}, {"B", 13, true}, {"change", 14, true}, {"", 8, true}});
  const std::size_t count =
      options.all ? whole.parts.size() : std::min(options.parts, whole.parts.size());
  for (std::size_t i = 0; i < count; ++i) {
    const MovedPart& part = whole.parts[i];
    columns.row({part.name, value_text(part.one, whole.unit), value_text(part.other, whole.unit),
                 moved_text(part, whole.unit), fixed(100 * part.share, 1) + " %"});
  }
  out << columns.text();
  if (count == whole.parts.size()) return;
  double left = 0;
  for (std::size_t i = count; i < whole.parts.size(); ++i) left += whole.parts[i].share;
  out << "  " << whole.parts.size() - count << " more: " << fixed(100 * left, 1)
      << " % of what moved (--all shows them)\n";
}

}  // namespace

std::string to_text(const RunDifference& difference, const DifferenceOptions& options) {
  std::ostringstream out;
  out << "A  " << run_text(difference.one) << "\nB  " << run_text(difference.other) << "\n";
  print_keys(difference, out);
  print_metrics(difference, options.all, out);
  for (const MovedWhole& whole : difference.wholes) print_whole(whole, options, out);
  for (const std::string& remark : difference.remarks) out << "\n" << wrapped(remark, 0, 100);
  return printable_lines(out.str());
}

}  // namespace mho
