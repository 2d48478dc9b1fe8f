#include "sim/report/headline_text.hpp"

#include <algorithm>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/accuracy_text.hpp"
#include "sim/report/boundary.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/report_lines.hpp"

namespace mho {

namespace {

constexpr std::size_t kMostLines = 30;
constexpr std::size_t kTextWidth = 98;
constexpr std::size_t kMostComponents = 4;
/// Left for warnings, if there are so many, before components have any.
constexpr std::size_t kLinesOfWarnings = 5;
/// Of a note; the rest is in the whole report.
constexpr std::size_t kLinesOfNote = 2;

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The figure in bold that stands behind a label.
std::string with_bold_figure(const std::string& line, const Ink& ink) {
  constexpr std::size_t kFigure = 32;
  if (line.size() <= kFigure || line[2] == ' ' || line[kFigure - 1] != ' ') return line;
  const std::size_t end = std::min(line.find("  ", kFigure), line.size());
  return line.substr(0, kFigure) + ink.bold(line.substr(kFigure, end - kFigure)) + line.substr(end);
}

void accuracy_line(std::ostringstream& out, const Results& results) {
  if (!has_accuracy(results)) return;
  line(out, "accuracy", shown(results, "accuracy.analog.mean"),
       "on the chip; " + shown(results, "accuracy.quantized") + " exact, " +
           shown(results, "accuracy.float") + " in float");
}

/// A line of each section that an option of the run asks for.
void asked_for(std::ostringstream& out, const Results& results) {
  if (!results.ages.empty()) {
    const AgeRow& last = results.ages.back();
    line(out, "after " + age_text(last.age_s), fixed(last.loss_points.mean, 2) + " points",
         "lost; " + fixed(last.accuracy_percent.mean, 2) + " % on the chip");
  }
  if (!results.ablations.empty()) {
    const auto worst = std::max_element(results.ablations.begin(), results.ablations.end(),
                                        [](const AblationRow& a, const AblationRow& b) {
                                          return a.removed_points.mean < b.removed_points.mean;
                                        });
    line(out, "largest source of error", fixed(worst->removed_points.mean, 2) + " points",
         "saved without " + worst->effect);
  }
  if (results.find("duty.energy_per_day"))
    line(out, "energy per day", shown(results, "duty.energy_per_day"),
         counted(results, "duty.inferences_per_day", "inference") + ", idle time included");
  if (results.find("carbon.sci"))
    line(out, "CO2e", shown(results, "carbon.sci"), "per inference, its share of making included");
  else if (results.find("carbon.use"))
    line(out, "CO2e", shown(results, "carbon.use"), "per inference, of use alone");
}

/// They are in falling order; at most `rows` of them.
void largest_components(std::ostringstream& out, const Results& results, std::size_t rows) {
  double total = 0, others = 0;
  for (const ComponentRow& row : results.components) total += row.energy_j;
  if (total <= 0) return;
  const std::size_t count = results.components.size();
  const std::size_t named = count <= rows + 1 ? count : rows;
  const auto row = [&](const std::string& name, double energy_j) {
    const double share = energy_j / total;
    out << "  " << padded(pieces(printable(name), 28)[0], 30)
        << padded(format_si_rounded(energy_j, "J", kMetricDigits), 12)
        << padded(fixed(100 * share, 1) + " %", 8) << bar(share, 24) << "\n";
  };
  heading(out, "Energy by component  (per inference, " + boundary(results) + ")");
  for (std::size_t i = 0; i < named; ++i)
    row(results.components[i].name, results.components[i].energy_j);
  for (std::size_t i = named; i < count; ++i) others += results.components[i].energy_j;
  if (count > named) row(counted(static_cast<int>(count - named), "other"), others);
}

/// Its end, of at most `width`: what tells layers apart is there.
std::string end_of(std::string name, std::size_t width) {
  if (width_of(name) <= width) return name;
  while (width_of(name) + 1 > width) name.erase(0, pieces(name, 1)[0].size());
  return "…" + name;
}

/// The layer that needs one resource longest: no pipeline is faster.
void limiting_layer(std::ostringstream& out, const Results& results) {
  const auto limits =
      std::max_element(results.layers.begin(), results.layers.end(),
                       [](const LayerRow& a, const LayerRow& b) { return a.bound_s < b.bound_s; });
  if (limits == results.layers.end() || limits->bound_s == 0) return;
  const std::string what = "of " + printable(limits->bound) + " an inference: ";
  constexpr std::size_t kRemark = 53;
  out << "\n";
  line(out, "most limiting layer", format_si_rounded(limits->bound_s, "s", kMetricDigits),
       what + end_of(printable(limits->name), kTextWidth - kRemark - width_of(what)));
}

/// The beginning of each.
std::vector<std::string> short_warnings(const Results& results) {
  std::vector<std::string> texts;
  for (const std::string& warning : results.warnings) {
    std::vector<std::string> lines = lines_of(wrapped("- " + warning, 2, kTextWidth));
    if (lines.size() > kLinesOfNote) {
      lines.resize(kLinesOfNote);
      lines.back() = pieces(lines.back(), kTextWidth - 2)[0] + " …";
    }
    texts.push_back(listed(lines, "\n") + "\n");
  }
  return texts;
}

std::size_t count_lines(const std::string& text) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
}

/// As many as there is room for, in lines.
std::string told(const std::vector<std::string>& warnings, std::size_t room) {
  std::string text;
  std::size_t count = 0;
  for (const std::string& warning : warnings) {
    const bool is_last = &warning == &warnings.back();
    if (count_lines(text + warning) + (is_last ? 0 : 1) > room) break;
    text += warning;
    ++count;
  }
  if (const std::size_t left = warnings.size() - count; left > 0)
    text += "  - " + std::string(count == 0 ? "" : "and ") + std::to_string(left) +
            (count == 0 ? "" : " more") + (left == 1 ? " note that bears" : " notes that bear") +
            " on these figures: --full\n";
  return text;
}

/// Each line as it is made of a whole one.
template <class Make>
std::string by_line(const std::string& text, const Make& make) {
  std::string result;
  for (const std::string& line : lines_of(text)) result += make(line) + "\n";
  return result;
}

}  // namespace

void title(std::ostringstream& out, const Results& results) {
  out << "mho " << results.version << ": " << printable(results.workload) << " on "
      << printable(results.chip) << " ("
      << format_si_rounded(results.technology_m, "m", kMetricDigits) << ", "
      << counted(results.main_tiles, "tile") << " of "
      << (results.macros_per_tile == 0 && !results.mac_array.empty()
              ? results.mac_array + " MACs"
              : counted(results.macros_per_tile, "macro"));
  if (const int others = results.tiles - results.main_tiles; others > 0)
    out << " and " << others << " of other kinds";
  out << ")\n\n";
}

/// "57943 images/s" and what they are a mean of.
void throughput(std::ostringstream& out, const Results& results, const std::string& label) {
  if (results.find("throughput.steady"))
    line(out, label, shown(results, "throughput.steady"), "steady state");
  else
    line(out, label, shown(results, "throughput.average"), "whole run; no steady state, see Notes");
}

/// Under a figure that models give of.
void doubt_line(std::ostringstream& out, const Results& results, const std::string& name,
                const std::string& remark) {
  if (const std::string interval = doubt(results, name); !interval.empty())
    line(out, "", interval, remark);
}

void headline(std::ostringstream& out, const Results& results) {
  const std::string efficiency =
      has_memory(results) ? "tops_per_joule.system.achieved" : "tops_per_joule.chip.achieved";
  line(out, "TOPS/J, " + boundary(results) + (has_memory(results) ? "" : ", achieved"),
       shown(results, efficiency),
       has_memory(results) ? "= TOPS/W; achieved here, 2 OP per MAC,"
                           : "= TOPS/W; on this workload, 2 OP per MAC,");
  line(out, "", "", results.precision);
  doubt_line(out, results, efficiency);
  accuracy_headline(out, results);
  line(out, "area", shown(results, "area.chip"), "whole chip");
  doubt_line(out, results, "area.chip");
  line(out, "energy", shown(results, "energy.per_inference"),
       "per inference, " + boundary(results));
  doubt_line(out, results, "energy.per_inference");
  line(out, "latency", shown(results, "latency.first"), "first image");
  if (results.find("energy.per_token"))
    line(out, "a token",
         shown(results, "energy.per_token") + ", " + shown(results, "latency.per_token"),
         "of those that one inference reads");
  throughput(out, results, "throughput");
}

std::string headline_text(const Results& results, const Ink& ink) {
  std::ostringstream top, figures, components;
  title(top, results);
  std::string caveats;
  for (const std::string& caveat : results.caveats) caveats += wrapped(caveat, 2, kTextWidth);
  if (!caveats.empty()) caveats += "\n";
  headline(figures, results);
  accuracy_line(figures, results);
  asked_for(figures, results);
  limiting_layer(figures, results);
  const std::string more =
      "\nAll of it: --full. To keep it: --html, --json, --out. Where a figure is from: mho "
      "explain.\n";
  const std::vector<std::string> warnings = short_warnings(results);
  std::size_t wanted = warnings.empty() ? 0 : 1;  // an empty line
  for (const std::string& warning : warnings) wanted += count_lines(warning);
  const std::size_t used =
      count_lines(top.str() + caveats + figures.str() + more) + std::min(wanted, kLinesOfWarnings);
  constexpr std::size_t kAroundComponents = 3;  // an empty line, the heading, all others
  const std::size_t free =
      kMostLines > used + kAroundComponents ? kMostLines - used - kAroundComponents : 0;
  if (free > 0) largest_components(components, results, std::min(free, kMostComponents));
  const std::size_t before =
      count_lines(top.str() + caveats + figures.str() + more + components.str());
  const std::string notes = told(warnings, kMostLines > before + 1 ? kMostLines - before - 1 : 1);
  const auto yellow = [&](const std::string& line) { return ink.yellow(line); };
  return printable_lines(top.str()) + by_line(printable_lines(caveats), yellow) +
         by_line(printable_lines(figures.str()),
                 [&](const std::string& line) { return with_bold_figure(line, ink); }) +
         printable_lines(components.str()) + (notes.empty() ? "" : "\n") +
         by_line(printable_lines(notes), yellow) + more;
}

}  // namespace mho
