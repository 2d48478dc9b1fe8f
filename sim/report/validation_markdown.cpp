#include "sim/report/validation_markdown.hpp"

#include <sstream>

#include "sim/base/text.hpp"
#include "sim/report/validation_text.hpp"

namespace mho {

namespace {

/// Text in a cell: a line break or a bar would end it, "<" would begin HTML.
std::string escaped_markdown(const std::string& text) {
  std::string result;
  const std::string shown = printable(text);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const bool html = shown[i] == '<' && shown.substr(i + 1, 1).find_first_of(" =") != 0;
    if (shown[i] == '|' || shown[i] == '\\' || html) result += '\\';
    result += shown[i];
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
      out << "| " << escaped_markdown(each.name) << " | " << escaped_markdown(figure.point) << " | "
          << figure.metric << " | " << escaped_markdown(text.published) << " | " << text.simulated
          << " | " << text.error << " | " << text.allowed << " | "
          << (missed ? "**missed**" : name_of(figure.verdict)) << " | " << name_of(figure.constants)
          << " |\n";
    }
  out << "\n" << summary_text(validation) << "\n";
  return out.str();
}

}  // namespace mho
