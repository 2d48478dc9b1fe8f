#include "sim/report/validation_markdown.hpp"

#include <sstream>

#include "sim/report/validation_text.hpp"

namespace mho {

namespace {

/// Text in a cell: a bar would end it.
std::string escaped(const std::string& text) {
  std::string result;
  for (const char letter : text) {
    if (letter == '|') result += '\\';
    result += letter;
  }
  return result;
}

}  // namespace

std::string to_markdown(const Validation& validation) {
  std::ostringstream out;
  out << "| case | point | metric | published | simulated | error | allowed | | constants |\n"
         "| --- | --- | --- | ---: | ---: | ---: | ---: | --- | --- |\n";
  for (const ValidatedCase& each : validation.cases)
    for (const ValidatedFigure& figure : each.figures) {
      const FigureText text = figure_text(figure);
      const bool missed = figure.verdict == Verdict::missed;
      out << "| " << each.name << " | " << escaped(figure.point) << " | " << figure.metric << " | "
          << text.published << " | " << text.simulated << " | " << text.error << " | "
          << text.allowed << " | " << (missed ? "**missed**" : name_of(figure.verdict)) << " | "
          << name_of(figure.constants) << " |\n";
    }
  out << "\n" << summary_text(validation) << "\n";
  return out.str();
}

}  // namespace mho
