#include "sim/report/latex/latex_table.hpp"

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

std::string line_of(const std::vector<std::string>& cells) {
  return listed(cells, " & ") + " \\\\\n";
}

/// Of a comment, which the end of a line ends.
std::string comment_of(const std::string& text) { return "% " + printable(text) + "\n"; }

}  // namespace

std::string escaped_tex(const std::string& text) {
  std::string result;
  for (const char letter : printable(text)) {
    if (std::string("&%$#_{}").find(letter) != std::string::npos)
      result += std::string("\\") + letter;
    else if (letter == '\\')
      result += "\\textbackslash{}";
    else if (letter == '~')
      result += "\\textasciitilde{}";
    else if (letter == '^')
      result += "\\textasciicircum{}";
    else if (letter == '<' || letter == '>' || letter == '|')
      result += std::string("$") + letter + "$";
    else
      result += letter;
  }
  return result;
}

std::string unit_tex(const std::string& unit) {
  std::string text = escaped_tex(unit);
  if (const std::size_t at = text.find("mm2"); at != std::string::npos)
    text.replace(at, 3, "mm$^2$");
  if (unit.size() == 2 && unit[0] == 'u') text.replace(0, 1, "$\\mu$");
  return text;
}

SharedUnit shared_unit(const std::string& unit, double largest) {
  if (unit != "s" && unit != "J" && unit != "W" && unit != "g") return {unit};
  const std::string text = format_si_rounded(largest, unit, kMetricDigits);
  const std::string prefixed = text.substr(text.find(' ') + 1);
  return {prefixed, 1 / parse_si("1 " + prefixed, unit).value_or(1)};
}

std::string number_text(double value, const SharedUnit& unit) {
  if (unit.unit == "%" || unit.unit == "points") return fixed(value, 2);
  return significant(value * unit.factor, kMetricDigits);
}

std::string to_latex(const LatexTable& table) {
  std::string text = comment_of(table.comment) + "\\begin{tabular}{" + table.columns +
                     "}\n\\toprule\n" + line_of(table.head) + "\\midrule\n";
  for (const std::vector<std::string>& row : table.rows) {
    require(row.empty() || row.size() == table.head.size(), "a cell for each column");
    text += row.empty() ? "\\midrule\n" : line_of(row);
  }
  return text + "\\bottomrule\n\\end{tabular}\n" +
         (table.below.empty() ? "" : comment_of(table.below));
}

}  // namespace mho
