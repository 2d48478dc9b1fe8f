#include "sim/report/table/table_hdf5.hpp"

#include <limits>

#include "sim/base/error.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/hdf5/netcdf_file.hpp"

namespace mho {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// By design.
template <class Of>
std::vector<double> column(const DesignTable& table, Of of) {
  std::vector<double> values;
  for (const TableDesign& design : table.designs) values.push_back(of(design));
  return values;
}

template <class Of>
std::vector<std::string> text_column(const DesignTable& table, Of of) {
  std::vector<std::string> values;
  for (const TableDesign& design : table.designs) values.push_back(of(design));
  return values;
}

void add_keys(const DesignTable& table, int design, NetcdfGroup& file) {
  for (std::size_t i = 0; i < table.keys.size(); ++i) {
    const TableKey& key = table.keys[i];
    const std::string long_name = "Key of the run that varies.";
    if (key.is_number)
      file.numbers(
          key.key, {design},
          column(table, [i](const TableDesign& row) { return row.numbers[i].value_or(kNone); }),
          long_name, key.unit);
    else
      file.texts(key.key, {design},
                 text_column(table, [i](const TableDesign& row) { return row.labels[i]; }),
                 long_name);
  }
}

void add_metrics(const DesignTable& table, int design, int limit, NetcdfGroup& file) {
  for (std::size_t i = 0; i < table.metrics.size(); ++i) {
    const TableMetric& metric = table.metrics[i];
    file.numbers(
        metric.name, {design},
        column(table, [i](const TableDesign& row) { return row.values[i].value_or(kNone); }),
        metric.sentence, metric.unit);
    if (!metric.is_modelled) continue;
    std::vector<double> ends;
    for (const TableDesign& row : table.designs) {
      ends.push_back(row.modelled[i] ? row.modelled[i]->low : kNone);
      ends.push_back(row.modelled[i] ? row.modelled[i]->high : kNone);
    }
    file.numbers(metric.name + ".model80", {design, limit}, ends,
                 "Interval of " + metric.name + " that holds 80 % of measured macros.",
                 metric.unit);
  }
}

void add_accuracy(const DesignTable& table, int design, NetcdfGroup& file) {
  const std::size_t trials = table.trials();
  if (trials == 0) return;
  const int trial = file.dimension("trial", trials, "Programmed instance of the chip.");
  std::vector<double> values;
  for (const TableDesign& row : table.designs)
    for (std::size_t i = 0; i < trials; ++i)
      values.push_back(i < row.trials.size() ? row.trials[i] : kNone);
  file.numbers("accuracy", {design, trial}, values,
               "Test images classified correctly on each programmed instance of the chip.", "%");
}

std::string written(const DesignTable& table) {
  const NetcdfFile whole;
  NetcdfGroup file = whole.root();
  file.attribute("Conventions", "CF-1.10");
  file.attribute("title", "Designs of a sweep");
  file.attribute("source", "mho " + table.version + ", " + table.sweep);
  const int design = file.dimension("design", table.designs.size(), "Number of the design.");
  const int limit = file.dimension("limit", 2, "Low and high end of an interval.");
  file.texts("id", {design}, text_column(table, [](const auto& row) { return row.id; }),
             "Key of the design and of how thoroughly it was looked at.");
  file.numbers("look", {design}, column(table, [](const auto& row) { return row.look + 1.0; }),
               "Number of the look: " + listed(table.looks, "; "), "");
  add_keys(table, design, file);
  add_metrics(table, design, limit, file);
  add_accuracy(table, design, file);
  file.numbers("seconds", {design}, column(table, [](const auto& row) { return row.seconds; }),
               "Wall clock that the design took.", "s");
  file.numbers("known_to_cache", {design},
               column(table, [](const auto& row) { return row.was_known ? 1.0 : 0.0; }),
               "1: it was in the cache.", "");
  file.texts("problems", {design},
             text_column(table, [](const auto& row) { return listed(row.problems, "; "); }),
             "Why the design cannot run; empty: it does.");
  return whole.bytes();
}

}  // namespace

std::string to_hdf5(const DesignTable& table) {
  try {
    return written(table);
  } catch (const Hdf5Error& error) {
    throw InputError({}, "--hdf5", error.what());
  }
}

}  // namespace mho
