// Simulated machines; published devices are in compare_published_text.cpp.
#include "sim/report/compare_text.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <sstream>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/compare_published_text.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

using Rows = std::vector<const ComparedRow*>;

constexpr std::size_t kTableWidth = 100;
constexpr std::size_t kLabel = 28;
constexpr std::size_t kMostColumns = 4;
constexpr std::size_t kWidest = 24;

/// A line of the table: a heading of those below it, or a figure of each machine.
struct Line {
  std::string label;
  std::function<std::string(const ComparedRow&)> cell;  ///< "-" where absent; empty: a heading
};

std::string cell_of(const ComparedRow& row, const std::string& name) {
  const Metric* metric = row.find(name);
  return metric ? metric_text(*metric) : "-";
}

Line figure(const std::string& label, const std::string& name) {
  return {label, [name](const ComparedRow& row) { return cell_of(row, name); }};
}

/// The interval of a modelled figure, below it.
Line doubt(const std::string& label, const std::string& name, bool with_unit = true) {
  return {label, [name, with_unit](const ComparedRow& row) {
            const Metric* metric = row.find(name);
            const std::string text = metric ? interval_text(*metric, with_unit) : "";
            return text.empty() ? std::string("-") : text;
          }};
}

/// Without its unit, which the heading has.
Line bare(const std::string& label, const std::string& name) {
  return {label, [name](const ComparedRow& row) {
            const Metric* metric = row.find(name);
            return metric ? significant(metric->value, kMetricDigits) : std::string("-");
          }};
}

/// In two decimals, points as "pt".
Line mean(const std::string& label, const std::string& stem) {
  return {label, [stem](const ComparedRow& row) {
            const Metric* found = row.find(stem + ".mean");
            if (!found) return std::string("-");
            return fixed(found->value, 2) + " " + (found->unit == "points" ? "pt" : found->unit);
          }};
}

Line interval(const std::string& label, const std::string& stem) {
  return {label, [stem](const ComparedRow& row) {
            const Metric* low = row.find(stem + ".ci95.low");
            const Metric* high = row.find(stem + ".ci95.high");
            return low && high ? limits_text({low->value, high->value}) : std::string("-");
          }};
}

/// Of whatever score the row is judged by: "perplexity 12.34".
Line score(const std::string& label, const std::string& figure) {
  return {label, [figure](const ComparedRow& row) {
            constexpr std::string_view kOutput = "output.", kSnr = "output.snr.";
            for (const Metric& metric : row.metrics)
              if (metric.name.starts_with(kOutput) && !metric.name.starts_with(kSnr) &&
                  metric.name.ends_with("." + figure))
                return metric.name.substr(kOutput.size(),
                                          metric.name.size() - kOutput.size() - figure.size() - 1) +
                       " " + metric_text(metric);
            return std::string("-");
          }};
}

Line score_interval(const std::string& label, const std::string& figure) {
  return {
      label, [figure](const ComparedRow& row) {
        for (const Metric& low : row.metrics)
          if (low.name.starts_with("output.") && low.name.ends_with("." + figure + ".ci95.low"))
            if (const Metric* high = row.find(
                    low.name.substr(0, low.name.size() - std::string_view("low").size()) + "high"))
              return "[" + significant(low.value, kMetricDigits) + ", " +
                     significant(high->value, kMetricDigits) + "]";
        return std::string("-");
      }};
}

Line fraction(const std::string& label, const std::string& part, const std::string& whole) {
  return {label, [part, whole](const ComparedRow& row) {
            if (!row.find(part) || !row.find(whole)) return std::string("-");
            return cell_of(row, part) + " of " + cell_of(row, whole);
          }};
}

/// Of chip and memory together; of a chip without any the figure is the chip's own.
Line with_memory(const std::string& label, const std::string& name) {
  return {label, [name](const ComparedRow& row) {
            return row.find("energy.off_chip") ? cell_of(row, name) : std::string("-");
          }};
}

Line bits(const std::string& label, std::string ComparedRow::*precision) {
  return {label, [precision](const ComparedRow& row) { return short_precision(row.*precision); }};
}

/// A heading, and the TOPS/J of every level below it; `ending` chooses the normalization.
void add_levels(std::vector<Line>& lines, const std::string& heading, const std::string& ending,
                bool with_bits = false) {
  lines.push_back({heading, {}});
  if (with_bits) lines.push_back(bits("  bits of the peaks", &ComparedRow::peak_precision));
  for (const char* kind : {"peak", "achieved"})
    for (const auto& [label, level] :
         {std::pair{"macro", "macro"}, std::pair{"tile", "tile"}, std::pair{"chip", "chip"},
          std::pair{"chip + memory", "system"}}) {
      const std::string name = std::string("tops_per_joule.") + level + "." + kind + ending;
      lines.push_back(bare(std::string("  ") + label + ", " + kind, name));
      if (ending.empty()) lines.push_back(doubt("    80 %, of the models", name, false));
    }
}

std::vector<Line> all_lines() {
  std::vector<Line> all{
      {"technology",
       [](const ComparedRow& row) { return format_si_rounded(row.technology_m, "m", 3); }},
      {"scaled", [](const ComparedRow& row) { return row.scaled.empty() ? "-" : row.scaled; }},
      {"tiles",
       [](const ComparedRow& row) { return row.tiles > 0 ? std::to_string(row.tiles) : "-"; }},
      bits("bits, weights x inputs", &ComparedRow::precision),
      figure("accuracy, exact integers", "accuracy.quantized"),
      mean("accuracy, on the chip", "accuracy.analog"),
      interval("95 %, chips and images", "accuracy.analog"),
      mean("accuracy lost", "accuracy.loss"),
      interval("95 %, chips and images", "accuracy.loss"),
      score("score, exact integers", "quantized"),
      score("score, on the chip", "analog.mean"),
      score_interval("95 %, chips and images", "analog"),
      score("score lost", "loss.mean"),
      score_interval("95 %, chips and images", "loss"),
      mean("output SNR", "output.snr"),
      interval("95 %, chips", "output.snr"),
      figure("latency of one input", "latency.first"),
      figure("throughput, steady", "throughput.steady"),
      figure("throughput, whole run", "throughput.average"),
      figure("energy, chip", "energy.chip"),
      doubt("80 %, of the models", "energy.chip"),
      with_memory("energy, chip + memory", "energy.per_inference"),
      figure("mean power, chip", "power.chip.average"),
      with_memory("mean power, chip + memory", "power.average"),
  };
  add_levels(all, "TOPS/J, 2 OP per MAC", "", true);
  add_levels(all, "TOPS/J, 8 bit x 8 bit", ".normalized_8b");
  add_levels(all, "TOPS/J, 1 bit x 1 bit", ".normalized");
  const std::vector<Line> rest{
      bare("TOPS, chip, peak", "tops.chip.peak"),
      bare("TOPS, chip, achieved", "tops.chip.achieved"),
      figure("area of the chip", "area.chip"),
      doubt("80 %, of the models", "area.chip"),
      bare("TOPS/mm2, chip, peak", "tops_per_mm2.chip.peak"),
      doubt("80 %, of the models", "tops_per_mm2.chip.peak", false),
      bare("utilization of the peak, %", "utilization.peak"),
      fraction("arrays used", "arrays.used", "arrays.available"),
      figure("cells used of these", "cells.utilization"),
  };
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

const std::vector<Line>& lines() {
  static const std::vector<Line> all = all_lines();
  return all;
}

std::string right(const std::string& text, std::size_t width) {
  const std::string full = padded(text, width);
  const std::size_t blanks = full.size() - text.size();
  return std::string(blanks, ' ') + text;
}

/// A name in lines of at most `width` characters, broken behind '_' where possible.
std::vector<std::string> name_lines(const std::string& name, std::size_t width) {
  std::vector<std::string> found{""};
  std::string part;
  const auto take = [&] {
    if (!found.back().empty() && width_of(found.back()) + width_of(part) > width)
      found.emplace_back();
    const std::vector<std::string> fitting = pieces(part, width);
    for (const std::string& piece : fitting) {
      if (&piece != fitting.data()) found.emplace_back();
      found.back() += piece;
    }
    part.clear();
  };
  for (const char letter : name) {
    part += letter;
    if (letter == '_') take();
  }
  take();
  return found;
}

void header(std::ostringstream& out, const Rows& rows, std::size_t column) {
  std::vector<std::vector<std::string>> names;
  std::size_t height = 0;
  for (const ComparedRow* row : rows) {
    names.push_back(name_lines(printable(row->machine), column - 2));
    height = std::max(height, names.back().size());
  }
  for (std::size_t i = 0; i < height; ++i) {
    std::string line(2 + kLabel, ' ');
    for (const std::vector<std::string>& name : names) {
      const std::size_t skip = height - name.size();  // names stand on the last line
      line += right(i < skip ? "" : name[i - skip], column);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    out << line << "\n";
  }
}

/// Rows of figures; a heading is written before the first figure below it that any machine has.
void table(std::ostringstream& out, const Rows& rows) {
  const std::size_t column = std::min(kWidest, (kTableWidth - 2 - kLabel) / rows.size());
  header(out, rows, column);
  std::string heading;
  for (const Line& line : lines()) {
    if (!line.cell) {
      heading = line.label;
      continue;
    }
    std::vector<std::string> cells;
    for (const ComparedRow* row : rows) cells.push_back(row->ran() ? line.cell(*row) : "-");
    if (std::all_of(cells.begin(), cells.end(),
                    [](const std::string& cell) { return cell == "-"; }))
      continue;
    if (!heading.empty() && line.label.starts_with("  ")) out << "  " << heading << "\n";
    heading.clear();
    std::string text = "  " + padded(line.label, kLabel);
    for (const std::string& cell : cells) text += right(cell, column);
    out << text << "\n";
  }
}

/// Two machines with all figures that do not tell them apart.
std::vector<std::string> apart_texts(const Rows& rows) {
  std::map<std::pair<std::string, std::string>, std::string> texts;
  for (const Undecided& each : undecided(rows)) {
    std::string& text = texts[std::minmax(each.one, each.other)];
    text += (text.empty() ? "" : ", ") + each.metric + " (" + factor_text(std::log(each.ratio)) +
            " apart; the models' spread is " + factor_text(std::log(each.spread)) + ")";
  }
  std::vector<std::string> found;
  for (const auto& [machines, text] : texts)
    found.push_back("- " + machines.first + " and " + machines.second +
                    " cannot be told apart in " + text);
  return found;
}

std::vector<std::string> distinct_notes(const Rows& rows) {
  std::vector<std::string> notes;
  for (const ComparedRow* row : rows)
    for (const std::string& note : row->notes)
      if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(note);
  return notes;
}

std::string machines_with(const Rows& rows, const std::string& note) {
  std::string names;
  std::size_t count = 0;
  for (const ComparedRow* row : rows) {
    if (std::find(row->notes.begin(), row->notes.end(), note) == row->notes.end()) continue;
    names += (names.empty() ? "" : ", ") + row->machine;
    ++count;
  }
  return rows.size() > 1 && count == rows.size() ? "all" : names;
}

void section(std::ostringstream& out, RowKind kind, const Rows& rows) {
  if (rows.empty()) return;
  std::string title = name_of(kind);
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  const std::size_t tables = ceil_divide(rows.size(), kMostColumns);
  const std::size_t columns = ceil_divide(rows.size(), tables);
  for (std::size_t first = 0; first < rows.size(); first += columns) {
    out << "\n" << title << (first > 0 ? ", continued" : "") << "\n";
    const auto from = rows.begin() + static_cast<std::ptrdiff_t>(first);
    const auto left = static_cast<std::size_t>(rows.end() - from);
    table(out, Rows(from, from + static_cast<std::ptrdiff_t>(std::min(columns, left))));
  }
  for (const std::string& text : apart_texts(rows)) out << wrapped(text, 2, 98);
  for (const ComparedRow* row : rows) {
    if (!row->change.empty()) out << wrapped("- " + row->machine + ": " + row->change, 2, 98);
    for (const std::string& lack : row->lack)
      out << wrapped("- " + row->machine + (row->ran() ? ": " : " does not run: ") + lack, 2, 98);
  }
}

Rows rows_of(const ComparedWorkload& workload, RowKind kind) {
  Rows rows;
  for (const ComparedRow& row : workload.rows)
    if (row.kind == kind) rows.push_back(&row);
  return rows;
}

/// "100 test images, 2 trials" where the machines agree.
std::string effort(const Rows& rows) {
  std::vector<std::string> found;
  for (const ComparedRow* row : rows) {
    if (!row->find("accuracy.images")) continue;
    const std::string text = cell_of(*row, "accuracy.images") + " test images, up to " +
                             cell_of(*row, "accuracy.trials") + " trials";
    if (std::find(found.begin(), found.end(), text) == found.end()) found.push_back(text);
  }
  return found.size() == 1 ? " (" + found.front() + ")" : "";
}

void workload_text(std::ostringstream& out, const ComparedWorkload& workload) {
  const Rows face = rows_of(workload, RowKind::face_value);
  out << "\n" << printable(workload.workload) << effort(face) << "\n";
  for (const std::string& remark : workload.remarks) out << wrapped(remark, 0, 98);
  for (const RowKind kind :
       {RowKind::face_value, RowKind::equal_area, RowKind::equal_accuracy, RowKind::equal_both})
    section(out, kind, rows_of(workload, kind));
  out << published_text(rows_of(workload, RowKind::published));
  const std::vector<std::string> notes = distinct_notes(face);
  if (!notes.empty()) out << "\nNotes\n";
  for (const std::string& note : notes)
    out << wrapped("- " + machines_with(face, note) + ": " + note, 2, 98);
}

}  // namespace

std::string to_text(const Comparison& comparison) {
  std::ostringstream out;
  out << "mho " << comparison.version << ": comparison\n";
  for (const ComparedWorkload& workload : comparison.workloads) workload_text(out, workload);
  return printable_lines(out.str());
}

}  // namespace mho
