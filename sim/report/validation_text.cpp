#include "sim/report/validation_text.hpp"

#include <algorithm>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

constexpr std::size_t kValidationWidth = 100;

const char* relation_mark(Relation relation) {
  switch (relation) {
    case Relation::equal:
      return "";
    case Relation::at_least:
      return ">= ";
    case Relation::at_most:
      return "<= ";
  }
  throw Bug("a relation of no kind");
}

/// Two digits, so that an error well inside its tolerance does not look like none.
std::string error_number(double error) {
  const std::string sign = error < 0 ? "" : "+";
  const std::string text = fixed(error, 2);
  return text == "0.00" ? text : sign + text;
}

/// As metric_text; of cells also conductances have a prefix.
std::string simulated_text(const ValidatedFigure& figure) {
  if (figure.unit == "S") return format_si_rounded(figure.simulated, figure.unit, kMetricDigits);
  return metric_text({figure.metric, figure.simulated, figure.unit, "", ""});
}

/// Figures of one point, which follow one another.
using Figures = std::vector<ValidatedFigure>::const_iterator;

/// A text that figures have, with the metrics of those that have it; in the order of the figures.
using Texts = std::vector<std::pair<std::string, std::string>>;

Texts grouped(Figures first, Figures last, std::string ValidatedFigure::*text) {
  Texts texts;
  for (Figures figure = first; figure != last; ++figure) {
    const std::string& wanted = (*figure).*text;
    if (wanted.empty()) continue;
    const auto same = std::find_if(texts.begin(), texts.end(),
                                   [&](const auto& each) { return each.first == wanted; });
    if (same == texts.end())
      texts.emplace_back(wanted, figure->metric);
    else
      same->second += ", " + figure->metric;
  }
  return texts;
}

void print_point(std::ostringstream& out, Figures first, Figures last) {
  out << "\n  " << printable(first->point) << "\n";
  Columns table({{"metric", 29, false},
                 {"published", 16, true},
                 {"simulated", 16, true},
                 {"error", 11, true},
                 {"allowed", 9, true},
                 {"", 7, false},
                 {"constants", 10, false}});
  for (Figures figure = first; figure != last; ++figure) {
    const FigureText text = figure_text(*figure);
    const bool elsewhere = figure->constants == Constants::fitted_elsewhere;
    table.row({figure->metric, text.published, text.simulated, text.error, text.allowed,
               name_of(figure->verdict), elsewhere ? "elsewhere" : name_of(figure->constants)});
  }
  out << table.text();
  for (const auto& [remark, metrics] : grouped(first, last, &ValidatedFigure::remark))
    out << wrapped("- " + metrics + ": " + remark, 4, kValidationWidth - 2);
  for (const auto& [source, metrics] : grouped(first, last, &ValidatedFigure::source))
    out << wrapped("from: " + source, 4, kValidationWidth - 2);
}

void print_case(std::ostringstream& out, const ValidatedCase& validated) {
  out << "\n" << printable(validated.name) << "\n";
  out << wrapped(validated.title + ". " + validated.source, 2, kValidationWidth - 2);
  for (Figures at = validated.figures.begin(); at != validated.figures.end();) {
    const Figures end =
        std::find_if(at, validated.figures.end(),
                     [&](const ValidatedFigure& figure) { return figure.point != at->point; });
    print_point(out, at, end);
    at = end;
  }
  for (const std::string& warning : validated.warnings)
    out << wrapped("warning: " + warning, 2, kValidationWidth - 2);
  for (const std::string& point : validated.left_out)
    out << wrapped(
        "not simulated, as it takes long: " + point + " (mho validate " + validated.name + ")", 2,
        kValidationWidth - 2);
}

std::string counted(int count, const char* one, const char* many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

}  // namespace

FigureText figure_text(const ValidatedFigure& figure) {
  FigureText text;
  text.published = relation_mark(figure.relation) + figure.published_text;
  text.simulated = simulated_text(figure);
  const char* unit = figure.in_points ? " pt" : " %";
  text.error = error_number(figure.error()) + unit;
  text.allowed = figure.verdict == Verdict::shown ? "-" : format_si(figure.tolerance, "") + unit;
  return text;
}

std::string summary_text(const Validation& validation) {
  int total = 0;
  int held[3] = {};
  for (const ValidatedCase& each : validation.cases)
    for (const ValidatedFigure& figure : each.figures) {
      ++total;
      if (figure.verdict != Verdict::shown) ++held[static_cast<int>(figure.constants)];
    }
  std::string text =
      counted(total, "figure", "figures") + " of " +
      counted(static_cast<int>(validation.cases.size()), "case", "cases") + ": " +
      std::to_string(validation.count(Verdict::within)) + " within tolerance, " +
      std::to_string(validation.count(Verdict::missed)) + " missed, " +
      std::to_string(validation.count(Verdict::shown)) +
      " shown only. Constants of those held to a tolerance: " + std::to_string(held[0]) +
      " fitted on the figure, " + std::to_string(held[1]) + " on another of the same machine, " +
      std::to_string(held[2]) + " blind.";
  if (const int slow = validation.left_out(); slow > 0)
    text += " " + counted(slow, "slow point was", "slow points were") +
            " left out: name the case, or --all.";
  return text;
}

std::string to_text(const Validation& validation) {
  std::ostringstream out;
  out << "mho " << validation.version << ": simulated against published\n";
  for (const ValidatedCase& each : validation.cases) print_case(out, each);
  out << "\n" << wrapped(summary_text(validation), 0, kValidationWidth);
  return printable_lines(out.str());
}

}  // namespace mho
