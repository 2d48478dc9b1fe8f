#include "sim/figures/figures.hpp"

#include "sim/base/version.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/adc_models.hpp"
#include "sim/figures/bounds.hpp"
#include "sim/figures/carbon.hpp"
#include "sim/figures/carbon_label.hpp"
#include "sim/figures/cost_rows.hpp"
#include "sim/figures/metrics.hpp"
#include "sim/figures/notes.hpp"
#include "sim/figures/peak.hpp"
#include "sim/figures/pricing.hpp"

namespace mho {

namespace {

void add_note(Note note, Results& results) {
  if (note.warns) results.warnings.push_back(note.text);
  results.notes.push_back(std::move(note.text));
}

void add_notes(std::vector<std::string> notes, bool warn, Results& results) {
  for (std::string& note : notes) add_note({std::move(note), warn}, results);
}

void add_accuracy_rows(const RunSpec& spec, const AccuracyResult& accuracy, Results& results) {
  results.ages = age_rows(accuracy);
  results.ablations = ablation_rows(accuracy);
  results.classes = class_rows(accuracy);
  results.judged = JudgedImages{accuracy.in_float, accuracy.quantized, {}};
  if (!accuracy.exact) results.judged->trials = accuracy.analog;
  add_notes(notes_on_accuracy(spec.accuracy, accuracy), true, results);
}

void add_scored(const ScoredResult& scored, Results& results) {
  results.scored = ScoredRow{scored.score->name, scored.score->title, scored.by_trial()};
  add_notes(notes_on_score(scored), true, results);
}

void add_carbon_rows(const RunSpec& spec, const Chip& chip, Results& results) {
  results.carbon_factors = carbon_factors(*spec.carbon, chip);
  results.label = energy_label(*spec.carbon, results);
  add_notes(notes_on_carbon(*spec.carbon, chip), false, results);
}

/// An executed run at the prices of a spec.
struct Pricing {
  Pricing(const RunSpec& spec, const ExecutedRun& run)
      : chip(spec.machine(), run.tiles),
        ledger(price(chip, *run.graph, run.done.timed->engine)),
        peak(peak_of(chip, spec.quantization.weight_bits, spec.quantization.activation_bits,
                     static_cast<std::uint64_t>(spec.seed))),
        precision(precision_of(*run.graph, spec.quantization.weight_bits,
                               spec.quantization.activation_bits)),
        found{*run.graph,
              chip,
              *run.done.placement,
              run.done.monte_carlo,
              peak,
              run.done.timed->engine,
              ledger,
              run.done.snr,
              run.done.snr_images,
              run.done.timed->programming,
              spec.accuracy.yield_loss,
              precision,
              run.done.timed->activity_error,
              spec.duty_cycle,
              spec.carbon,
              run.where} {}
  Pricing(const Pricing&) = delete;

  const Chip chip;
  const Ledger ledger;
  const Peak peak;
  const Precision precision;
  const Findings found;  ///< borrows the others
};

/// None is reported that beats its bound.
std::vector<Metric> checked_metrics(const Pricing& priced) {
  std::vector<Metric> metrics = derive_metrics(priced.found);
  check_bounds(bounds_of(priced.found, metrics));
  return metrics;
}

}  // namespace

std::vector<Metric> metrics_of(const RunSpec& spec, const ExecutedRun& run) {
  return checked_metrics(Pricing(spec, run));
}

Results figures_of(const RunSpec& spec, const ExecutedRun& run) {
  const Pricing priced(spec, run);
  const Chip& chip = priced.chip;
  const Execution& done = run.done;
  Results results;
  results.ledger = priced.ledger;
  results.chip = spec.chip.name;
  results.technology_m = spec.chip.technology.value();
  results.tiles = chip.tiles();
  results.main_tiles = chip.main().tiles();
  results.macros_per_tile = spec.chip.tile.macros;
  if (const auto& array = spec.chip.tile.mac_array)
    results.mac_array = std::to_string(array->rows) + " x " + std::to_string(array->columns);
  results.workload = spec.workload.name;
  results.weight_bits = spec.quantization.weight_bits;
  results.activation_bits = spec.quantization.activation_bits;
  results.precision = priced.precision.workload;
  results.peak_precision = priced.precision.peak;
  results.resolved_yaml = write_spec(spec);
  results.version = version();
  results.seed = spec.seed;
  results.metrics = checked_metrics(priced);
  results.components = component_rows(priced.found);
  results.layers = layer_rows(priced.found);
  results.knobs = run.knobs;
  results.exact = chip.exact();
  if (const Score* score = run.judging.score(); score && spec.workload.metric == JudgedBy::data)
    add_note({std::string("Judged by ") + score->name + ", as network and data allow" +
              (run.judging.not_classes.empty() ? "" : ": " + run.judging.not_classes) +
              ". workload.metric chooses otherwise."},
             results);
  else if (!run.judging.not_classes.empty())
    add_note({"Not judged as classification: " + run.judging.not_classes +
                  ". Accuracy is not reported, output SNR is.",
              true},
             results);
  if (std::holds_alternative<OutputSnr>(done.monte_carlo) && run.judging.not_classes.empty() &&
      spec.workload.test.format != DataFormat::synthetic)
    add_note({"Not judged by labels: accuracy is not reported, output SNR is. workload.metric "
              "names what "
              "else needs none."},
             results);
  results.partial = done.partial;
  if (done.partial)
    results.caveats.push_back(
        "PARTIAL: interrupted after " + std::to_string(done.partial->trials) + " of " +
        std::to_string(done.partial->of) + (done.partial->of == 1 ? " trial" : " trials") +
        "; figures of accuracy are of these, and what was not finished is left out.");
  if (!run.precision.caveat.empty()) results.caveats.push_back(run.precision.caveat);
  if (!run.precision.note.empty()) add_note({run.precision.note}, results);
  for (Note& note : notes_on(spec, chip, *done.placement)) add_note(std::move(note), results);
  add_notes(notes_on_ranges(*run.graph, done.range_use), true, results);
  add_notes(notes_on_inputs(spec, run.saw_negative), false, results);
  add_notes(notes_on_engine(spec, chip, done.timed->engine), true, results);
  add_notes(notes_on_peaks(results), true, results);
  add_notes(notes_on_intervals(results), false, results);
  if (const auto* accuracy = std::get_if<AccuracyResult>(&done.monte_carlo))
    add_accuracy_rows(spec, *accuracy, results);
  if (const auto* output = std::get_if<OutputSnr>(&done.monte_carlo); output && !chip.exact())
    results.output_snr = output->decibels;
  if (const auto* scored = std::get_if<ScoredResult>(&done.monte_carlo))
    add_scored(*scored, results);
  if (spec.carbon) add_carbon_rows(spec, chip, results);
  results.parts = part_rows(chip);
  results.peaks = peak_macros(chip, priced.peak);
  const double images = static_cast<double>(done.timed->engine.images());
  results.adc_models = adc_model_rows(chip, priced.ledger, priced.peak,
                                      2 * images * static_cast<double>(run.graph->macs()),
                                      from_si<Energy>(images * results.find("energy.chip")->value));
  return results;
}

}  // namespace mho
