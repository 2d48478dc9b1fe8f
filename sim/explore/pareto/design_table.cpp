#include "sim/explore/pareto/design_table.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "sim/base/version.hpp"
#include "sim/explore/design/written_number.hpp"
#include "sim/figures/metric_catalogue.hpp"

namespace mho {

namespace {

/// Whether all values of all parameters of the key are numbers of one unit, and which.
TableKey described_key(const Space& space, const std::string& key) {
  TableKey described{key, true, ""};
  std::set<std::string> units;
  for (const Parameter& parameter : space.parameters)
    if (parameter.key == key)
      for (const SweptValue& value : parameter.values) {
        described.is_number = described.is_number && value.number.has_value();
        if (value.number) units.insert(si_unit_of(value.label).value_or(""));
      }
  described.is_number = described.is_number && units.size() == 1;
  if (described.is_number) described.unit = *units.begin();
  return described;
}

std::vector<TableKey> described_keys(const Space& space) {
  std::vector<TableKey> keys;
  for (const Parameter& parameter : space.parameters)
    if (std::none_of(keys.begin(), keys.end(),
                     [&](const TableKey& each) { return each.key == parameter.key; }))
      keys.push_back(described_key(space, parameter.key));
  return keys;
}

std::vector<TableMetric> described_metrics(const std::vector<Record>& records) {
  std::set<std::string> there, modelled;
  for (const Record& record : records) {
    for (const auto& [name, value] : record.metrics) there.insert(name);
    for (const auto& [name, limits] : record.intervals) modelled.insert(name);
  }
  std::vector<TableMetric> metrics;
  for (const MetricRow& row : metric_catalogue())
    if (there.contains(row.name))
      metrics.push_back({row.name, row.unit, metric_sentence(row, "the run's precision"),
                         modelled.contains(row.name)});
  return metrics;
}

template <class Value>
std::optional<Value> found(const std::map<std::string, Value>& values, const std::string& name) {
  const auto at = values.find(name);
  return at == values.end() ? std::nullopt : std::optional(at->second);
}

TableDesign row_of(const SweepSpec& spec, const Record& record, const DesignTable& table) {
  TableDesign row{record.id,      record.look,     {}, {}, {}, {}, record.trials, record.problems,
                  record.seconds, record.was_known};
  row.labels.resize(table.keys.size());
  row.numbers.resize(table.keys.size());
  for (std::size_t p = 0; p < record.choice.size(); ++p) {
    if (record.choice[p] < 0) continue;
    const Parameter& parameter = spec.space.parameters[p];
    const auto key = std::find_if(table.keys.begin(), table.keys.end(),
                                  [&](const TableKey& each) { return each.key == parameter.key; });
    const auto at = static_cast<std::size_t>(key - table.keys.begin());
    const SweptValue& value = parameter.values[static_cast<std::size_t>(record.choice[p])];
    row.labels[at] = value.label;
    if (key->is_number) row.numbers[at] = value.number;
  }
  for (const TableMetric& metric : table.metrics) {
    row.values.push_back(found(record.metrics, metric.name));
    row.modelled.push_back(found(record.intervals, metric.name));
  }
  return row;
}

TableConstraint column_of(const Constraint& constraint, const std::vector<Record>& records) {
  TableConstraint column{constraint.metric, constraint.text, {}};
  for (const Record& record : records) {
    const auto value = found(record.metrics, constraint.metric);
    column.beyond.push_back(value ? std::optional(constraint.violation(*value)) : std::nullopt);
  }
  return column;
}

}  // namespace

DesignTable table_of(const SweepSpec& spec, SweepRecords records) {
  DesignTable table;
  table.version = version();
  table.sweep = spec.run.file();
  const int looks = std::max<int>(1, static_cast<int>(spec.looks.size()));
  for (int look = 0; look < looks; ++look) table.looks.push_back(look_text(spec, look));
  table.keys = described_keys(spec.space);
  table.metrics = described_metrics(records.records);
  for (const Objective& objective : spec.objectives)
    table.aims.push_back({objective.metric, objective.maximize});
  for (const Constraint& constraint : spec.constraints)
    table.constraints.push_back(column_of(constraint, records.records));
  // A row holds a fraction of its record, which ends with it: both at once are never of all
  // designs.
  table.designs.reserve(records.records.size());
  for (Record& record : records.records)
    table.designs.push_back(row_of(spec, std::exchange(record, {}), table));
  return table;
}

}  // namespace mho
