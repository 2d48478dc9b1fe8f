// Sentences for Results::notes.
#include "sim/figures/notes.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "models/costs/spreads.hpp"
#include "models/crossbar/mvm.hpp"
#include "sim/base/division.hpp"
#include "sim/chip/evaluation.hpp"
#include "sim/engine/steady.hpp"
#include "sim/results/doubt.hpp"

namespace mho {

namespace {

std::vector<Note> notes_on_data(const RunSpec& spec) {
  std::vector<Note> notes;
  const bool synthetic = spec.workload.test.format == DataFormat::synthetic;
  if (synthetic)
    notes.push_back({std::string("Synthetic ") +
                         (spec.workload.shape_network ? "weights and inputs" : "inputs") +
                         ": accuracy is not reported" +
                         (spec.workload.metric == JudgedBy::data ? ", output SNR is." : "."),
                     true});
  if (spec.workload.training.format == DataFormat::synthetic)
    notes.push_back({"Calibrated on " + std::to_string(spec.quantization.calibration_images) +
                         " synthetic input" +
                         (spec.quantization.calibration_images == 1 ? "." : "s."),
                     true});
  return notes;
}

std::vector<Note> notes_on_knobs(const RunSpec& spec) {
  std::vector<Note> notes;
  const QuantizationSpec& quantization = spec.quantization;
  if (!quantization.weight_bits_by_layer.empty() || !quantization.activation_bits_by_layer.empty())
    notes.push_back(
        {"Layers differ in bits: 1b x 1b figures of the workload weigh every MAC with its own; the "
         "peak stays at the bits that the run gives for all layers."});
  if (quantization.weight_scale == WeightScale::per_layer)
    notes.push_back(
        {"Weights: one scale for all output channels of a layer (quantization.weight_scale: "
         "per_layer); channels of small weights use few of the levels."});
  if (quantization.pruning && quantization.pruning->weights > 0)
    notes.push_back(
        {"Pruned weights are cells that stand for zero: written and read like others, and their "
         "MACs "
         "count. What they save is current, where zero is stored as cells at their lowest level "
         "(in "
         "differential pairs; not with an offset)."});
  if (spec.placement && !spec.placement->vector_unit.empty())
    notes.push_back(
        {"Digital layers run on one tile's vector unit, one operation of its energy and of a "
         "lane's "
         "cycle per MAC, whatever the bits; the memory that holds their weights is not modelled: "
         "no "
         "area, no energy, no time.",
         true});
  return notes;
}

void add_analog_notes(const RunSpec& spec, const MacroSpec& macro, std::vector<Note>& notes) {
  const Adc& adc = *macro.analog()->adc;
  const Component& cost = adc.cost();
  const Component& stated = spec.chip.tile.macro.analog()->adc->cost();
  const std::string followed =
      stated.beside.any() ? names_of(stated.beside.keys()) + " are as stated, all else follows"
                          : "its energy and area follow";
  notes.push_back(
      {"ADC: " + std::string(adc.kind()) + ", " + std::to_string(adc.bits()) + "-bit, " +
       format_si_rounded(cost.energy.value(), "J", 4) + " a conversion, " +
       adc.range_rule().sentence() +
       (stated.model ? "; " + followed + " from the model " + stated.model->kind()
                     : "; its energy, time and area are the chip file's, whatever its bits") +
       "; from: " + cost.source});
  notes.push_back(
      {"Cells: " + std::string(macro.cell->kind()) + "; from: " + macro.cell_cost.source});
  const ConditionsSpec times = spec.conditions.value_or(ConditionsSpec{});
  std::vector<std::string> told;
  for (std::size_t i = 0; i < std::max<std::size_t>(times.ages.size(), 1); ++i)
    for (const std::string& warning :
         macro.cell->warnings(times.at(i), macro.analog()->read_voltage)) {
      if (std::find(told.begin(), told.end(), warning) != told.end()) continue;
      told.push_back(warning);
      notes.push_back({"Outside of what the cell's source covers: " + warning, true});
    }
}

/// Halving what conducts at once doubles the time of a product: said, as rows may be set alone.
void add_row_group_note(const ChipSpec& chip, std::vector<Note>& notes) {
  const MacroSpec& macro = chip.tile.macro;
  if (chip.tile.macros == 0 || macro.active_rows >= macro.rows) return;
  notes.push_back({std::to_string(macro.active_rows) + " of " + std::to_string(macro.rows) +
                   " rows conduct at once (chip.tile.macro.active_rows; 0 would be all): a product "
                   "of all rows takes " +
                   std::to_string(ceil_divide(macro.rows, macro.active_rows)) + " turns."});
}

void add_point_note(const Chip& chip, std::vector<Note>& notes) {
  const OperatingPoint& nominal = chip.nominal();
  const OperatingPoint point = operating_point(chip.spec());
  if (!moved(nominal, point)) return;
  const auto text = [](const OperatingPoint& at) {
    return format_si_rounded(at.supply.value(), "V", 3) + ", " +
           format_si_rounded(at.temperature.value(), "K", 3);
  };
  notes.push_back(
      {"Runs at " + text(point) + "; costs are stated at " + text(nominal) + " and moved."});
}

void add_sequenced_notes(const RunSpec& spec, const Chip& chip, std::vector<Note>& notes) {
  const int batch = spec.placement.value_or(PlacementSpec{}).batch;
  notes.push_back({"MAC arrays compute the exact integers: no error is drawn."});
  notes.push_back({"Layer after layer, batches of " + std::to_string(batch) +
                   (batch == 1 ? " image" : " images") +
                   " (placement.batch) share loaded weights; every layer waits for all of the one "
                   "before."});
  notes.push_back(
      {"A layer's bound is the resource that it needs longest; off-chip memory is a "
       "queue with bandwidth and latency; from: " +
       chip.spec().off_chip->source});
}

/// Share of the power of a layer's column sums from which on it is told that converters lose it.
constexpr double kToldLoss = 0.1;

struct Loss {
  double RangeUse::*error;
  std::string (*text)(const RangeUse& use, const std::string& layer);
};

std::string percent(double share) { return format_si_rounded(100 * share, "", 2) + " %"; }

std::string codes_text(const RangeUse& use) {
  return std::to_string(use.codes_in_use) + " of " + std::to_string(use.codes) + " codes in use";
}

std::string rounded_text(const RangeUse& use, const std::string& layer) {
  return "Converters round away " + percent(std::min(1.0, use.rounding_error)) +
         " of the power of the column sums of layer " + layer + ": their range is " +
         format_si_rounded(use.times_largest, "", 2) + " times the largest sum, " +
         codes_text(use) +
         " (chip.tile.macro.adc.range: calibrated_mse would fit it to each layer).";
}

std::string clipped_text(const RangeUse& use, const std::string& layer) {
  return "Converters clip " + percent(use.clipped) + " of the conversions of layer " + layer +
         ", and with them " + percent(std::min(1.0, use.clipping_error)) +
         " of the power of its column sums: their range is " +
         format_si_rounded(use.times_largest, "", 2) + " times the largest sum.";
}

std::string others_text(std::size_t layers) {
  if (layers == 0) return "";
  return " " + std::to_string(layers) +
         (layers == 1 ? " other layer loses" : " other layers lose") + " 10 % or more.";
}

bool has_analog_macros(const Chip& chip) {
  for (const TileKind& kind : chip.kinds())
    if (kind.macros() > 0 && kind.macro().analog()) return true;
  return false;
}

/// Of digital macros that compute with floats.
void add_float_note(const Chip& chip, std::vector<Note>& notes) {
  for (const TileKind& kind : chip.kinds()) {
    if (kind.macros() == 0 || !kind.macro().digital()) continue;
    const auto& floats = kind.macro().digital()->floating_point;
    if (!floats) continue;
    notes.push_back(
        {"Digital macros compute in block floating point: the network's integers are "
         "rounded to " +
             std::to_string(floats->mantissa_bits) + " bits of mantissa, and " +
             std::to_string(floats->format().aligned_bits) +
             " are left of the largest of the active rows. Exponents have no range here, "
             "and memories, buses and network carry the integers: state activation_bits as "
             "wide as the floats.",
         true});
    return;
  }
}

}  // namespace

std::vector<Note> notes_on(const RunSpec& spec, const Chip& chip, const Placement& placement) {
  std::vector<Note> notes = notes_on_data(spec);
  if (chip.spec().sequenced()) {
    add_sequenced_notes(spec, chip, notes);
  } else if (chip.exact()) {
    notes.push_back({"Digital macros compute the exact integers: no error is drawn."});
  } else if (chip.spec().tile.macros > 0 && chip.spec().tile.macro.analog()) {
    add_analog_notes(spec, chip.spec().tile.macro, notes);
  }
  add_float_note(chip, notes);
  if (!placement.layers.empty() && has_analog_macros(chip)) {
    const MvmFormat& format = placement.layers[0].format;
    const int top = format.stored_bits() - (format.magnitude_slices() - 1) * format.cell_bits;
    if (top < format.cell_bits)
      notes.push_back(
          {"A weight's topmost slice holds " + std::to_string(top) + " bits, the others " +
           std::to_string(format.cell_bits) + ": it uses the lowest " + std::to_string(1 << top) +
           " of " + std::to_string(1 << format.cell_bits) +
           " levels, so errors relative to g_max weigh that much more. Levels or weight "
           "bits that fill it lose less accuracy."});
  }
  add_row_group_note(chip.spec(), notes);
  add_point_note(chip, notes);
  for (const std::string& warning : chip.warnings()) notes.push_back({"Costs: " + warning, true});
  for (Note& note : notes_on_knobs(spec)) notes.push_back(std::move(note));
  if (std::any_of(placement.layers.begin(), placement.layers.end(),
                  [](const LayerPlacement& layer) { return layer.dynamic; }))
    notes.push_back(
        {"Products on arrays: their second operand is written into cells for every image, all "
         "cells "
         "of a block, and counts as cell writes; errors of writing are drawn anew each time, "
         "devices "
         "stay. Sums of the written operand that an encoding subtracts are taken to be there: no "
         "energy, no time."});
  if (spec.chip.tiles == 0)
    notes.push_back({"The chip's file leaves the number of tiles to the network: " +
                     std::to_string(chip.tiles()) + " tiles."});
  // Half a chip is where most of its static energy starts to serve nobody.
  if (2 * placement.arrays < chip.arrays())
    notes.push_back({"The network uses " + std::to_string(placement.arrays) + " of the chip's " +
                     std::to_string(chip.arrays()) +
                     " arrays; the static energy of all of them counts."});
  notes.push_back({std::string("Energy and timing: ") +
                   (spec.engine.values == Values::on && !chip.exact() ? "trial 0 on " : "") +
                   (spec.engine.values == Values::on ? "test image" : "image") +
                   (spec.engine.images == 1 ? std::string(" 1")
                                            : "s 1 to " + std::to_string(spec.engine.images)) +
                   ", pipeline fill and drain included."});
  std::string absent;
  for (std::size_t i = 0; i < kEffects; ++i)
    if (!chip.effects().has(static_cast<Effect>(i)))
      absent += std::string(absent.empty() ? "" : ", ") + name_of(static_cast<Effect>(i));
  if (!absent.empty() && has_analog_macros(chip))
    notes.push_back(
        {"Errors that this machine's files do not state, and that are not here: " + absent + "."});
  if (placement.reloads)
    notes.push_back(
        {"The network does not fit the arrays: " + std::to_string(placement.phases.size()) +
             " phases take turns, " +
             (placement.halves ? std::string("on two halves of the arrays, one loaded while "
                                             "the other works")
                               : std::string("on all arrays")) +
             ", for " + std::to_string(placement.batch) +
             " image(s) at a time; every trial writes a phase's arrays with the same errors "
             "each time.",
         true});
  if (!spec.chip.off_chip) notes.push_back({"Not modelled: memory behind the host link."});
  return notes;
}

std::vector<std::string> notes_on_ranges(const QuantizedGraph& graph,
                                         const std::vector<RangeUse>& use) {
  std::vector<std::string> notes;
  for (const Loss& loss : {Loss{&RangeUse::rounding_error, rounded_text},
                           Loss{&RangeUse::clipping_error, clipped_text}}) {
    std::set<int> layers;
    const RangeUse* worst = nullptr;
    for (const RangeUse& each : use) {
      if (each.*loss.error < kToldLoss) continue;
      layers.insert(each.layer);
      if (worst == nullptr || each.*loss.error > worst->*loss.error) worst = &each;
    }
    if (worst == nullptr) continue;
    const std::string layer = graph.layers[static_cast<std::size_t>(worst->layer)].name;
    notes.push_back(loss.text(*worst, layer) + others_text(layers.size() - 1));
  }
  return notes;
}

std::vector<std::string> notes_on_inputs(const RunSpec& spec, bool saw_negative) {
  const WorkloadSpec& workload = spec.workload;
  std::string keys;
  const auto ask = [&](const char* key, const DatasetSpec& set) {
    if (set.has_sign_key() && set.is_signed) keys += std::string(keys.empty() ? "" : " and ") + key;
  };
  ask("workload.test.signed", workload.test);
  ask("workload.training.signed", workload.training);
  if (keys.empty() || saw_negative) return {};
  return {"The network's input has a sign, by " + keys +
          (spec.engine.values == Values::on ? "; no value that was read is negative"
                                            : "; no data were read") +
          ". Where none can be, say false: that spares a bit and, on many arrays, a phase."};
}

std::vector<std::string> notes_on_engine(const RunSpec& spec, const Chip& chip,
                                         const EngineResult& engine) {
  std::vector<std::string> notes;
  if (spec.engine.activity == Activity::statistical)
    notes.push_back(
        "Statistical activity: the engine computed no values; what depends on data, the current "
        "through cells and what zeros skip, is that of a sample of the calibration images on the "
        "arrays of trial 0 (activity.error says how far off).");
  else if (engine.outputs.empty())
    notes.push_back(
        std::string("Counted, not computed (engine.values: off): no accuracy; ") +
        (chip.spec().sequenced()
             ? "no value is taken to be zero, so that none is skipped."
             : "what depends on data, the current through cells and what zeros skip, is that of "
               "normal weights and of inputs of which half are zero."));
  if (turn_ends(engine).size() < 2)
    notes.push_back(
        (engine.turn == 1 ? std::string("One image")
                          : "No two whole batches of " + std::to_string(engine.turn) + " images") +
        " in the engine: no steady state, so that throughput and TOPS are those of the whole run, "
        "filling and draining included, and energy carries all of its static energy. Steady from " +
        std::to_string(2 * engine.turn) + " images on (engine.images, --engine-images).");
  else if (engine.images() % engine.turn != 0)
    notes.push_back("The last batch has " + std::to_string(engine.images() % engine.turn) + " of " +
                    std::to_string(engine.turn) +
                    " images: energy and mean throughput include it, the steady state does not.");
  if (engine.extrapolation.images > 0)
    notes.push_back("Steady: " + std::to_string(engine.simulated_images()) + " of " +
                    std::to_string(engine.images()) +
                    " images were simulated, the others extrapolated; what half of them foretells "
                    "of the time of all of them is " +
                    format_si_rounded(100 * std::abs(engine.extrapolation.error), "", 2) +
                    " % off.");
  return notes;
}

std::vector<std::string> notes_on_accuracy(const AccuracySpec& spec,
                                           const AccuracyResult& accuracy) {
  if (accuracy.exact) return {};
  if (accuracy.analog.size() == 1)
    return {
        "One trial says nothing about the spread between chips: no confidence intervals. Two give "
        "a first and wide one; from about eight on a run can tell how many its question needs."};
  const double points = spec.precision > 0 ? spec.precision : 1;
  const CrossedMean loss = accuracy.loss();
  if (100 * loss.half_width() <= points) return {};
  const Effort effort = effort_for(loss, points / 100);
  const auto known_to = [](double value) {
    const std::string text = format_si_rounded(value, "", 2);
    return "+- " + text + (text == "1" ? " point" : " points");
  };
  return {"The loss is known to " + known_to(100 * loss.half_width()) + " at its farther end; " +
          known_to(points) + " needs about " + std::to_string(effort.trials) + " trials" +
          (effort.images > loss.images
               ? " on " + std::to_string(effort.images) + " images (those here are too few for it)"
               : " on these images") +
          ", if chips and images spread as seen here."};
}

std::vector<std::string> notes_on_score(const ScoredResult& scored) {
  std::vector<std::string> notes;
  const std::string name = scored.score->name;
  if (!scored.exact && scored.analog.size() == 1)
    notes.push_back("One trial says nothing about the spread between chips: " + name +
                    " on the chip has no interval. Two give a first and wide one.");
  if (scored.images() < 2)
    notes.push_back("One image says nothing about others like it: " + name + " has no interval.");
  const Interval loss = scored.loss();
  if (loss.ci95 && loss.ci95->low < 0 && loss.ci95->high > 0)
    notes.push_back("What the chips lose in " + name +
                    " cannot be told from nothing: its 95 % interval has both signs. More trials "
                    "(accuracy.trials, now " +
                    std::to_string(scored.analog.size()) + ") and images (accuracy.images, now " +
                    std::to_string(scored.images()) + ") make it narrower.");
  return notes;
}

std::vector<std::string> notes_on_peaks(const Results& results) {
  std::string beaten;
  for (const char* figure : {"tops_per_joule.macro", "tops_per_joule.tile", "tops_per_joule.chip",
                             "tops_per_joule.system", "tops.chip"}) {
    const Metric* peak = results.find(std::string(figure) + ".peak");
    const Metric* achieved = results.find(std::string(figure) + ".achieved");
    if (peak != nullptr && achieved != nullptr && achieved->value > peak->value)
      beaten += (beaten.empty() ? "" : ", ") + std::string(figure);
  }
  if (beaten.empty()) return {};
  return {"Achieved is better than the peak: " + beaten +
          ". The peak is that of full arrays of random operands at the run's bits, each MVM with "
          "reads of its own, and no bound: zeros cost less current or are skipped, arrays share "
          "what is read, other bits take other passes. What is a bound, time and energy of the "
          "converters, was checked."};
}

std::vector<std::string> notes_on_intervals(const Results& results) {
  std::string doubts;
  for (const char* name : {"energy.per_inference", "area.chip"}) {
    const Metric* metric = results.find(name);
    const auto most = metric ? most_doubtful(*metric) : std::nullopt;
    if (!most) continue;
    doubts += std::string(doubts.empty() ? "" : "; ") + name + ": " + most->component + " (" +
              name_of(most->model_class) + ", " + format_si_rounded(std::exp(most->spread), "", 2) +
              "x, " + format_si_rounded(100 * most->share, "%", 2) + " of it)";
  }
  if (doubts.empty()) return {};
  return {"80 % intervals are of cost models, not of constants: learned on " +
          std::to_string(kSpreadMacros) +
          " measured macros (validation/population). Most of the doubt of " + doubts + "."};
}

}  // namespace mho
