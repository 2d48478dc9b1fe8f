// How many images the programmed chip still gets right, or how near its outputs come.
#include "sim/figures/metrics/rows.hpp"

#include "sim/run/statistics.hpp"

namespace mho {

namespace {

constexpr MetricNeed kLabels{[](const MetricInputs& run) { return run.accuracy != nullptr; },
                             "values and labels: --values on, a workload with labelled data"};
constexpr MetricNeed kJudgedChips{[](const MetricInputs& run) { return run.chips > 0; },
                                  kLabels.words};
constexpr MetricNeed kOutput{
    [](const MetricInputs& run) { return run.output != nullptr; },
    "values and analog errors: --values on, and no labels that are classes"};
constexpr MetricNeed kAnyOutput{
    [](const MetricInputs& run) { return run.output != nullptr || run.scored.has_value(); },
    "values, and not to be judged by accuracy: --values on, workload.metric"};
constexpr MetricNeed kLayerSnr{[](const MetricInputs& run) { return !run.found.snr.empty(); },
                               nullptr};

constexpr const char* kImages = "correct test images / test images";
constexpr const char* kSample =
    "Wilson's score interval: images as draws from all that are like them";
constexpr const char* kChipsAndImages =
    "95 % interval over chips and images, within what is possible: two-way analysis of variance of "
    "trials x images, Student's t, Wilson's score (sim/run/crossed.hpp)";
constexpr const char* kChips = "Student's t over the trials, on these inputs alone";
constexpr const char* kYield =
    "Clopper's and Pearson's interval of a count, of the trials; losses as on these images";

/// Without a chip only images are drawn.
Limits over_images(const Correctness& judged) {
  return wilson_interval(judged.percent() / 100, judged.images());
}

std::optional<double> percent_if(const std::optional<Limits>& shares, double Limits::*end) {
  if (!shares) return std::nullopt;
  return 100 * (*shares).*end;
}

std::optional<double> end_of(const std::optional<Interval>& decibels, double Limits::*end) {
  if (!decibels || !decibels->ci95) return std::nullopt;
  return (*decibels->ci95).*end;
}

}  // namespace

void add_accuracy_metrics(std::vector<MetricRow>& rows) {
  rows.push_back(
      {"accuracy.float", "%", "Test images classified correctly by the network in floating point.",
       kImages, kLabels, [](const MetricInputs& run) { return run.accuracy->in_float.percent(); }});
  rows.push_back({"accuracy.float.ci95.low", "%", "Lower end of its 95 % interval, over images.",
                  kSample, kLabels, [](const MetricInputs& run) {
                    return 100 * over_images(run.accuracy->in_float).low;
                  }});
  rows.push_back(
      {"accuracy.float.ci95.high", "%", "Upper end of it.", kSample, kLabels,
       [](const MetricInputs& run) { return 100 * over_images(run.accuracy->in_float).high; }});
  rows.push_back({"accuracy.quantized", "%",
                  "Test images classified correctly by the exact integer network ({precision}).",
                  kImages, kLabels,
                  [](const MetricInputs& run) { return run.accuracy->quantized.percent(); }});
  rows.push_back(
      {"accuracy.quantized.ci95.low", "%", "Lower end of its 95 % interval, over images.", kSample,
       kLabels,
       [](const MetricInputs& run) { return 100 * over_images(run.accuracy->quantized).low; }});
  rows.push_back(
      {"accuracy.quantized.ci95.high", "%", "Upper end of it.", kSample, kLabels,
       [](const MetricInputs& run) { return 100 * over_images(run.accuracy->quantized).high; }});
  rows.push_back(
      {"accuracy.analog.mean", "%",
       "Test images classified correctly by the programmed chip ({precision}), mean over trials.",
       kImages, kLabels, [](const MetricInputs& run) { return 100 * run.analog->mean; }});
  rows.push_back({"accuracy.analog.ci95.low", "%",
                  "Lower end of the 95 % interval of accuracy.analog.mean, over chips and images "
                  "(of exact machines over images).",
                  kChipsAndImages, kLabels, [](const MetricInputs& run) {
                    return percent_if(run.analog->ci95, &Limits::low);
                  }});
  rows.push_back(
      {"accuracy.analog.ci95.high", "%", "Upper end of it.", kChipsAndImages, kLabels,
       [](const MetricInputs& run) { return percent_if(run.analog->ci95, &Limits::high); }});
  rows.push_back({"accuracy.loss.mean", "points",
                  "Noise-induced accuracy loss: quantized minus analog accuracy on the same images "
                  "({precision}), mean over trials.",
                  "accuracy.quantized - analog accuracy of each trial, averaged", kLabels,
                  [](const MetricInputs& run) { return 100 * run.loss->mean; }});
  rows.push_back({"accuracy.loss.ci95.low", "points",
                  "Lower end of the 95 % interval of accuracy.loss.mean, over chips and images.",
                  kChipsAndImages, kLabels, [](const MetricInputs& run) {
                    return percent_if(run.loss->ci95, &Limits::low);
                  }});
  rows.push_back(
      {"accuracy.loss.ci95.high", "points", "Upper end of it.", kChipsAndImages, kLabels,
       [](const MetricInputs& run) { return percent_if(run.loss->ci95, &Limits::high); }});
  rows.push_back(
      {"accuracy.yield", "%",
       "Share of the programmed chips that lose no more than accuracy.yield_loss points.",
       "trials with loss <= accuracy.yield_loss / trials", kJudgedChips,
       [](const MetricInputs& run) { return 100.0 * run.good_chips / run.chips; }});
  rows.push_back({"accuracy.yield.ci95.low", "%", "Lower end of its 95 % interval, over chips.",
                  kYield, kJudgedChips, [](const MetricInputs& run) {
                    return 100 * binomial_interval(run.good_chips, run.chips).low;
                  }});
  rows.push_back({"accuracy.yield.ci95.high", "%", "Upper end of it.", kYield, kJudgedChips,
                  [](const MetricInputs& run) {
                    return 100 * binomial_interval(run.good_chips, run.chips).high;
                  }});
  rows.push_back({"accuracy.yield_loss", "points", "The loss up to which a chip counts as good.",
                  "run: accuracy.yield_loss", kJudgedChips,
                  [](const MetricInputs& run) { return run.found.yield_loss; }});
  rows.push_back({"accuracy.images", "", "Test images per trial.", "run: accuracy.images", kLabels,
                  [](const MetricInputs& run) { return run.accuracy->images(); }});
  rows.push_back({"accuracy.trials", "", "Programmed instances of the chip that were measured.",
                  "run: accuracy.trials, fewer when accuracy.precision was reached", kJudgedChips,
                  [](const MetricInputs& run) { return run.chips; }});
  rows.push_back(
      {"output.snr.mean", "dB",
       "Where no classes are judged: signal to noise at the network's output, exact integers "
       "against the programmed chip ({precision}), over all test inputs, mean over trials.",
       "10 log10(sum of squares of the exact outputs / sum of squares of the errors)", kOutput,
       [](const MetricInputs& run) {
         return run.output_snr ? std::optional(run.output_snr->mean) : std::nullopt;
       }});
  rows.push_back({"output.snr.ci95.low", "dB",
                  "Lower end of the 95 % interval of output.snr.mean, over chips, on these inputs.",
                  kChips, kOutput,
                  [](const MetricInputs& run) { return end_of(run.output_snr, &Limits::low); }});
  rows.push_back({"output.snr.ci95.high", "dB", "Upper end of it.", kChips, kOutput,
                  [](const MetricInputs& run) { return end_of(run.output_snr, &Limits::high); }});
  rows.push_back({"output.inputs", "", "Test inputs per trial.", "run: accuracy.images", kAnyOutput,
                  [](const MetricInputs& run) {
                    return run.output ? run.output->inputs : run.scored->images;
                  }});
  rows.push_back({"output.trials", "", "Programmed instances of the chip that were measured.",
                  "run: accuracy.trials", kAnyOutput, [](const MetricInputs& run) {
                    return run.output ? static_cast<double>(run.output->decibels.size())
                                      : run.scored->trials;
                  }});
  rows.push_back(
      {"snr.images", "",
       "Images that the layers' signal to noise is measured on, from the front of the test set.",
       "8, or accuracy.images if that is fewer", kLayerSnr,
       [](const MetricInputs& run) { return run.found.snr_images; }});
}

}  // namespace mho
