// The order of a run, once it is prepared.
#include "sim/run/execute.hpp"

#include <algorithm>
#include <chrono>

#include "sim/engine/engine.hpp"
#include "sim/engine/steady.hpp"
#include "sim/run/accuracy.hpp"
#include "sim/run/activity_error.hpp"
#include "sim/run/knobs.hpp"
#include "sim/run/prepared_run.hpp"
#include "sim/run/sequenced.hpp"

namespace mho {

namespace {

/// Of the images that accuracy is measured on, those that the layers' signal-to-noise ratios are
/// measured on, at most: so many whatever the timed engine runs.
constexpr int kSnrImages = 8;
/// Images that the error of statistical activity is measured on, at most.
constexpr std::size_t kActivityImages = 64;

std::vector<IntTensor> quantize_images(const QuantizedGraph& graph, const Dataset& set, int count) {
  std::vector<IntTensor> images;
  images.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) images.push_back(quantize_image(graph, set.image(i)));
  return images;
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
                       const PreparedRun& run, const RunControl& control,
                       const MvmStatistics* statistics = nullptr) {
  const TimingSpec& spec = run.spec.engine;
  EngineOptions options;
  options.plan = &run.plan;
  options.images = spec.images;
  options.statistics = statistics;
  options.tell = engine_teller(control);
  const auto start = std::chrono::steady_clock::now();
  EngineResult engine = spec.fidelity == Fidelity::steady
                            ? simulate_steady(network, inputs, options)
                            : simulate_in_child(network, inputs, options);
  require(engine.packets_sent == engine.packets_received, "the engine lost a packet");
  if (control.profile != nullptr) {
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    *control.profile = {taken.count(), engine.events,
                        mvms_of(network.graph(), network.placement(), engine.simulated_images())};
  }
  return engine;
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

/// From the front of the test set, as many as accuracy is measured on.
int accuracy_images(const RunSpec& spec, const Dataset& test) {
  return spec.accuracy.images > 0 ? spec.accuracy.images : test.images();
}

/// What trials measure: accuracy where there are labels, else the output's signal to noise; of
/// exact arithmetic, without trials.
MonteCarlo measured(const Workbench& bench, const Subject* subject) {
  const PreparedRun& run = bench.run;
  const bool exact = subject == nullptr;
  if (run.test.labelled())
    return exact ? exact_accuracy(run.network, run.graph, run.test, bench.images, run.spec,
                                  bench.control)
                 : measure_accuracy(*subject, run.spec, run.chip.effects(), bench.control);
  if (exact) return OutputSnr{accuracy_images(run.spec, run.test), {std::nullopt}};
  return measure_output_snr(*subject, run.spec, bench.control);
}

/// Times and counts without values, and what data decide as in the calibration images.
void simulate_statistically(const Workbench& bench, const ProgrammedNetwork& first,
                            std::span<const IntTensor> calibration, Execution& done) {
  const PreparedRun& run = bench.run;
  const MvmStatistics statistics = mvm_statistics(first, calibration, bench.control.threads);
  const ProgrammedNetwork unprogrammed(run.graph, run.chip, run.placement);
  done.engine = simulated(unprogrammed, {}, run, bench.control, &statistics);
  done.activity_error = activity_error(
      first, statistics, bench.timed.first(std::min(bench.timed.size(), kActivityImages)),
      bench.control.threads);
}

/// Pixels through tiles of macros: converters, trial 0 with a clock, then all trials without.
Execution execute_on_macros(const Workbench& bench) {
  const auto say = [&](const char* stage) {
    if (bench.control.progress) bench.control.progress(stage, 0);
  };
  const PreparedRun& run = bench.run;
  const auto seed = static_cast<std::uint64_t>(run.spec.seed);
  Execution done;
  done.placement = run.placement;
  say("calibrating the converters");
  const std::vector<IntTensor> calibration =
      quantize_images(run.graph, run.training, run.training.images());
  MeasuredRanges measured_ranges =
      measured_adc_ranges(run.graph, run.chip, run.placement, calibration, bench.control.threads);
  const AdcRanges& ranges = measured_ranges.ranges;
  done.range_use = std::move(measured_ranges.use);
  say("programming");
  const Conditions conditions = run.spec.conditions.value_or(ConditionsSpec{}).at(0);
  const ProgrammedNetwork first(run.graph, run.chip, run.placement, ranges, {seed, 0},
                                bench.control.threads, conditions);
  if (run.spec.engine.activity == Activity::statistical) {
    simulate_statistically(bench, first, calibration, done);
  } else {
    done.engine = simulated(first, bench.timed, run, bench.control);
    check_equals_untimed(first, bench.timed, done.engine);
  }
  done.programming = first.programming_effort();
  if (run.chip.exact()) {
    done.monte_carlo = measured(bench, nullptr);
    return done;
  }
  done.snr_images = std::min(accuracy_images(run.spec, run.test), kSnrImages);
  done.snr = layer_snr(first, bench.images.first(static_cast<std::size_t>(done.snr_images)),
                       bench.control.threads);
  const Subject subject{run.network, run.graph, run.chip,    run.placement,
                        ranges,      run.test,  bench.images};
  done.monte_carlo = measured(bench, &subject);
  return done;
}

bool has_negative(const Dataset& set) {
  return std::any_of(set.pixels.begin(), set.pixels.end(), [](float pixel) { return pixel < 0; });
}

ExecutedRun executed(PreparedRun&& run, Execution&& done) {
  ExecutedRun result{std::move(run.spec), std::move(run.where), std::move(run.graph),
                     run.chip.main().tiles(), std::move(done)};
  result.saw_negative = has_negative(run.test) || has_negative(run.training);
  result.not_classification = std::move(run.not_classification);
  result.precision = std::move(run.precision);
  return result;
}

/// Times and counts alone: nothing is computed, so weights and data are not needed.
ExecutedRun run_counts(PreparedRun&& run, const RunControl& control) {
  Execution done;
  done.placement = run.placement;
  done.engine =
      run.spec.chip.sequenced()
          ? simulate_in_sequence(run, {}, control)
          : simulated(ProgrammedNetwork(run.graph, run.chip, run.placement), {}, run, control);
  return executed(std::move(run), std::move(done));
}

/// Programs the chip, computes, and measures what it loses.
ExecutedRun run_values(PreparedRun&& run, const RunControl& control) {
  const std::vector<IntTensor> images = quantize_images(run.graph, run.test, run.test.images());
  const auto timed = std::span(images).first(static_cast<std::size_t>(run.spec.engine.images));
  const Workbench bench{run, control, images, timed};
  if (run.spec.chip.sequenced()) {
    Execution done;
    done.engine = execute_in_sequence(bench);
    done.monte_carlo = measured(bench, nullptr);
    return executed(std::move(run), std::move(done));
  }
  Execution done = execute_on_macros(bench);
  if (control.progress) control.progress("comparing with the knobs switched off", 0);
  const auto* accuracy = std::get_if<AccuracyResult>(&done.monte_carlo);
  std::vector<KnobRow> knobs =
      knob_rows({run.spec, run.network, run.training, run.test, run.graph, run.placement,
                 accuracy ? accuracy->images() : 0,
                 accuracy ? std::optional(accuracy->quantized.percent()) : std::nullopt},
                control.threads);
  ExecutedRun result = executed(std::move(run), std::move(done));
  result.knobs = std::move(knobs);
  return result;
}

}  // namespace

ExecutedRun execute(const RunSpec& spec, const Place& where, const RunControl& control) {
  PreparedRun run = prepare(spec, where, control);
  return run.spec.engine.values == Values::off ? run_counts(std::move(run), control)
                                               : run_values(std::move(run), control);
}

}  // namespace mho
