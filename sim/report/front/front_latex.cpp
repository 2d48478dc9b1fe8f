#include "sim/report/front/front_latex.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/metric_text.hpp"

namespace mho {

namespace {

/// What TeX would take for its own.
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
    else if (letter == '<' || letter == '>')
      result += std::string("$") + letter + "$";
    else
      result += letter;
  }
  return result;
}

/// One unit for a column: that of its largest figure, "nJ".
struct ColumnUnit {
  std::string unit;
  double factor = 1;
};

ColumnUnit column_unit(const std::string& unit, double largest) {
  if (unit != "s" && unit != "J" && unit != "W") return {unit};
  const std::string text = format_si_rounded(largest, unit, kMetricDigits);
  const std::string prefixed = text.substr(text.find(' ') + 1);
  return {prefixed, 1 / parse_si("1 " + prefixed, unit).value_or(1)};
}

class LatexTable {
 public:
  explicit LatexTable(const DesignFront& front)
      : front_(front), members_(front.count(Standing::front)) {
    for (std::size_t i = 0; i < front.objectives.size(); ++i) {
      double largest = 0;
      for (std::size_t row = 0; row < members_; ++row)
        largest = std::max(largest, std::fabs(front.designs[row].objectives[i].value));
      units_.push_back(column_unit(front.objectives[i].unit, largest));
    }
  }

  std::string text() const {
    std::string text = "% " + printable(front_.sweep) + ", mho " + front_.version +
                       "; needs \\usepackage{booktabs}\n\\begin{tabular}{r" +
                       std::string(front_.keys.size(), 'l') +
                       std::string(front_.objectives.size(), 'r') + "}\n\\toprule\n" + head() +
                       "\\midrule\n";
    for (std::size_t i = 0; i < members_; ++i) text += row(i);
    text += "\\bottomrule\n\\end{tabular}\n";
    if (front_.knee) text += "% $\\dagger$: the knee\n";
    return text;
  }

 private:
  std::string head() const {
    std::string text = "\\#";
    for (const std::string& key : short_keys(front_.keys)) text += " & " + escaped_tex(key);
    for (std::size_t i = 0; i < units_.size(); ++i)
      text += " & " + escaped_tex(front_.objectives[i].metric +
                                  (units_[i].unit.empty() ? "" : " [" + units_[i].unit + "]"));
    return text + " \\\\\n";
  }

  std::string row(std::size_t number) const {
    const FrontDesign& design = front_.designs[number];
    std::string text = std::to_string(number + 1) + (front_.knee == number ? "$^\\dagger$" : "");
    for (const std::string& value : design.values)
      text += " & " + (value.empty() ? "--" : escaped_tex(value));
    for (std::size_t i = 0; i < units_.size(); ++i) {
      const FrontFigure& figure = design.objectives[i];
      const std::string& unit = units_[i].unit;
      const bool is_share = unit == "%" || unit == "points";
      text += " & $" + (is_share ? fixed(figure.value, 2)
                                 : significant(figure.value * units_[i].factor, kMetricDigits));
      if (figure.ci95)
        text += " \\pm " + fixed((figure.ci95->high - figure.ci95->low) / 2 * units_[i].factor, 2);
      text += "$";
    }
    return text + " \\\\\n";
  }

  const DesignFront& front_;
  std::size_t members_;
  std::vector<ColumnUnit> units_;
};

}  // namespace

std::string to_latex(const DesignFront& front) { return LatexTable(front).text(); }

}  // namespace mho
