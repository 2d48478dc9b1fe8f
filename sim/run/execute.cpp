// The order of a run, once it is prepared: its stages, and what needs none of them.
#include "sim/run/execute.hpp"

#include <algorithm>

#include "sim/run/accuracy.hpp"
#include "sim/run/archive.hpp"
#include "sim/run/knobs.hpp"
#include "sim/run/machine_parts.hpp"
#include "sim/run/prepared_run.hpp"
#include "sim/run/profile.hpp"
#include "sim/run/run_trace.hpp"
#include "sim/run/stage.hpp"
#include "workloads/onnx/quantized/write.hpp"

namespace mho {

namespace {

/// Of the images that accuracy is measured on, those that the layers' signal-to-noise ratios are
/// measured on, at most: so many whatever the timed engine runs.
constexpr int kSnrImages = 8;

/// The engine's results, remembered ones unless somebody wants to watch it.
template <class Stage>
std::shared_ptr<const TimedRun> timed(Stage stage, const PreparedRun& run,
                                      const RunControl& control) {
  if (control.timeline == nullptr) return result_of(stage, control).value;
  RunTrace trace(run.chip, *control.timeline);
  stage.recorder = &trace;
  const StageClock clock(control.profile, Stage::kName);
  auto result = std::make_shared<const TimedRun>(stage.compute(control));
  control.timeline->summary.images = result->engine.simulated_images();
  return result;
}

/// Time as this run's machine takes it.
Kept<Chip> timed_machine(const PreparedRun& run, const RunControl& control) {
  const MachinePart part = timed_part(run.chip.spec(), run.spec);
  return result_of(MachineStage{part}, control);
}

Kept<Chip> valued_machine(const PreparedRun& run, const RunControl& control) {
  const MachinePart part = valued_part(run.chip.spec(), run.spec);
  return result_of(MachineStage{part}, control);
}

/// From the front of the test set, as many as accuracy is measured on.
int accuracy_images(const PreparedRun& run) {
  return run.spec.accuracy.images > 0 ? run.spec.accuracy.images : run.test->images();
}

/// What trials measure: accuracy, a score, or the output's signal to noise; of exact arithmetic,
/// without trials.
MonteCarlo measured(const PreparedRun& run, const Subject& subject, const RunControl& control) {
  const bool exact = run.chip.exact();
  const Conditions conditions = run.spec.conditions.value_or(ConditionsSpec{}).at(0);
  if (run.judging.by == JudgedBy::top1)
    return exact ? exact_accuracy(subject, control)
                 : measure_accuracy(subject, run.spec, run.chip.effects(), control);
  if (const Score* score = run.judging.score())
    return measure_score(subject, *score, run.judging.form, run.spec.accuracy.trials, conditions,
                         exact, control);
  if (exact) return OutputSnr{subject.count, {std::nullopt}};
  return measure_output_snr(subject, run.spec.accuracy.trials, conditions, control);
}

/// Trials that were looked at.
int trials_of(const MonteCarlo& measured) {
  if (const auto* accuracy = std::get_if<AccuracyResult>(&measured))
    return static_cast<int>(accuracy->analog.size());
  if (const auto* scored = std::get_if<ScoredResult>(&measured))
    return static_cast<int>(scored->analog.size());
  if (const auto* output = std::get_if<OutputSnr>(&measured))
    return static_cast<int>(output->decibels.size());
  return 0;
}

/// Pixels through tiles of macros: converters, trial 0 with a clock, then all trials without.
Execution execute_on_macros(const PreparedRun& run, Subject subject, const RunControl& control) {
  Execution done;
  const Kept<Images> calibration = result_of(ImagesStage{run.graph, run.training}, control);
  subject.ranges = result_of(RangesStage{subject.placed, calibration}, control);
  done.range_use = subject.ranges->use;
  const ProgrammedStage first =
      subject.trial(0, run.spec.conditions.value_or(ConditionsSpec{}).at(0));
  const bool statistical = run.spec.engine.activity == Activity::statistical;
  done.timed =
      timed(TimedStage{first, timed_machine(run, control), subject.images,
                       statistical ? calibration : Kept<Images>{}, run.spec.engine, run.plan},
            run, control);
  if (!run.chip.exact()) {
    done.snr_images = std::min(subject.count, kSnrImages);
    done.snr = *result_of(SnrStage{first, subject.images, done.snr_images}, control);
  }
  done.monte_carlo = measured(run, subject, control);
  return done;
}

bool has_negative(const Kept<Dataset>& set) {
  return set &&
         std::any_of(set->pixels.begin(), set->pixels.end(), [](float pixel) { return pixel < 0; });
}

ExecutedRun executed(PreparedRun&& run, Execution&& done) {
  done.placement = run.placement.value;
  ExecutedRun result{std::move(run.spec), std::move(run.where), run.graph.value,
                     run.chip.main().tiles(), std::move(done)};
  result.saw_negative = has_negative(run.test) || has_negative(run.training);
  result.judging = std::move(run.judging);
  result.precision = std::move(run.precision);
  return result;
}

std::shared_ptr<const TimedRun> in_sequence(const PreparedRun& run, const Kept<Images>& images,
                                            const RunControl& control) {
  const int batch = run.spec.placement.value_or(PlacementSpec{}).batch;
  return timed(
      SequencedStage{run.graph, timed_machine(run, control), images, run.spec.engine, batch}, run,
      control);
}

/// Times and counts alone: nothing is computed, so weights and data are not needed.
ExecutedRun run_counts(PreparedRun&& run, const RunControl& control) {
  Execution done;
  if (run.spec.chip.sequenced()) {
    done.timed = in_sequence(run, {}, control);
  } else {
    const ProgrammedStage none{{run.graph, run.placement, {}}, {}, {}, {}};
    done.timed =
        timed(TimedStage{none, timed_machine(run, control), {}, {}, run.spec.engine, run.plan}, run,
              control);
  }
  return executed(std::move(run), std::move(done));
}

/// Programs the chip, computes, and measures what it loses.
ExecutedRun run_values(PreparedRun&& run, const RunControl& control) {
  Subject subject;
  subject.network = run.network;
  subject.placed = {run.graph, run.placement, {}};
  subject.test = run.test;
  subject.images = result_of(ImagesStage{run.graph, run.test}, control);
  subject.seed = static_cast<std::uint64_t>(run.spec.seed);
  subject.count = accuracy_images(run);
  if (run.spec.chip.sequenced()) {
    Execution done;
    done.timed = in_sequence(run, subject.images, control);
    done.monte_carlo = measured(run, subject, control);
    return executed(std::move(run), std::move(done));
  }
  subject.placed.machine = valued_machine(run, control);
  Execution done = execute_on_macros(run, subject, control);
  const auto* accuracy = std::get_if<AccuracyResult>(&done.monte_carlo);
  std::vector<KnobRow> knobs =
      knob_rows({run.spec, *run.network, *run.training, *run.test, *run.graph, *run.placement,
                 accuracy != nullptr, accuracy ? accuracy->images() : 0,
                 accuracy ? std::optional(accuracy->quantized.percent()) : std::nullopt},
                control);
  if (control.interruption != nullptr && control.interruption->has_cut())
    done.partial = PartialRun{trials_of(done.monte_carlo), run.spec.accuracy.trials};
  ExecutedRun result = executed(std::move(run), std::move(done));
  result.knobs = std::move(knobs);
  return result;
}

void write_quantized(const PreparedRun& run, const std::string& file) {
  if (run.spec.engine.values == Values::off)
    throw InputError(run.where, "engine.values",
                     "off leaves no weights to write; --export-quantized needs on");
  write_quantized_onnx(*run.graph, file);
}

}  // namespace

ExecutedRun execute(const RunSpec& spec, const Place& where, const RunControl& control) {
  PreparedRun run = prepare(spec, where, control);
  if (!control.export_quantized.empty()) write_quantized(run, control.export_quantized);
  return run.spec.engine.values == Values::off ? run_counts(std::move(run), control)
                                               : run_values(std::move(run), control);
}

}  // namespace mho
