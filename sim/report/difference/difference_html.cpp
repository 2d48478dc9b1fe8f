#include "sim/report/difference/difference_html.hpp"

#include <algorithm>
#include <cmath>

#include "sim/report/columns.hpp"
#include "sim/report/difference/difference_words.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

constexpr const char* kHead = R"(<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What two runs differ in</title>
<style>
:root { color-scheme: light dark; --line: #8884; --less: #2a78d6; --more: #d9622b; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.key { overflow-wrap: anywhere; font-family: ui-monospace, monospace; font-size: 13px; }
.bar { position: relative; min-width: 8rem; height: 1.1em; }
.bar i { position: absolute; top: .15em; bottom: .15em; border-radius: 2px; }
.bar i.less { right: 50%; background: var(--less); }
.bar i.more { left: 50%; background: var(--more); }
.scroll { overflow-x: auto; }
small { opacity: .75; }
@media print { body { max-width: none; margin: 0; } }
</style></head><body>
)";

std::string cell(const std::string& text, const char* kind = "") {
  const std::string attribute = *kind ? std::string(" class=\"") + kind + "\"" : "";
  return "<td" + attribute + ">" + xml_text(text) + "</td>";
}

std::string or_dash(const std::optional<std::string>& text) { return text ? *text : "-"; }

std::string keys_html(const RunDifference& difference) {
  if (difference.keys.empty()) return "<p>The same was run, key by key.</p>\n";
  std::string html = "<div class=\"scroll\"><table><tr><th>key</th><th>A</th><th>B</th></tr>\n";
  for (const ChangedKey& key : difference.keys)
    html += "<tr>" + cell(key.key, "key") + cell(or_dash(key.one)) + cell(or_dash(key.other)) +
            "</tr>\n";
  return html + "</table></div>\n";
}

std::string rows_of(const std::vector<const ChangedMetric*>& metrics) {
  std::string html;
  for (const ChangedMetric* metric : metrics)
    html += "<tr title=\"" + xml_text(metric->sentence) + "\">" + cell(metric->name, "key") +
            cell(value_text(metric->one, metric->unit), "n") +
            cell(value_text(metric->other, metric->unit), "n") +
            cell(metric->verdict == Difference::same ? "=" : change_text(*metric), "n") +
            cell(sentence_of(metric->verdict)) + "</tr>\n";
  return "<div class=\"scroll\"><table><tr><th>metric</th><th class=\"n\">A</th><th "
         "class=\"n\">B</th><th class=\"n\">change</th><th>is</th></tr>\n" +
         html + "</table></div>\n";
}

/// To the left what B takes less of, to the right what it takes more of.
std::string bar_html(const MovedPart& part, double most) {
  const double width = 50 * part.share / most;
  return std::string("<td><div class=\"bar\"><i class=\"") +
         (part.other < part.one ? "less" : "more") + "\" style=\"width:" + fixed(width, 1) +
         "%\"></i></div></td>";
}

std::string whole_html(const MovedWhole& whole) {
  std::string html = "<h2>What moved " + xml_text(whole.metric) + ", by " + xml_text(whole.by) +
                     "</h2>\n<p>" + xml_text(value_text(whole.one, whole.unit)) + " in A, " +
                     xml_text(value_text(whole.other, whole.unit)) +
                     " in B, all parts together.</p>\n<div class=\"scroll\"><table><tr><th>part"
                     "</th><th class=\"n\">A</th><th class=\"n\">B</th><th class=\"n\">change</th>"
                     "<th class=\"n\">of what moved</th><th>less &nbsp;|&nbsp; more</th></tr>\n";
  constexpr std::size_t kMost = 40;
  for (std::size_t i = 0; i < std::min(kMost, whole.parts.size()); ++i) {
    const MovedPart& part = whole.parts[i];
    html += "<tr>" + cell(part.name) + cell(value_text(part.one, whole.unit), "n") +
            cell(value_text(part.other, whole.unit), "n") +
            cell(moved_text(part, whole.unit), "n") + cell(fixed(100 * part.share, 1) + " %", "n") +
            bar_html(part, whole.parts[0].share) + "</tr>\n";
  }
  html += "</table></div>\n";
  if (whole.parts.size() > kMost)
    html += "<p><small>" + std::to_string(whole.parts.size() - kMost) +
            " more parts moved less.</small></p>\n";
  return html;
}

}  // namespace

std::string to_html(const RunDifference& difference) {
  std::string html = kHead;
  html += "<h1>What two runs differ in</h1>\n<p>A: " + xml_text(run_text(difference.one)) +
          "<br>B: " + xml_text(run_text(difference.other)) + "</p>\n<h2>What was run</h2>\n" +
          keys_html(difference) + "<h2>What that did</h2>\n" + rows_of(headline_of(difference));
  std::vector<const ChangedMetric*> all;
  for (const ChangedMetric& metric : difference.metrics)
    if (metric.verdict != Difference::same) all.push_back(&metric);
  html += "<details><summary>All " + std::to_string(all.size()) +
          " metrics that differ</summary>\n" + rows_of(all) + "</details>\n";
  for (const MovedWhole& whole : difference.wholes) html += whole_html(whole);
  for (const std::string& remark : difference.remarks) html += "<p>" + xml_text(remark) + "</p>\n";
  return html + "</body></html>\n";
}

}  // namespace mho
