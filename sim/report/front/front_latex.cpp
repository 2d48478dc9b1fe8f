#include "sim/report/front/front_latex.hpp"

#include <algorithm>
#include <filesystem>
#include <cmath>

#include "sim/report/columns.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/latex/latex_table.hpp"

namespace mho {

namespace {

/// By objective, of the designs on the front.
std::vector<SharedUnit> units_of(const DesignFront& front) {
  std::vector<SharedUnit> units;
  for (std::size_t i = 0; i < front.objectives.size(); ++i) {
    double largest = 0;
    for (std::size_t row = 0; row < front.count(Standing::front); ++row)
      largest = std::max(largest, std::fabs(front.designs[row].objectives[i].value));
    units.push_back(shared_unit(front.objectives[i].unit, largest));
  }
  return units;
}

std::string cell_of(const FrontFigure& figure, const SharedUnit& unit) {
  std::string text = "$" + number_text(figure.value, unit);
  if (figure.ci95)
    text += " \\pm " + fixed((figure.ci95->high - figure.ci95->low) / 2 * unit.factor, 2);
  return text + "$";
}

}  // namespace

std::string to_latex(const DesignFront& front) {
  const std::vector<SharedUnit> units = units_of(front);
  LatexTable table{std::filesystem::path(front.sweep).filename().string() + ", mho " +
                       front.version + "; needs \\usepackage{booktabs}",
                   "r" + std::string(front.keys.size(), 'l') + std::string(units.size(), 'r'),
                   {"\\#"},
                   {},
                   front.knee ? "$\\dagger$: the knee" : ""};
  for (const std::string& key : short_keys(front.keys)) table.head.push_back(escaped_tex(key));
  for (std::size_t i = 0; i < units.size(); ++i)
    table.head.push_back(escaped_tex(front.objectives[i].metric) +
                         (units[i].unit.empty() ? "" : " [" + unit_tex(units[i].unit) + "]"));
  for (std::size_t number = 0; number < front.count(Standing::front); ++number) {
    const FrontDesign& design = front.designs[number];
    std::vector<std::string> row{std::to_string(number + 1) +
                                 (front.knee == number ? "$^\\dagger$" : "")};
    for (const std::string& value : design.values)
      row.push_back(value.empty() ? "--" : escaped_tex(value));
    for (std::size_t i = 0; i < units.size(); ++i)
      row.push_back(cell_of(design.objectives[i], units[i]));
    table.rows.push_back(std::move(row));
  }
  return to_latex(table);
}

}  // namespace mho
