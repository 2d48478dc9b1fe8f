// Each table is read by the names that stored_run.cpp gives its columns.
#include "sim/results/restored_run.hpp"

#include <algorithm>
#include <array>

namespace mho {

namespace {

/// One row of a table; what its column does not hold is an empty value.
class Row {
 public:
  Row(const DataTable& table, std::size_t row) : table_(table), row_(row) {}

  template <class T>
  std::optional<T> find(const std::string& column) const {
    const DataColumn* found = table_.find(column);
    if (found == nullptr) return std::nullopt;
    const Datum cell = found->at(row_);
    const T* value = std::get_if<T>(&cell);
    return value ? std::optional(*value) : std::nullopt;
  }
  template <class T>
  void read(const std::string& column, T& into) const {
    into = find<T>(column).value_or(T());
  }
  void read(const std::string& column, int& into) const {
    into = static_cast<int>(find<std::int64_t>(column).value_or(0));
  }
  void read(const std::string& column, std::optional<double>& into) const {
    into = find<double>(column);
  }

 private:
  const DataTable& table_;
  std::size_t row_;
};

/// A result for each row of a table, which a run need not have.
template <class Result, class Read>
std::vector<Result> rows_of(const StoredRun& run, const std::string& name, const Read& read) {
  std::vector<Result> rows;
  const DataTable* table = run.table(name);
  for (std::size_t i = 0; table != nullptr && i < table->rows; ++i) {
    rows.emplace_back();
    read(Row(*table, i), rows.back());
  }
  return rows;
}

template <class Value>
std::vector<Value> list_in(const StoredRun& run, const std::string& name) {
  return rows_of<Value>(run, name, [](const Row& row, Value& value) { row.read("", value); });
}

ModelClass class_named(const std::string& name) {
  for (std::size_t i = 0; i < kModelClasses; ++i)
    if (name == name_of(static_cast<ModelClass>(i))) return static_cast<ModelClass>(i);
  return ModelClass::logic;
}

std::vector<Metric> metrics_in(const StoredRun& run) {
  auto metrics = rows_of<Metric>(run, "metrics", [](const Row& row, Metric& metric) {
    row.read("name", metric.name);
    row.read("value", metric.value);
    row.read("unit", metric.unit);
    row.read("sentence", metric.sentence);
    row.read("source", metric.source);
  });
  rows_of<ModelledShare>(run, kModelled, [&](const Row& row, ModelledShare& share) {
    row.read("component", share.component);
    row.read("model", share.model);
    share.model_class = class_named(row.find<std::string>("class").value_or(""));
    row.read("share", share.share);
    row.read("spread", share.spread);
    const auto name = row.find<std::string>("metric");
    const auto metric = std::find_if(metrics.begin(), metrics.end(),
                                     [&](const Metric& each) { return each.name == name; });
    if (metric != metrics.end()) metric->modelled.push_back(share);
  });
  return metrics;
}

void read_layer(const Row& row, LayerRow& layer) {
  row.read("name", layer.name);
  row.read("kind", layer.kind);
  row.read("macs", layer.macs);
  row.read("arrays", layer.arrays);
  row.read("replicas", layer.replicas);
  row.read("energy_j", layer.energy_j);
  row.read("start_s", layer.start_s);
  row.read("end_s", layer.end_s);
  row.read("utilization", layer.utilization);
  row.read("wait_input_s", layer.wait_input_s);
  row.read("wait_output_s", layer.wait_output_s);
  row.read("wait_weights_s", layer.wait_weights_s);
  row.read("wait_load_s", layer.wait_load_s);
  row.read("wait_port_s", layer.wait_port_s);
  row.read("wait_unit_s", layer.wait_unit_s);
  row.read("bound", layer.bound);
  row.read("bound_s", layer.bound_s);
  row.read("snr_alone_db", layer.snr_alone_db);
  row.read("snr_cumulative_db", layer.snr_cumulative_db);
}

void read_knob(const Row& row, KnobRow& knob) {
  row.read("name", knob.name);
  row.read("possible", knob.possible);
  row.read("arrays", knob.arrays);
  row.read("cells", knob.cells);
  row.read("zero_weights", knob.zero_weights);
  row.read("macs_on_arrays", knob.macs_on_arrays);
  row.read("macs_on_vector_units", knob.macs_on_vector_units);
  row.read("quantized_percent", knob.quantized);
}

void read_adc_model(const Row& row, AdcModelRow& model) {
  row.read("model", model.model);
  row.read("in_range", model.in_range);
  row.read("conversion_j", model.conversion_j);
  row.read("area_m2", model.area_m2);
  row.read("macro_peak_tops_per_joule", model.macro_peak_tops_per_joule);
  row.read("chip_achieved_tops_per_joule", model.chip_achieved_tops_per_joule);
  row.read("source", model.source);
}

std::optional<EnergyLabel> label_in(const StoredRun& run) {
  const std::string grade = run.text("label.class");
  if (grade.empty()) return std::nullopt;
  EnergyLabel label{
      run.text("label.scale"), run.text("label.source"), run.text("label.reference"), grade[0], {}};
  label.rows = rows_of<LabelRow>(run, "label.rows", [](const Row& row, LabelRow& line) {
    row.read("what", line.what);
    row.read("measured", line.measured);
    row.read("reference", line.reference);
    row.read("index", line.index);
    if (const auto of_row = row.find<std::string>("class"); of_row && !of_row->empty())
      line.grade = of_row->front();
    row.read("limits", line.limits);
    row.read("weight", line.weight);
  });
  return label;
}

/// What a run has one of.
class Facts {
 public:
  explicit Facts(const StoredRun& run) : run_(run) {}

  template <class T>
  T value(const std::string& name) const {
    const Fact* fact = run_.fact(name);
    const T* value = fact ? std::get_if<T>(&fact->value) : nullptr;
    return value ? *value : T();
  }
  int count(const std::string& name) const { return static_cast<int>(value<std::int64_t>(name)); }

 private:
  const StoredRun& run_;
};

void read_tables(const StoredRun& run, Results& results) {
  results.metrics = metrics_in(run);
  results.components =
      rows_of<ComponentRow>(run, "components", [](const Row& row, ComponentRow& component) {
        row.read("name", component.name);
        row.read("energy_j", component.energy_j);
        row.read("static_j", component.static_j);
        row.read("area_m2", component.area_m2);
      });
  results.layers = rows_of<LayerRow>(run, "layers", read_layer);
  results.knobs = rows_of<KnobRow>(run, "knobs", read_knob);
  results.ages = rows_of<AgeRow>(run, "ages", [](const Row& row, AgeRow& age) {
    row.read("age_s", age.age_s);
    row.read("accuracy_percent", age.accuracy_percent);
    row.read("loss_points", age.loss_points);
  });
  results.ablations = rows_of<AblationRow>(run, "ablations", [](const Row& row, AblationRow& each) {
    row.read("effect", each.effect);
    row.read("sentence", each.sentence);
    row.read("alone_points", each.alone_points);
    row.read("removed_points", each.removed_points);
  });
  results.carbon_factors =
      rows_of<FactorRow>(run, "carbon_factors", [](const Row& row, FactorRow& factor) {
        row.read("what", factor.what);
        row.read("value", factor.value);
        row.read("source", factor.source);
        row.read("key", factor.key);
      });
  results.adc_models = rows_of<AdcModelRow>(run, "adc_models", read_adc_model);
  results.caveats = list_in<std::string>(run, "caveats");
  results.notes = list_in<std::string>(run, "notes");
  results.warnings = list_in<std::string>(run, "warnings");
}

}  // namespace

Results restored(const StoredRun& run) {
  constexpr double kMetersPerNanometer = 1e-9;
  const Facts facts(run);
  Results results;
  results.version = run.text("mho");
  results.chip = run.text("chip");
  results.technology_m = facts.value<double>("technology_nm") * kMetersPerNanometer;
  results.tiles = facts.count("tiles_of_chip");
  results.main_tiles =
      run.fact("tiles_of_main_kind") ? facts.count("tiles_of_main_kind") : results.tiles;
  results.macros_per_tile = facts.count("macros_of_tile");
  results.mac_array = run.text("mac_array");
  results.workload = run.text("workload");
  results.precision = run.text("precision");
  results.peak_precision = run.text("peak_precision");
  results.exact = facts.value<bool>("exact");
  results.seed = facts.value<std::int64_t>("seed");
  results.resolved_yaml = run.text(kResolvedYaml);
  if (run.fact("partial.of"))
    results.partial = PartialRun{facts.count("partial.trials"), facts.count("partial.of")};
  if (const std::string metric = run.text("scored.metric"); !metric.empty()) {
    const std::string title = run.text("scored.title");
    results.scored = ScoredRow{metric, title.empty() ? metric : title, {}};
  }
  results.label = label_in(run);
  read_tables(run, results);
  return results;
}

}  // namespace mho
