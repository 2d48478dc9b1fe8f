// Paired by construction: every trial sees the images that the integer reference saw, under the
// same image indices; ages and ablations see the trials' own chips.
#include "sim/run/accuracy.hpp"

#include <algorithm>

#include "sim/base/error.hpp"
#include "sim/run/archive.hpp"
#include "sim/run/stage.hpp"

namespace mho {

namespace {

/// Fewer trials give no interval worth stopping for.
constexpr int kFewestTrials = 3;
/// Trials between two looks at the interval; a constant, so that no figure depends on the machine.
constexpr int kTrialsAtOnce = 4;

/// The run's trials under any conditions.
class Bench {
 public:
  Bench(const Subject& subject, const RunControl& control) : subject_(subject), control_(control) {}

  std::span<const std::int32_t> labels() const {
    return std::span(subject_.test->labels).first(static_cast<std::size_t>(subject_.count));
  }
  std::vector<std::vector<int>> predictions(int first, int count, const Conditions& conditions,
                                            const std::string& stage) const {
    return run_trials(subject_, first, count, conditions, stage, control_);
  }
  std::vector<Correctness> judged(int trials, const Conditions& conditions,
                                  const std::string& stage) const {
    std::vector<Correctness> found;
    for (const std::vector<int>& predicted : predictions(0, trials, conditions, stage))
      found.emplace_back(predicted, labels());
    return found;
  }

 private:
  const Subject& subject_;
  const RunControl& control_;
};

/// Trials until the interval is narrow enough, looked at after each one in turn.
void run_until_precise(const Bench& bench, const AccuracySpec& spec, const Conditions& conditions,
                       AccuracyResult& result) {
  const bool may_stop = spec.precision > 0;
  while (static_cast<int>(result.analog.size()) < spec.trials && !result.precise) {
    const int first = static_cast<int>(result.analog.size());
    const int count = may_stop ? std::min(kTrialsAtOnce, spec.trials - first) : spec.trials;
    const std::string stage = may_stop ? "accuracy, trials from " + std::to_string(first + 1)
                                       : "accuracy, " + std::to_string(count) + " trials";
    const auto predictions = bench.predictions(first, count, conditions, stage);
    for (const std::vector<int>& predicted : predictions) {
      result.analog.emplace_back(predicted, bench.labels());
      result.confusion_analog.add(bench.labels(), predicted);
      const int trials = static_cast<int>(result.analog.size());
      result.precise =
          may_stop && trials >= kFewestTrials && 100 * result.loss().half_width() <= spec.precision;
      if (result.precise) break;
    }
    if (std::ssize(predictions) < count) break;  // interrupted
  }
  if (result.analog.empty()) throw Interrupted();
}

void ablate(const Bench& bench, const Conditions& conditions, const Effects& present,
            const RunControl& control, AccuracyResult& result) {
  const int trials = static_cast<int>(result.analog.size());
  const auto with = [&](const Effects& effects, const std::string& stage) {
    Conditions changed = conditions;
    changed.effects = effects;
    return bench.judged(trials, changed, stage);
  };
  const auto is_whole = [&](const std::vector<Correctness>& judged) {
    return static_cast<int>(judged.size()) == trials;
  };
  result.without_effects = with({}, "ablation: no effect");
  for (std::size_t i = 0; i < kEffects; ++i) {
    const auto effect = static_cast<Effect>(i);
    if (!present.has(effect)) continue;
    if (control.cuts_short()) return;
    const std::string name = name_of(effect);
    AblationResult one{effect, with({effect}, "ablation: " + name + " alone"),
                       with(present.without({effect}), "ablation: no " + name)};
    if (!is_whole(one.alone) || !is_whole(one.removed)) return;
    result.ablations.push_back(std::move(one));
  }
}

/// The images in floating point and in exact integers.
void classify_exactly(const Subject& subject, const RunControl& control, AccuracyResult& result) {
  const QuantizedGraph& graph = *subject.placed.graph;
  const auto labels =
      std::span(subject.test->labels).first(static_cast<std::size_t>(subject.count));
  const auto largest_label = std::max_element(labels.begin(), labels.end());
  const std::int64_t outputs = graph.tensors[static_cast<std::size_t>(graph.output)].size();
  const int classes = static_cast<int>(std::max<std::int64_t>(outputs, *largest_label + 1));
  result.confusion_quantized = Confusion(classes);
  result.confusion_analog = Confusion(classes);
  const auto in_float =
      result_of(FloatClassesStage{subject.network, subject.test, subject.count}, control);
  result.in_float = Correctness(*in_float, labels);
  const auto exact =
      result_of(IntegerClassesStage{subject.placed.graph, subject.images, subject.count}, control);
  result.quantized = Correctness(*exact, labels);
  result.confusion_quantized.add(labels, *exact);
}

}  // namespace

void Confusion::add(std::span<const std::int32_t> labels, std::span<const int> predicted) {
  for (std::size_t i = 0; i < labels.size(); ++i) {
    require(labels[i] >= 0 && labels[i] < classes && predicted[i] >= 0 && predicted[i] < classes,
            "a class beyond the network's outputs");
    ++count[static_cast<std::size_t>(labels[i]) * static_cast<std::size_t>(classes) +
            static_cast<std::size_t>(predicted[i])];
  }
}

std::vector<double> AccuracyResult::losses() const {
  std::vector<double> points;
  for (const Correctness& trial : analog) points.push_back(quantized.percent() - trial.percent());
  return points;
}

AccuracyResult measure_accuracy(const Subject& subject, const RunSpec& spec, const Effects& effects,
                                const RunControl& control) {
  const Bench bench(subject, control);
  const ConditionsSpec times = spec.conditions.value_or(ConditionsSpec{});
  const Conditions conditions = times.at(0);
  AccuracyResult result;
  classify_exactly(subject, control, result);
  run_until_precise(bench, spec.accuracy, conditions, result);
  const int trials = static_cast<int>(result.analog.size());
  for (std::size_t i = 0; times.ages.size() > 1 && i < times.ages.size(); ++i) {
    if (i > 0 && control.cuts_short()) break;
    std::vector<Correctness> judged =
        i == 0 ? result.analog
               : bench.judged(trials, times.at(i),
                              "accuracy at " + format_si(times.ages[i].value(), "s"));
    if (static_cast<int>(judged.size()) < trials) break;
    result.ages.push_back({times.ages[i], std::move(judged)});
  }
  if (spec.accuracy.ablate && !control.cuts_short())
    ablate(bench, conditions, effects.among(conditions.effects), control, result);
  return result;
}

AccuracyResult exact_accuracy(const Subject& subject, const RunControl& control) {
  AccuracyResult result;
  result.exact = true;
  classify_exactly(subject, control, result);
  result.analog = {result.quantized};
  result.confusion_analog = result.confusion_quantized;
  return result;
}

}  // namespace mho
