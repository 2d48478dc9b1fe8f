#include "sim/report/table/table_csv.hpp"

#include "sim/report/columns.hpp"
#include "sim/report/csv_line.hpp"
#include "sim/report/front/front_figures.hpp"

namespace mho {

namespace {

std::vector<std::string> titles_of(const DesignTable& table) {
  std::vector<std::string> titles{"id", "look"};
  for (const TableKey& key : table.keys) titles.push_back(key.key);
  for (const TableMetric& metric : table.metrics) {
    const std::string unit = metric.unit.empty() ? "" : " [" + metric.unit + "]";
    titles.push_back(metric.name + unit);
    if (!metric.is_modelled) continue;
    titles.push_back(metric.name + " model 80 % low" + unit);
    titles.push_back(metric.name + " model 80 % high" + unit);
  }
  for (std::size_t trial = 0; trial < table.trials(); ++trial)
    titles.push_back("accuracy of trial " + std::to_string(trial + 1) + " [%]");
  titles.insert(titles.end(), {"problems", "seconds [s]", "known to the cache"});
  return titles;
}

std::string field_of(const std::optional<double>& value) { return value ? exact_text(*value) : ""; }

}  // namespace

std::string to_csv(const DesignTable& table) {
  std::string text = csv_line(titles_of(table));
  for (const TableDesign& design : table.designs) {
    std::vector<std::string> fields{design.id, std::to_string(design.look + 1)};
    fields.insert(fields.end(), design.labels.begin(), design.labels.end());
    for (std::size_t i = 0; i < table.metrics.size(); ++i) {
      fields.push_back(field_of(design.values[i]));
      if (!table.metrics[i].is_modelled) continue;
      const auto& limits = design.modelled[i];
      fields.push_back(limits ? exact_text(limits->low) : "");
      fields.push_back(limits ? exact_text(limits->high) : "");
    }
    for (std::size_t trial = 0; trial < table.trials(); ++trial)
      fields.push_back(trial < design.trials.size() ? exact_text(design.trials[trial]) : "");
    fields.push_back(listed(design.problems, "; "));
    fields.push_back(exact_text(design.seconds));
    fields.emplace_back(design.was_known ? "yes" : "no");
    text += csv_line(fields);
  }
  return text;
}

}  // namespace mho
