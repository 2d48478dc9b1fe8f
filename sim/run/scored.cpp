#include "sim/run/scored.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "sim/base/error.hpp"
#include "sim/run/crossed.hpp"
#include "sim/run/score_stages.hpp"
#include "sim/run/statistics.hpp"
#include "sim/run/trial_results.hpp"

namespace mho {

namespace {

constexpr double kInfinite = std::numeric_limits<double>::infinity();
/// In the place of zero, which has no logarithm.
constexpr double kLeast = 1e-300;

double on_scale(ScoreScale scale, double figure) {
  switch (scale) {
    case ScoreScale::share:
    case ScoreScale::cosine:
      return figure;
    case ScoreScale::positive:
      return std::log(std::max(figure, kLeast));
    case ScoreScale::at_most_1:
      return -std::log(std::max(1 - figure, kLeast));
  }
  throw Bug("a score of no scale");
}

double off_scale(ScoreScale scale, double value) {
  switch (scale) {
    case ScoreScale::share:
    case ScoreScale::cosine:
      return value;
    case ScoreScale::positive:
      return std::exp(value);
    case ScoreScale::at_most_1:
      return 1 - std::exp(-value);
  }
  throw Bug("a score of no scale");
}

/// On the scale.
Limits possible(ScoreScale scale) {
  switch (scale) {
    case ScoreScale::share:
      return {0, 1};
    case ScoreScale::cosine:
      return {-1, 1};
    case ScoreScale::positive:
    case ScoreScale::at_most_1:
      return {-kInfinite, kInfinite};
  }
  throw Bug("a score of no scale");
}

/// Limits on the scale as limits of the figure.
Limits within(ScoreScale scale, const Limits& limits) {
  const Limits ends = possible(scale);
  return {off_scale(scale, std::max(limits.low, ends.low)),
          off_scale(scale, std::min(limits.high, ends.high))};
}

/// Pseudo-values by image, moved so that their mean is the figure itself.
std::vector<double> pseudo_values(const Combined& combined, double (*on)(ScoreScale, double),
                                  ScoreScale scale) {
  const double figure = on(scale, combined.figure);
  const auto n = static_cast<double>(combined.without.size());
  std::vector<double> values;
  for (const double without : combined.without)
    values.push_back(n * figure - (n - 1) * on(scale, without));
  if (values.empty()) return {figure};
  const double shift = figure - std::accumulate(values.begin(), values.end(), 0.0) / n;
  for (double& each : values) each += shift;
  return values;
}

double as_it_is(ScoreScale, double figure) { return figure; }

/// What a share's pseudo-images have: half of them right (as crossed.hpp has it).
std::vector<double> pseudo_images(ScoreScale scale, const Limits& ends, int of_each) {
  std::vector<double> values;
  for (int i = 0; scale == ScoreScale::share && i < of_each; ++i) {
    values.push_back(ends.high);
    values.push_back(ends.low);
  }
  return values;
}

double mean_of_figures(const std::vector<Combined>& trials) {
  double sum = 0;
  for (const Combined& each : trials) sum += each.figure;
  return sum / static_cast<double>(trials.size());
}

std::vector<Combined> combined(const ScoredResult& result) {
  std::vector<Combined> trials;
  for (const Terms& each : result.analog) trials.push_back(result.score->combine(each));
  return trials;
}

}  // namespace

Interval ScoredResult::over_images(const Terms& terms) const {
  const Combined found = score->combine(terms);
  Interval interval{found.figure, {}};
  const auto n = static_cast<double>(terms.images());
  if (n < 2) return interval;
  // What others are compared with is known.
  if (score->compares_with_exact && &terms == &quantized) return interval;
  const std::vector<double> values = pseudo_values(found, on_scale, score->scale);
  const double middle = on_scale(score->scale, found.figure);
  double squares = 0;
  for (const double each : values) squares += (each - middle) * (each - middle);
  const double variance = squares / (n - 1) / n;  // of the mean
  if (score->scale == ScoreScale::share) {
    // As many draws of right or wrong as have this variance, at most the images that there are
    // where it is none.
    const double share = std::clamp(found.figure, 0.0, 1.0);
    const double draws =
        variance > 0 && share > 0 && share < 1 ? share * (1 - share) / variance : n;
    interval.ci95 = wilson_interval(share, draws);
    return interval;
  }
  const double half = student_quantile(n - 1) * std::sqrt(variance);
  interval.ci95 = within(score->scale, {middle - half, middle + half});
  return interval;
}

Interval ScoredResult::of_chips() const {
  if (exact) return of_integers();
  const std::vector<Combined> trials = combined(*this);
  Interval interval{mean_of_figures(trials), {}};
  std::vector<std::vector<double>> values;
  for (const Combined& each : trials) values.push_back(pseudo_values(each, on_scale, score->scale));
  const double middle = on_scale(score->scale, interval.mean);
  CrossedNumbers numbers;
  numbers.trials = static_cast<int>(trials.size());
  numbers.images = images();
  numbers.value = [&](int t, int i) {
    return values[static_cast<std::size_t>(t)][static_cast<std::size_t>(i)];
  };
  numbers.possible = possible(score->scale);
  numbers.pseudo = pseudo_images(score->scale, {0, 1}, 2);
  const CrossedMean mean = mean_of(numbers);
  if (!mean.ci95) return interval;
  // The mean over trials is that of the figures, its arms are those of the scale.
  const double shift = middle - mean.mean;
  interval.ci95 = within(score->scale, {mean.ci95->low + shift, mean.ci95->high + shift});
  return interval;
}

Interval ScoredResult::loss() const {
  const Combined reference = score->combine(quantized);
  const std::vector<Combined> trials = combined(*this);
  const double sign = score->more_is_better ? -1 : 1;
  Interval interval{sign * (mean_of_figures(trials) - reference.figure), {}};
  if (exact) return interval;
  const std::vector<double> before = pseudo_values(reference, as_it_is, score->scale);
  std::vector<std::vector<double>> after;
  for (const Combined& each : trials) after.push_back(pseudo_values(each, as_it_is, score->scale));
  CrossedNumbers numbers;
  numbers.trials = static_cast<int>(trials.size());
  numbers.images = images();
  numbers.value = [&](int t, int i) {
    const auto at = static_cast<std::size_t>(i);
    return sign * (after[static_cast<std::size_t>(t)][at] - before[at]);
  };
  // No more can be lost than there is, no more gained than lacks.
  const Interval all = of_integers();
  const double most = all.ci95 ? all.ci95->high : reference.figure;
  const double least = all.ci95 ? all.ci95->low : reference.figure;
  switch (score->scale) {
    case ScoreScale::share:
      numbers.possible = {least - 1, most};
      break;
    case ScoreScale::cosine:
      numbers.possible = {least - 1, most + 1};
      break;
    case ScoreScale::positive:
      numbers.possible = {-most, kInfinite};
      break;
    case ScoreScale::at_most_1:
      numbers.possible = {least - 1, kInfinite};
      break;
  }
  numbers.pseudo = pseudo_images(score->scale, {-1, 1}, 1);
  interval.ci95 = mean_of(numbers).ci95;
  return interval;
}

std::vector<double> ScoredResult::by_trial() const {
  std::vector<double> figures;
  if (exact) return figures;
  for (const Combined& each : combined(*this)) figures.push_back(each.figure);
  return figures;
}

ScoredResult measure_score(const Subject& subject, const Score& score, const ScoreForm& form,
                           int trials, const Conditions& conditions, bool exact,
                           const RunControl& control) {
  Scoring scoring{&score,         form,         subject.network, subject.test, subject.placed.graph,
                  subject.images, subject.count};
  if (score.compares_with_exact)
    scoring.exact =
        result_of(ExactOutputsStage{subject.placed.graph, subject.images, subject.count}, control);
  const std::size_t each = score.terms(form);
  ScoredResult result;
  result.score = &score;
  result.exact = exact;
  result.in_float = {each, *result_of(FloatTermsStage{scoring}, control)};
  result.quantized = {each, *result_of(IntegerTermsStage{scoring}, control)};
  if (exact) {
    result.analog = {result.quantized};
    return result;
  }
  std::vector<TrialTermsStage> stages;
  for (int trial = 0; trial < trials; ++trial)
    stages.push_back({subject.trial(trial, conditions), scoring});
  const auto terms = trial_results<TrialTermsStage>(
      stages, std::string(score.name) + ", " + std::to_string(trials) + " trials", control,
      [](const TrialTermsStage& stage, const ProgrammedNetwork& chip, int threads,
         const Progress& tell) { return stage.compute_on(chip, threads, tell); });
  if (terms.empty()) throw Interrupted();
  for (const std::vector<double>& values : terms) result.analog.push_back({each, values});
  return result;
}

}  // namespace mho
