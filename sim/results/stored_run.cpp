#include "sim/results/stored_run.hpp"

#include <algorithm>
#include <memory>

namespace mho {

namespace {

constexpr double kNanometersPerMeter = 1e9;

/// What lists of texts and of numbers are tables of: one column without a name.
template <class Row>
DataTable list_of(const std::string& name, const std::string& row, const std::string& sentence,
                  const std::vector<Row>& rows, const std::string& unit = "") {
  return TableOf<Row>(name, row, sentence, rows).column("", unit, sentence, [](const Row& value) {
    return value;
  });
}

DataTable metrics(const Results& results) {
  return TableOf<Metric>("metrics", "metric", "What the run comes to.", results.metrics)
      .text("name", "Name of the metric.", &Metric::name)
      .column("value", "", "In the unit of its row.", &Metric::value)
      .text("unit", "Of the value; empty: a count or a share.", &Metric::unit)
      .text("sentence", "What the metric means.", &Metric::sentence)
      .text("source", "How it was found.", &Metric::source)
      .column("interval", "", "Holds 80 % of measured macros, where models give the value.",
              &Metric::interval)
      .left_out()
      .keyed();
}

/// Of every metric that models give.
DataTable modelled(const Results& results) {
  std::vector<std::pair<std::size_t, std::size_t>> rows;  // metric, share
  for (std::size_t metric = 0; metric < results.metrics.size(); ++metric)
    for (std::size_t share = 0; share < results.metrics[metric].modelled.size(); ++share)
      rows.emplace_back(metric, share);
  DataTable table{kModelled, "What models give of each metric.", "modelled_share", rows.size(), {},
                  false};
  const auto column = [&](const char* name, DatumKind kind, const char* sentence, auto get) {
    table.columns.push_back({name, kind, "", sentence, [&results, rows, get](std::size_t row) {
                               const Metric& metric = results.metrics[rows[row].first];
                               return Datum(get(metric, metric.modelled[rows[row].second]));
                             }});
    table.columns.back().repeats = kind == DatumKind::text;
  };
  using Share = ModelledShare;
  column("metric", DatumKind::text, "Name of the metric.",
         [](const Metric& metric, const Share&) { return metric.name; });
  column("component", DatumKind::text, "Name of the component.",
         [](const Metric&, const Share& share) { return share.component; });
  column("model", DatumKind::text, "Kind of its model.",
         [](const Metric&, const Share& share) { return share.model; });
  column("class", DatumKind::text, "What the model is of; those of a class are off together.",
         [](const Metric&, const Share& share) { return std::string(name_of(share.model_class)); });
  column("share", DatumKind::number, "Of the metric, or of what it is inverse to.",
         [](const Metric&, const Share& share) { return share.share; });
  column("spread", DatumKind::number,
         "ln of the factor that 80 % of measured macros lie within, of the class.",
         [](const Metric&, const Share& share) { return share.spread; });
  return table;
}

DataTable components(const Results& results) {
  return TableOf<ComponentRow>("components", "component", "Energy and area by component.",
                               results.components)
      .text("name", "Name of the component.", &ComponentRow::name)
      .column("energy_j", "J", "Per inference: actions and static.", &ComponentRow::energy_j)
      .column("static_j", "J", "Per inference: static power over time.", &ComponentRow::static_j)
      .column("area_m2", "m2", "Of all instances of the chip.", &ComponentRow::area_m2);
}

DataTable layers(const Results& results) {
  return TableOf<LayerRow>("layers", "layer", "What each layer takes.", results.layers)
      .text("name", "Name of the layer.", &LayerRow::name)
      .text("kind", "What it computes.", &LayerRow::kind)
      .column("macs", "", "Multiply-accumulates per inference.", &LayerRow::macs)
      .column("arrays", "", "Crossbar arrays that hold its weights.", &LayerRow::arrays)
      .column("replicas", "", "Copies of its weights.", &LayerRow::replicas)
      .column("energy_j", "J", "Per inference.", &LayerRow::energy_j)
      .column("start_s", "s", "When its first image begins.", &LayerRow::start_s)
      .column("end_s", "s", "When its first image ends.", &LayerRow::end_s)
      .column("utilization", "", "Busy time of its macros over simulated time.",
              &LayerRow::utilization)
      .column("wait_input_s", "s", "Waited for its input.", &LayerRow::wait_input_s)
      .column("wait_output_s", "s", "Waited for room for its output.", &LayerRow::wait_output_s)
      .column("wait_weights_s", "s", "Waited without its weights.", &LayerRow::wait_weights_s)
      .column("wait_load_s", "s", "Loaded its weights.", &LayerRow::wait_load_s)
      .column("wait_port_s", "s", "Waited for the buffer's port.", &LayerRow::wait_port_s)
      .column("wait_unit_s", "s", "Waited for the accumulator or the vector unit.",
              &LayerRow::wait_unit_s)
      .column("bound", "", "Resource that it needs longest.",
              [](const LayerRow& row) {
                return row.bound.empty() ? std::nullopt : std::optional(row.bound);
              })
      .column("bound_s", "s", "Per inference that it needs that resource.", &LayerRow::bound_s)
      .column("snr_alone_db", "dB", "Signal to noise of its output, of its own errors.",
              &LayerRow::snr_alone_db)
      .column("snr_cumulative_db", "dB",
              "Signal to noise of its output, of its own errors and of those of all layers before.",
              &LayerRow::snr_cumulative_db);
}

DataTable adc_models(const Results& results) {
  return TableOf<AdcModelRow>("adc_models", "adc_model",
                              "The same run with converters that cost what other models say.",
                              results.adc_models)
      .text("model", "Name of the model; the chip's own comes first.", &AdcModelRow::model)
      .column("in_range", "", "The model holds for these bits, this rate and node.",
              &AdcModelRow::in_range)
      .column("conversion_j", "J", "Of one conversion.", &AdcModelRow::conversion_j)
      .column("area_m2", "m2", "Of one converter.", &AdcModelRow::area_m2)
      .column("macro_peak_tops_per_joule", "TOPS/J", "Peak of a macro.",
              &AdcModelRow::macro_peak_tops_per_joule)
      .column("chip_achieved_tops_per_joule", "TOPS/J", "Achieved by the chip.",
              &AdcModelRow::chip_achieved_tops_per_joule)
      .text("source", "Of the model.", &AdcModelRow::source);
}

/// A figure of a knob that can be switched off.
template <class Get>
auto if_possible(Get get) {
  return [get](const KnobRow& row) {
    return row.possible ? std::optional(std::invoke(get, row)) : std::nullopt;
  };
}

DataTable knobs(const Results& results) {
  return TableOf<KnobRow>("knobs", "knob", "The run as it is, and without each co-design knob.",
                          results.knobs)
      .text("name", "Name of the knob; the run comes first.", &KnobRow::name)
      .column("possible", "", "Such a run can be quantized and placed.", &KnobRow::possible)
      .column("arrays", "", "Crossbar arrays.", if_possible(&KnobRow::arrays))
      .left_out()
      .column("cells", "", "Cells that are written.", if_possible(&KnobRow::cells))
      .left_out()
      .column("zero_weights", "", "Share of the weights on arrays that are zero.",
              if_possible(&KnobRow::zero_weights))
      .left_out()
      .column("macs_on_arrays", "", "Multiply-accumulates per inference on arrays.",
              if_possible(&KnobRow::macs_on_arrays))
      .left_out()
      .column("macs_on_vector_units", "", "Multiply-accumulates per inference on vector units.",
              if_possible(&KnobRow::macs_on_vector_units))
      .left_out()
      .column("quantized_percent", "%", "Correct images in exact integers.", &KnobRow::quantized);
}

DataTable ages(const Results& results) {
  return TableOf<AgeRow>("ages", "age", "The same chips at other ages.", results.ages)
      .column("age_s", "s", "Time since the chips were programmed.", &AgeRow::age_s)
      .column("accuracy_percent", "%", "Correct images.", &AgeRow::accuracy_percent)
      .column("loss_points", "points", "Lost to analog errors.", &AgeRow::loss_points);
}

DataTable ablations(const Results& results) {
  return TableOf<AblationRow>("ablations", "source_of_error", "What each source of error does.",
                              results.ablations)
      .text("effect", "Name of the source of error.", &AblationRow::effect)
      .text("sentence", "What the source of error is.", &AblationRow::sentence)
      .column("alone_points", "points", "Loss that it causes alone.", &AblationRow::alone_points)
      .column("removed_points", "points", "Loss that its removal alone saves.",
              &AblationRow::removed_points);
}

DataTable classes(const Results& results) {
  return TableOf<ClassRow>("classes", "class", "Test images of each label.", results.classes)
      .column("label", "", "Number of the class.", &ClassRow::label)
      .column("images", "", "Test images of this label.", &ClassRow::images)
      .column("quantized_percent", "%", "Correct in exact integers.", &ClassRow::quantized_percent)
      .column("analog_percent", "%", "Correct on the chip, mean over trials.",
              &ClassRow::analog_percent)
      .column("confusion_change", "images",
              "By class: how many more images of this label than in the exact network are taken "
              "for it, mean over trials.",
              &ClassRow::change);
}

DataTable trials(const JudgedImages& judged) {
  return TableOf<Correctness>("judged.trials", "trial", "Each programmed instance of the chip.",
                              judged.trials)
      .column("accuracy_percent", "%", "Correct images.", &Correctness::percent)
      .column("loss_points", "points", "Lost to analog errors.",
              [&judged](const Correctness& trial) {
                return judged.quantized.percent() - trial.percent();
              })
      .text("right", "Which images are right, in hex digits of four images each.",
            &Correctness::hex);
}

/// Energy of all images.
DataTable tiles(const Results& results) {
  const auto sums = results.ledger.by_tile();
  const std::vector<std::pair<int, ExactEnergy>> rows(sums.begin(), sums.end());
  DataTable table{"tiles", "Energy of all images by tile.", "tile_row", rows.size(), {}, false};
  table.columns.push_back({"tile", DatumKind::whole, "", "Number of the tile; -1: of no tile.",
                           [rows](std::size_t row) { return std::int64_t{rows[row].first}; }});
  table.columns.push_back({"energy_j", DatumKind::number, "J", "Of all images in the engine.",
                           [rows](std::size_t row) { return joules(rows[row].second); }});
  return table;
}

DataTable carbon_factors(const Results& results) {
  return TableOf<FactorRow>("carbon_factors", "factor", "What carbon was counted with.",
                            results.carbon_factors)
      .text("what", "What it is.", &FactorRow::what)
      .text("value", "Its data set and value.", &FactorRow::value)
      .text("source", "Where it was read.", &FactorRow::source)
      .text("key", "Key of the run's YAML.", &FactorRow::key);
}

DataTable label_rows(const EnergyLabel& label) {
  return TableOf<LabelRow>("label.rows", "class_row", "The classes of the energy label.",
                           label.rows)
      .text("what", "What is rated.", &LabelRow::what)
      .text("measured", "Here, with its unit.", &LabelRow::measured)
      .text("reference", "Of the reference, with its unit.", &LabelRow::reference)
      .column("index", "", "Times better than the reference.", &LabelRow::index)
      .text("class", "A to E.", [](const LabelRow& row) { return std::string(1, row.grade); })
      .column("limits", "", "The least index of A, B, C and D.", &LabelRow::limits)
      .column("weight", "", "Of the class in that of the whole.", &LabelRow::weight);
}

/// As far as they are known.
std::string places_of(const Results& results, const std::vector<std::string>& keys) {
  std::string places;
  for (const std::string& key : keys)
    if (const auto place = results.places.find(key); place != results.places.end())
      places += (places.empty() ? "" : ", ") + place->second;
  return places;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& each : texts) text += (text.empty() ? "" : ", ") + each;
  return text;
}

/// What lines of one part and action share.
struct PriceTexts {
  std::string action, source, key, place;
};

/// By part, then by price; static power comes first.
using PartTexts = std::vector<std::vector<PriceTexts>>;

PartTexts price_texts(const Results& results) {
  PartTexts parts;
  for (std::size_t part = 0; part < results.parts.size(); ++part) {
    const auto prices = static_cast<int>(results.parts[part].prices.size());
    std::vector<PriceTexts> texts;
    for (int price = LedgerLine::kStatic; price < prices; ++price) {
      LedgerLine line;
      line.part = part;
      line.price = price;
      const PriceRow row = results.price_of(line);
      texts.push_back({row.action, row.source, joined(row.keys), places_of(results, row.keys)});
    }
    parts.push_back(std::move(texts));
  }
  return parts;
}

DataTable ledger(const Results& results) {
  // Made once, as there may be millions of lines.
  const auto texts = std::make_shared<const PartTexts>(price_texts(results));
  const auto priced = [texts](std::string PriceTexts::*text) {
    return [texts, text](const LedgerLine& line) -> const std::string& {
      return (*texts)[line.part][static_cast<std::size_t>(line.price - LedgerLine::kStatic)].*text;
    };
  };
  return TableOf<LedgerLine>("ledger", "line", "Counted actions times prices, of all images.",
                             results.ledger.lines())
      .text("component", "Name of the component.",
            [&results](const LedgerLine& line) { return results.part_of(line).component; })
      .repeats()
      .text("action", "What it does.", priced(&PriceTexts::action))
      .repeats()
      .text("layer", "Name of the layer; empty: for none.",
            [&results](const LedgerLine& line) { return results.ledger.layer_of(line); })
      .repeats()
      .column("tile", "", "Number of the tile; -1: of no tile.", &LedgerLine::tile)
      .column("count", "", "Actions; of static power femtoseconds.", &LedgerLine::count)
      .text("unit_qj", "Price of one in whole 1e-30 J.",
            [](const LedgerLine& line) { return decimal(line.unit); })
      .digits_only()
      .text("energy_qj", "Energy of the line in whole 1e-30 J.",
            [](const LedgerLine& line) { return decimal(line.energy()); })
      .digits_only()
      .column("unit_j", "J", "Price of one action; of static power for 1 fs.",
              [](const LedgerLine& line) { return joules(line.unit); })
      .column("energy_j", "J", "Of the line.",
              [](const LedgerLine& line) { return joules(line.energy()); })
      .text("source", "Where the price is from.", priced(&PriceTexts::source))
      .repeats()
      .text("key", "Keys of the run's YAML that state the price.", priced(&PriceTexts::key))
      .repeats()
      .text("place", "Where those keys stand, file:line.", priced(&PriceTexts::place))
      .repeats();
}

}  // namespace

const DataColumn* DataTable::find(const std::string& wanted) const {
  const auto it = std::find_if(columns.begin(), columns.end(),
                               [&](const DataColumn& column) { return column.name == wanted; });
  return it == columns.end() ? nullptr : &*it;
}

const Fact* StoredRun::fact(const std::string& name) const {
  for (const auto& entry : entries)
    if (const auto* fact = std::get_if<Fact>(&entry); fact && fact->name == name) return fact;
  return nullptr;
}

const DataTable* StoredRun::table(const std::string& name) const {
  for (const auto& entry : entries)
    if (const auto* table = std::get_if<DataTable>(&entry); table && table->name == name)
      return table;
  return nullptr;
}

std::string StoredRun::text(const std::string& name) const {
  const Fact* found = fact(name);
  const auto* value = found ? std::get_if<std::string>(&found->value) : nullptr;
  return value ? *value : "";
}

const std::string& name_of(const std::variant<Fact, DataTable>& entry) {
  return std::visit([](const auto& named) -> const std::string& { return named.name; }, entry);
}

const StoredRun& run_form() {
  static const Results results = [] {
    Results empty;
    empty.mac_array = "256 x 256";
    empty.judged.emplace();
    empty.scored.emplace();
    empty.carbon_factors.emplace_back();
    empty.label.emplace();
    empty.partial.emplace();
    return empty;
  }();
  static const StoredRun form = stored_run(results);
  return form;
}

StoredRun stored_run(const Results& results) {
  StoredRun run;
  const auto fact = [&](const char* name, Datum value, const char* unit = "") {
    run.entries.emplace_back(Fact{name, std::move(value), unit});
  };
  const auto whole = [](std::int64_t value) { return Datum(value); };
  fact("mho", results.version);
  fact("chip", results.chip);
  fact("technology_nm", results.technology_m * kNanometersPerMeter, "nm");
  fact("tiles_of_chip", whole(results.tiles));
  fact("tiles_of_main_kind", whole(results.main_tiles));
  fact("macros_of_tile", whole(results.macros_per_tile));
  fact("mac_array", results.mac_array.empty() ? Datum() : Datum(results.mac_array));
  fact("exact", results.exact);
  fact("workload", results.workload);
  fact("precision", results.precision);
  fact("peak_precision", results.peak_precision);
  fact("seed", whole(results.seed));
  if (results.partial) {
    fact("partial.trials", whole(results.partial->trials));
    fact("partial.of", whole(results.partial->of));
  }
  for (auto table :
       {metrics, modelled, components, layers, adc_models, knobs, ages, ablations, classes})
    run.entries.emplace_back(table(results));
  if (results.judged) {
    fact("judged.images", whole(results.judged->quantized.images()));
    fact("judged.float", results.judged->in_float.hex());
    fact("judged.quantized", results.judged->quantized.hex());
    run.entries.emplace_back(trials(*results.judged));
  } else {
    fact("judged", {});
  }
  run.entries.emplace_back(list_of("output_snr_db", "trial",
                                   "Signal to noise of the output on each programmed instance of "
                                   "the chip; none: no error.",
                                   results.output_snr, "dB"));
  if (results.scored) {
    fact("scored.metric", results.scored->name);
    fact("scored.title", results.scored->title);
    run.entries.emplace_back(list_of("scored.trials", "trial",
                                     "Its figure on each programmed instance of the chip.",
                                     results.scored->trials));
  } else {
    fact("scored", {});
  }
  run.entries.emplace_back(tiles(results));
  if (!results.carbon_factors.empty()) run.entries.emplace_back(carbon_factors(results));
  if (results.label) {
    fact("label.class", std::string(1, results.label->grade));
    fact("label.scale", results.label->scale);
    fact("label.source", results.label->source);
    fact("label.reference", results.label->reference);
    run.entries.emplace_back(label_rows(*results.label));
  }
  fact("ledger_total_qj", decimal(results.ledger.total()));
  run.entries.emplace_back(ledger(results));
  run.entries.emplace_back(
      list_of("caveats", "caveat", "What to know before the figures.", results.caveats));
  run.entries.emplace_back(
      list_of("notes", "note", "Warnings and limits that bear on the figures.", results.notes));
  run.entries.emplace_back(list_of("warnings", "warning",
                                   "Those of the notes that change how the figures are read.",
                                   results.warnings));
  fact(kResolvedYaml, results.resolved_yaml);
  return run;
}

}  // namespace mho
