// The field lists of a run and of a workload.
#include "sim/run/run_spec.hpp"

#include "devices/scaled_cell.hpp"
#include "sim/base/error.hpp"
#include "workloads/graph/ends.hpp"
#include "workloads/quantize/stand_ins.hpp"

namespace mho {

void WorkloadSpec::fields(Fields& f) {
  f.text("name", name, "Name of the workload, as reports print it.");
  f.path("network", network, "A trained network: an ONNX file.", Presence::optional);
  f.numbers("input_shape", input_shape, {1, 1e9},
            "Shape of the network's input, of one image: for axes that the file leaves open and "
            "the data do not tell, or instead of what it says.",
            Presence::optional);
  f.integers_by_name("dimensions", dimensions, {1, 1e9},
                     "Sizes of axes that the file leaves open, by their name there, or as "
                     "INPUT.AXIS.");
  f.integers_by_name("fixed_inputs", fixed_inputs, {-1e6, 1e6},
                     "Inputs that are the same number throughout and no part of the data: a mask "
                     "of 1, the positions of a cache of 0.");
  f.text("output", output, "Of several outputs the one that counts; the others are left out.",
         Presence::optional);
  f.choice("metric", metric, judged_by_words(), "What the outputs are judged by.",
           Presence::optional);
  f.section("shape_network", shape_network,
            "Instead of `network`, a network known by its shape, with synthetic weights.");
  f.section("test", test,
            "Labelled images that accuracy is measured on, and that the engine runs.");
  f.section("training", training,
            "Labelled images that quantization and converter ranges are calibrated on.");
  f.rule(network.empty() == shape_network.has_value(), "network",
         shape_network ? "is not used beside shape_network: a workload has one of them"
                       : "is missing: a workload has a network, or a shape_network");
  f.rule(!shape_network ||
             (input_shape.empty() && dimensions.empty() && fixed_inputs.empty() && output.empty()),
         "shape_network",
         "says its input and output itself; input_shape, dimensions, fixed_inputs and output are "
         "of an ONNX file");
  f.rule(!shape_network || test.format == DataFormat::synthetic, "test",
         "is recorded, but synthetic weights judge nothing: its format must be synthetic");
}

Graph WorkloadSpec::load_network(Values values, int threads) const {
  // Synthetic weights belong to the network, whatever the seed of the run: as a trained one's.
  constexpr std::uint64_t kWeights = 1;
  if (shape_network) return build_network(*shape_network, kWeights, values, threads);
  Graph whole = with_joined_ends(with_scores(import_network(values)));
  return fold(values == Values::on ? std::move(whole) : with_stand_ins(std::move(whole)));
}

Graph WorkloadSpec::import_network(Values values) const {
  ImportOptions options;
  for (const double size : input_shape)
    options.input_shape.push_back(static_cast<std::int64_t>(size));
  options.dimensions.insert(dimensions.begin(), dimensions.end());
  for (const auto& [input, number] : fixed_inputs)
    options.fixed_inputs[input] = static_cast<float>(number);
  options.image_shape = [this] { return image_shape_of(test); };
  options.values = values == Values::on;
  return with_output(import_onnx(network, options), output);
}

InputSign WorkloadSpec::sign() const {
  const bool is_unsigned =
      test.sign() == InputSign::nonnegative && training.sign() == InputSign::nonnegative;
  return is_unsigned ? InputSign::nonnegative : InputSign::either;
}

void ConditionsSpec::fields(Fields& f) {
  f.quantities(
      "ages", ages, {0, 1e10},
      "Times after programming at which the same chips are measured; all other figures are "
      "for the first. 0 s: as the cells were first characterized.",
      Presence::optional);
  f.quantity("temperature", temperature, {0, 600},
             "Of the chip; 0 K: the one that each cell was characterized at.", Presence::optional);
  f.texts("without", without, "Effects that are switched off.", Presence::optional);
  f.gone("off", "allowed: without");
  std::vector<std::string> names;
  for (std::size_t i = 0; i < kEffects; ++i) names.emplace_back(name_of(static_cast<Effect>(i)));
  for (const std::string& name : without) {
    std::string allowed;
    for (const std::string& each : names) allowed += (allowed.empty() ? "" : ", ") + each;
    f.rule(effect_named(name).has_value(), "without",
           "has no effect '" + name + "'" + did_you_mean(name, names) + "; allowed: " + allowed);
  }
  f.number("error_scale", error_scale, {0, 1},
           "Factor on the deviations that programming the cells leaves and on those of their read "
           "noise: how much better the cells would have to be.",
           Presence::optional);
}

Conditions ConditionsSpec::at(std::size_t index) const {
  Conditions conditions;
  if (index < ages.size()) conditions.age = ages[index];
  conditions.temperature = temperature;
  for (const std::string& name : without)
    conditions.effects = conditions.effects.without({effect_named(name).value()});
  return conditions;
}

void AccuracySpec::fields(Fields& f) {
  f.integer("images", images, {0, 1e9},
            "Images per trial, taken from the front of the test set; 0 = all of them.",
            Presence::optional);
  f.integer("trials", trials, {1, 1e6},
            "Programmed instances of the chip: each draws every manufacturing and programming "
            "error anew. With precision: at most so many.",
            Presence::optional);
  f.number("precision", precision, {0, 100},
           "Points: stop once the 95 % interval of the mean loss is no wider than +- this (three "
           "trials at least); 0 = run all trials.",
           Presence::optional);
  f.number("yield_loss", yield_loss, {0, 100},
           "Points: accuracy.yield is the share of chips that lose no more.", Presence::optional);
  f.flag("ablate", ablate,
         "Also measure the loss that each effect causes alone, and what removing it alone gains.",
         Presence::optional);
}

void TimingSpec::fields(Fields& f) {
  f.integer("images", images, {1, 1e6},
            "Images that the timed engine runs in a pipeline, from the front of the test set.",
            Presence::optional);
  f.choice("values", values,
           {{"off", "packets carry none: only times and counts; no accuracy"},
            {"on", "packets carry real activations"}},
           "Does the engine compute?", Presence::optional);
  f.choice(
      "activity", activity,
      {{"exact", "from every value that is executed"},
       {"statistical",
        "from a sample of the calibration images: the engine computes no values, and the error "
        "is measured on some images"}},
      "How what data decide is counted: current through cells, skipped zeros, early ends of "
      "conversions.",
      Presence::optional);
  f.rule(activity == Activity::exact || values == Values::on, "activity",
         "statistical needs values: on, which its statistics come from; off assumes usual ones");
  f.choice("fidelity", fidelity,
           {{"full", "every image is simulated"},
            {"steady", "the first images are, and the rest is extrapolated from their interval"}},
           "How much of the run is simulated.", Presence::optional);
}

void DutyCycleSpec::fields(Fields& f) {
  f.number("inferences_per_day", inferences_per_day, {0, 1e15},
           "Inferences a day, evenly spaced; 0: the chip waits.");
}

void RunSpec::fields(Fields& f) {
  f.section("chip", chip, "The machine.");
  f.section("workload", workload, "The trained network and its data.");
  f.section("quantization", quantization, "How the network's numbers become integers.");
  f.section("placement", placement, "How layers are laid onto arrays; absent: one copy of each.");
  f.section("conditions", conditions,
            "Age and temperature of the programmed chip, and what of it errs; absent: as first "
            "characterized, with all errors.");
  f.section("accuracy", accuracy, "How much is simulated for accuracy, without a clock.");
  f.section("engine", engine, "How much is simulated with time, for latency and energy.");
  f.section("duty_cycle", duty_cycle,
            "How often the chip is used; absent: it is always at work, and idling is no question.");
  f.section("carbon", carbon, "What making and using the chip emits; absent: it is not counted.");
  // 2^53: every seed is exact in any reader of the JSON report.
  f.integer("seed", seed, {0, 9007199254740992.0},
            "Every random number of the run is a function of it.", Presence::optional);
  const bool labelled = workload.labelled();
  f.rule(labelled || !accuracy.ablate, "accuracy",
         "ablates accuracy, which a workload without labels does not have");
  f.rule(!carbon || carbon->yield.model == YieldModel::stated ||
             carbon->defects(chip.technology).has_value(),
         "carbon", "needs yield.defects_per_cm2, as its fab's table has no defects of the node");
  f.rule(labelled || accuracy.precision == 0, "accuracy",
         "has a precision of accuracy, which a workload without labels does not have");
  f.rule(labelled || !conditions || conditions->ages.size() <= 1, "conditions",
         "has several ages, at which accuracy is compared; a workload without labels has none");
}

ChipSpec RunSpec::machine() const {
  ChipSpec machine = chip;
  const double scale = conditions ? conditions->error_scale : 1;
  const auto scale_cell = [&](std::shared_ptr<Cell>& cell) {
    if (cell && scale != 1) cell = std::make_shared<ScaledCell>(cell, scale);
  };
  scale_cell(machine.tile.macro.cell);
  for (OtherTilesSpec& each : machine.other_tiles) scale_cell(each.tile.macro.cell);
  return machine;
}

}  // namespace mho
