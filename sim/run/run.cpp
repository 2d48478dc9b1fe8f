// The order of a run. What can be refused early is refused early: files, sizes, placement and
// buffers come before the hours of Monte Carlo.
#include "sim/run/run.hpp"

#include <algorithm>
#include <chrono>

#include "sim/engine/engine.hpp"
#include "sim/engine/steady.hpp"
#include "sim/mapping/split.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/activity_error.hpp"
#include "sim/run/figures.hpp"
#include "sim/run/knobs.hpp"

namespace mho {

namespace {

/// Images that the layers' signal-to-noise ratios are measured on, at most.
constexpr std::size_t kSnrImages = 8;
/// Images that the error of statistical activity is measured on, at most.
constexpr std::size_t kActivityImages = 64;

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
WorkloadData load_workload(const WorkloadSpec& spec, Values values, int test_images,
                           int training_images, int threads, FileProblems problems) {
  WorkloadData data;
  data.network = problems.attempt("network", [&] { return spec.load_network(values, threads); });
  data.test =
      problems.attempt("test", [&] { return load_dataset(spec.test, test_images, threads); });
  data.training = problems.attempt(
      "training", [&] { return load_dataset(spec.training, training_images, threads); });
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

/// Synthetic sets are as small as their files say; a run that asks for more takes all there is.
RunSpec fitted(RunSpec spec) {
  const auto fit = [](const DatasetSpec& set, int& images) {
    if (set.synthetic) images = std::min(images, set.synthetic->images);
  };
  fit(spec.workload.test, spec.accuracy.images);
  if (spec.engine.values == Values::on) fit(spec.workload.test, spec.engine.images);
  fit(spec.workload.training, spec.quantization.calibration_images);
  return spec;
}

int tiles_for(const RunSpec& spec, const QuantizedGraph& graph, const PlacementSpec& placement) {
  if (spec.chip.tiles > 0) return spec.chip.tiles;  // always given on a chip of MAC arrays
  const int arrays = arrays_needed(graph, spec.chip, placement);
  // A network without arrays still needs a tile for its vector unit.
  return std::max(1, (arrays + spec.chip.tile.macros - 1) / spec.chip.tile.macros);
}

/// MVMs of arrays, all images.
std::int64_t mvms_of(const QuantizedGraph& graph, const Placement& placement, std::int64_t images) {
  std::int64_t mvms = 0;
  for (const LayerPlacement& layer : placement.layers)
    mvms += images * layer.blocks_per_replica() *
            graph
                .tensors[static_cast<std::size_t>(
                    graph.layers[static_cast<std::size_t>(layer.layer)].output)]
                .pixels();
  return mvms;
}

/// Runs the network with a clock, the spec's images or the first of them.
EngineResult simulated(const ProgrammedNetwork& network, std::span<const IntTensor> inputs,
                       const TimingSpec& spec, const Place& where, EngineProfile* profile,
                       const MvmStatistics* statistics = nullptr) {
  EngineOptions options;
  options.images = spec.images;
  options.statistics = statistics;
  const auto start = std::chrono::steady_clock::now();
  try {
    EngineResult engine = spec.fidelity == Fidelity::steady
                              ? simulate_steady(network, inputs, options)
                              : simulate_in_child(network, inputs, options);
    require(engine.packets_sent == engine.packets_received, "the engine lost a packet");
    if (profile != nullptr) {
      const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
      *profile = {taken.count(), engine.events,
                  mvms_of(network.graph(), network.placement(), engine.simulated_images())};
    }
    return engine;
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems) problem.place = where;
    throw InputError(std::move(problems));
  }
}

/// Holds the two drivers against each other (promise 2).
void check_equals_untimed(const ProgrammedNetwork& network, std::span<const IntTensor> inputs,
                          const EngineResult& engine) {
  require(std::ssize(engine.outputs) == engine.simulated_images(), "the engine lost an image");
  for (std::size_t i = 0; i < engine.outputs.size(); ++i) {
    const std::vector<IntTensor> untimed =
        run_analog(network, inputs[i], static_cast<std::uint32_t>(i));
    require(engine.outputs[i] == untimed[static_cast<std::size_t>(network.graph().output)],
            "the timed engine and the untimed driver give different outputs");
  }
}

/// What trials measure: accuracy where there are labels, else the output's signal to noise; of
/// exact arithmetic, without trials.
MonteCarlo measured(const Workbench& bench, const Subject* subject) {
  const bool exact = subject == nullptr;
  if (bench.test.labelled())
    return exact ? exact_accuracy(bench.network, bench.graph, bench.test, bench.images, bench.spec,
                                  bench.control)
                 : measure_accuracy(*subject, bench.spec, bench.chip.effects(), bench.control);
  if (exact) return OutputSnr{static_cast<int>(bench.images.size()), {std::nullopt}};
  return measure_output_snr(*subject, bench.spec, bench.control);
}

/// Times and counts without values, and what data decide as in the calibration images.
void simulate_statistically(const Workbench& bench, const ProgrammedNetwork& first,
                            std::span<const IntTensor> calibration, Execution& done) {
  const MvmStatistics statistics = mvm_statistics(first, calibration, bench.control.threads);
  const ProgrammedNetwork unprogrammed(bench.graph, bench.chip, done.placement);
  done.engine = simulated(unprogrammed, {}, bench.spec.engine, bench.where, bench.control.profile,
                          &statistics);
  done.activity_error = activity_error(
      first, statistics, bench.timed.first(std::min(bench.timed.size(), kActivityImages)),
      bench.control.threads);
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
  const std::vector<IntTensor> calibration =
      quantize_images(bench.graph, bench.training, bench.training.images());
  const AdcRanges ranges =
      adc_ranges(bench.graph, bench.chip, done.placement, calibration, bench.control.threads);
  say("timed engine");
  const Conditions conditions = bench.spec.conditions.value_or(ConditionsSpec{}).at(0);
  const ProgrammedNetwork first(bench.graph, bench.chip, done.placement, ranges, {seed, 0},
                                bench.control.threads, conditions);
  if (bench.spec.engine.activity == Activity::statistical) {
    simulate_statistically(bench, first, calibration, done);
  } else {
    done.engine =
        simulated(first, bench.timed, bench.spec.engine, bench.where, bench.control.profile);
    check_equals_untimed(first, bench.timed, done.engine);
  }
  done.programming = first.programming_effort();
  if (bench.chip.exact()) {
    done.monte_carlo = measured(bench, nullptr);
    return done;
  }
  done.snr = layer_snr(first, bench.timed.first(std::min(bench.timed.size(), kSnrImages)),
                       bench.control.threads);
  const Subject subject{bench.network, bench.graph, bench.chip,  done.placement,
                        ranges,        bench.test,  bench.images};
  done.monte_carlo = measured(bench, &subject);
  return done;
}

/// Times and counts alone: nothing is computed, so weights and data are not needed.
ExecutedRun run_counts(const RunSpec& spec, const Place& where, const RunControl& control) {
  const PlacementSpec placement_spec = spec.placement.value_or(PlacementSpec{});
  FileProblems problems(where, "workload.");
  const Graph network = problems.attempt(
      "network", [&] { return spec.workload.load_network(Values::off, control.threads); });
  problems.throw_if_any();
  const QuantizedGraph whole =
      quantize_shapes(network, spec.quantization, spec.workload.training.sign(), where);
  const Chip chip(spec.machine(), tiles_for(spec, whole, placement_spec));
  const QuantizedGraph graph = split_large_layers(whole, chip, placement_spec);
  if (control.progress) control.progress("timed engine", 0);
  Execution done;
  if (spec.chip.sequenced()) {
    done.engine = simulate_in_sequence(spec, where, graph, chip, {}, control.profile);
  } else {
    done.placement = place(graph, chip, placement_spec, where);
    done.engine = simulated(ProgrammedNetwork(graph, chip, done.placement), {}, spec.engine, where,
                            control.profile);
  }
  return {spec, where, graph, chip.tiles_of_kind(0), std::move(done)};
}

/// Programs the chip, computes, and measures what it loses.
ExecutedRun run_values(const RunSpec& spec, const Place& where, const RunControl& control) {
  const auto say = [&](const char* stage) {
    if (control.progress) control.progress(stage, 0);
  };
  const PlacementSpec placement_spec = spec.placement.value_or(PlacementSpec{});

  say("loading");
  const auto [network, test, training] = load_workload(
      spec.workload, Values::on, test_images_of(spec), spec.quantization.calibration_images,
      control.threads, FileProblems(where, "workload."));
  check_test_size(spec, test, where);
  say("quantizing");
  const QuantizedGraph whole =
      quantize(network, spec.quantization, training, control.threads, where);
  const Chip chip(spec.machine(), tiles_for(spec, whole, placement_spec));
  const QuantizedGraph graph = split_large_layers(whole, chip, placement_spec);
  const std::vector<IntTensor> images = quantize_images(graph, test, test.images());
  const auto timed = std::span(images).first(static_cast<std::size_t>(spec.engine.images));
  const Workbench bench{spec, where, control, network, training, test, graph, chip, images, timed};
  Execution done;
  if (spec.chip.sequenced()) {
    done.engine = execute_in_sequence(bench);
    done.monte_carlo = measured(bench, nullptr);
  } else {
    done = execute_on_macros(bench, placement_spec);
  }
  ExecutedRun executed{spec, where, graph, chip.tiles_of_kind(0), std::move(done)};
  if (spec.chip.sequenced()) return executed;
  say("comparing with the knobs switched off");
  const auto* accuracy = std::get_if<AccuracyResult>(&executed.done.monte_carlo);
  executed.knobs = knob_rows({spec, network, training, test, graph, executed.done.placement,
                              accuracy ? accuracy->images : 0,
                              accuracy ? std::optional(accuracy->quantized) : std::nullopt},
                             control.threads);
  return executed;
}

}  // namespace

ExecutedRun execute(const RunSpec& given, const Place& where, const RunControl& control) {
  const RunSpec spec = fitted(given);
  return spec.engine.values == Values::off ? run_counts(spec, where, control)
                                           : run_values(spec, where, control);
}

Results run(const RunSpec& spec, const Place& where, const RunControl& control) {
  const ExecutedRun executed = execute(spec, where, control);
  return figures_of(executed.spec, executed);
}

void check_workload(const WorkloadSpec& spec, const Place& where, const std::string& section) {
  load_workload(spec, Values::off, 1, 1, 0, FileProblems(where, section));
}

}  // namespace mho
