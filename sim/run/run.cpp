// The order of a run. What can be refused early is refused early: files, sizes, placement and
// buffers come before the hours of Monte Carlo.
#include "sim/run/run.hpp"

#include <algorithm>

#include "sim/config/config.hpp"
#include "sim/engine/engine.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/knobs.hpp"
#include "sim/run/metrics.hpp"
#include "sim/run/notes.hpp"
#include "sim/run/peak.hpp"
#include "sim/run/pricing.hpp"
#include "sim/run/sequenced.hpp"

namespace mho {

namespace {

/// Images that the layers' signal-to-noise ratios are measured on, at most.
constexpr std::size_t kSnrImages = 8;

std::vector<IntTensor> quantize_images(const QuantizedGraph& graph, const Dataset& set, int count) {
  std::vector<IntTensor> images;
  images.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) images.push_back(quantize_image(graph, set.image(i)));
  return images;
}

/// Problems of several files, judged together. A file's own problem is told behind the key that
/// names the file.
class FileProblems {
 public:
  FileProblems(Place where, std::string section)
      : where_(std::move(where)), section_(std::move(section)) {}

  /// What `load` returns; its default, with the problem kept, when the file cannot be used.
  template <class Load>
  auto attempt(const char* key, const Load& load) {
    try {
      return load();
    } catch (const InputError& error) {
      for (const Problem& problem : error.problems())
        problems_.push_back({where_, section_ + key, problem.text()});
      return decltype(load()){};
    }
  }
  void throw_if_any() {
    if (!problems_.empty()) throw InputError(std::move(problems_));
  }

 private:
  Place where_;
  std::string section_;
  std::vector<Problem> problems_;
};

struct WorkloadData {
  Graph network;
  Dataset test, training;
};

/// The network, and the first images of both sets (0 = all of them).
WorkloadData load_workload(const WorkloadSpec& spec, int test_images, int training_images,
                           FileProblems problems) {
  WorkloadData data;
  data.network = problems.attempt("network", [&] { return fold(import_onnx(spec.network)); });
  data.test = problems.attempt("test", [&] { return load_dataset(spec.test, test_images); });
  data.training =
      problems.attempt("training", [&] { return load_dataset(spec.training, training_images); });
  problems.throw_if_any();
  return data;
}

/// The test images that the run needs, and no more; 0 = all.
int test_images_of(const RunSpec& spec) {
  return spec.accuracy.images == 0 ? 0 : std::max(spec.accuracy.images, spec.engine.images);
}

void check_test_size(const RunSpec& spec, const Dataset& test, const Place& where) {
  std::vector<Problem> problems;
  const auto check = [&](const char* key, int images) {
    if (images > test.images())
      problems.push_back({where, key,
                          std::to_string(images) + " images are more than the " +
                              std::to_string(test.images()) + " of the test set " +
                              spec.workload.test.images});
  };
  check("accuracy.images", spec.accuracy.images);
  check("engine.images", spec.engine.images);
  if (!problems.empty()) throw InputError(std::move(problems));
}

int tiles_for(const RunSpec& spec, const QuantizedGraph& graph, const PlacementSpec& placement) {
  if (spec.chip.tiles > 0) return spec.chip.tiles;  // always given on a chip of MAC arrays
  const int arrays = arrays_needed(graph, spec.chip, placement);
  // A network without arrays still needs a tile for its vector unit.
  return std::max(1, (arrays + spec.chip.tile.macros - 1) / spec.chip.tile.macros);
}

/// Runs trial 0 with a clock, and holds the two drivers against each other (promise 2).
EngineResult run_timed(const ProgrammedNetwork& network, std::span<const IntTensor> inputs,
                       const Place& where) {
  const auto simulated = [&] {
    try {
      return simulate_in_child(network, inputs);
    } catch (const InputError& error) {
      std::vector<Problem> problems = error.problems();
      for (Problem& problem : problems) problem.place = where;
      throw InputError(std::move(problems));
    }
  };
  EngineResult engine = simulated();
  require(engine.outputs.size() == inputs.size(), "the engine lost an image");
  require(engine.packets_sent == engine.packets_received, "the engine lost a packet");
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<IntTensor> untimed =
        run_analog(network, inputs[i], static_cast<std::uint32_t>(i));
    require(engine.outputs[i] == untimed[static_cast<std::size_t>(network.graph().output)],
            "the timed engine and the untimed driver give different outputs");
  }
  return engine;
}

/// Pixels through tiles of macros: converters, trial 0 with a clock, then all trials without.
Execution execute_on_macros(const Workbench& bench, const PlacementSpec& placement_spec) {
  const auto say = [&](const char* stage) {
    if (bench.control.progress) bench.control.progress(stage, 0);
  };
  const auto seed = static_cast<std::uint64_t>(bench.spec.seed);
  Execution done;
  done.placement = place(bench.graph, bench.chip, placement_spec, bench.where);
  say("calibrating the converters");
  const AdcRanges ranges = adc_ranges(
      bench.graph, bench.chip, done.placement,
      quantize_images(bench.graph, bench.training, bench.training.images()), bench.control.threads);
  say("timed engine");
  const Conditions conditions = bench.spec.conditions.value_or(ConditionsSpec{}).at(0);
  const ProgrammedNetwork first(bench.graph, bench.chip, done.placement, ranges, {seed, 0},
                                bench.control.threads, conditions);
  done.engine = run_timed(first, bench.timed, bench.where);
  done.programming = first.programming_effort();
  if (bench.chip.exact()) {
    done.accuracy = exact_accuracy(bench.network, bench.graph, bench.test, bench.images, bench.spec,
                                   bench.control);
    return done;
  }
  done.snr = layer_snr(first, bench.timed.first(std::min(bench.timed.size(), kSnrImages)),
                       bench.control.threads);
  const Subject subject{bench.network, bench.graph, bench.chip,  done.placement,
                        ranges,        bench.test,  bench.images};
  done.accuracy = measure_accuracy(subject, bench.spec, bench.chip.effects(), bench.control);
  return done;
}

}  // namespace

Results run(const RunSpec& spec, const Place& where, const RunControl& control) {
  const auto say = [&](const char* stage) {
    if (control.progress) control.progress(stage, 0);
  };
  const std::uint64_t seed = static_cast<std::uint64_t>(spec.seed);
  const PlacementSpec placement_spec = spec.placement.value_or(PlacementSpec{});

  say("loading");
  const auto [network, test, training] =
      load_workload(spec.workload, test_images_of(spec), spec.quantization.calibration_images,
                    FileProblems(where, "workload."));
  check_test_size(spec, test, where);
  say("quantizing");
  const QuantizedGraph graph =
      quantize(network, spec.quantization, training, control.threads, where);
  const Chip chip(spec.chip, tiles_for(spec, graph, placement_spec));
  const std::vector<IntTensor> images = quantize_images(graph, test, test.images());
  const auto timed = std::span(images).first(static_cast<std::size_t>(spec.engine.images));
  const Workbench bench{spec, where, control, network, training, test, graph, chip, images, timed};
  const Execution done =
      spec.chip.sequenced() ? execute_in_sequence(bench) : execute_on_macros(bench, placement_spec);
  const Ledger ledger = price(chip, graph, done.engine);
  const Peak peak =
      peak_of(chip, spec.quantization.weight_bits, spec.quantization.activation_bits, seed);

  const Precision precision =
      precision_of(graph, spec.quantization.weight_bits, spec.quantization.activation_bits);
  const Findings found{
      graph,       chip,   done.placement, done.accuracy,    peak,
      done.engine, ledger, done.snr,       done.programming, spec.accuracy.yield_loss,
      precision};
  Results results;
  results.chip = spec.chip.name;
  results.technology_m = spec.chip.technology.value();
  results.tiles = chip.tiles();
  results.macros_per_tile = spec.chip.tile.macros;
  if (const auto& array = spec.chip.tile.mac_array)
    results.mac_array = std::to_string(array->rows) + " x " + std::to_string(array->columns);
  results.workload = spec.workload.name;
  results.precision = precision.workload;
  results.peak_precision = precision.peak;
  results.resolved_yaml = write_spec(spec);
  results.metrics = derive_metrics(found);
  results.components = component_rows(found);
  results.layers = layer_rows(found);
  results.exact = done.accuracy.exact;
  if (!spec.chip.sequenced()) {
    say("comparing with the knobs switched off");
    results.knobs = knob_rows({spec, network, training, test, graph, done.placement,
                               done.accuracy.images, done.accuracy.quantized},
                              control.threads);
  }
  results.ages = age_rows(done.accuracy);
  results.ablations = ablation_rows(done.accuracy);
  results.classes = class_rows(done.accuracy);
  results.notes = notes_on(spec, chip, done.placement);
  if (spec.accuracy.precision > 0 && !done.accuracy.precise && !done.accuracy.exact)
    results.notes.push_back("The interval of the loss did not come down to +- " +
                            format_si(spec.accuracy.precision, "") + " points within " +
                            std::to_string(spec.accuracy.trials) + " trials.");
  results.ledger = ledger;
  return results;
}

void check_workload(const WorkloadSpec& spec, const Place& where, const std::string& section) {
  load_workload(spec, 1, 1, FileProblems(where, section));
}

}  // namespace mho
