#include "sim/report/table/table_text.hpp"

#include <algorithm>

#include "sim/base/text.hpp"
#include "sim/report/fitted_table.hpp"
#include "sim/report/front/front_figures.hpp"

namespace mho {

namespace {

/// Numbers of the metrics that the sweep names, each once.
std::vector<std::size_t> named_metrics(const DesignTable& table) {
  std::vector<std::size_t> named;
  const auto add = [&](const std::string& name) {
    const auto found = std::find_if(table.metrics.begin(), table.metrics.end(),
                                    [&](const TableMetric& each) { return each.name == name; });
    const auto at = static_cast<std::size_t>(found - table.metrics.begin());
    if (found != table.metrics.end() && std::find(named.begin(), named.end(), at) == named.end())
      named.push_back(at);
  };
  for (const TableAim& aim : table.aims) add(aim.metric);
  for (const TableConstraint& constraint : table.constraints) add(constraint.metric);
  return named;
}

}  // namespace

std::string to_text(const DesignTable& table) {
  const std::vector<std::size_t> metrics = named_metrics(table);
  std::vector<std::string> keys;
  for (const TableKey& key : table.keys) keys.push_back(key.key);
  std::vector<std::string> titles = short_keys(keys);
  for (const std::size_t metric : metrics) titles.push_back(table.metrics[metric].name);
  const bool many_looks = table.looks.size() > 1;
  if (many_looks) titles.emplace_back("look");
  titles.emplace_back("");
  FittedTable text(titles);
  for (const TableDesign& design : table.designs) {
    std::vector<std::string> cells;
    for (const std::string& label : design.labels) cells.push_back(label.empty() ? "-" : label);
    for (const std::size_t metric : metrics) {
      const auto& value = design.values[metric];
      cells.push_back(value ? figure_text({*value, {}, {}}, table.metrics[metric].unit) : "-");
    }
    if (many_looks) cells.push_back(table.looks[static_cast<std::size_t>(design.look)]);
    cells.push_back(design.problems.empty() ? "" : "cannot run: " + design.problems[0]);
    text.row(cells);
  }
  return printable_lines(text.text());
}

}  // namespace mho
