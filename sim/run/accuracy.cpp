// Paired by construction: every trial sees the images that the integer reference saw, under the
// same image indices.
#include "sim/run/accuracy.hpp"

#include "sim/base/error.hpp"
#include "workloads/quantize.hpp"

namespace mho {

namespace {

/// The first `count` images.
Dataset front(const Dataset& all, int count) {
  Dataset part = all;
  part.labels.resize(static_cast<std::size_t>(count));
  part.pixels.resize(all.image(0).size() * static_cast<std::size_t>(count));
  return part;
}

}  // namespace

double percent_correct(std::span<const int> predicted, std::span<const std::int32_t> labels) {
  require(!labels.empty() && predicted.size() == labels.size(), "one prediction for each label");
  std::size_t correct = 0;
  for (std::size_t i = 0; i < labels.size(); ++i) correct += predicted[i] == labels[i];
  return 100.0 * static_cast<double>(correct) / static_cast<double>(labels.size());
}

std::vector<double> AccuracyResult::losses() const {
  std::vector<double> result;
  for (const double trial : analog) result.push_back(quantized - trial);
  return result;
}

AccuracyResult measure_accuracy(const Subject& subject, int images, int trials, std::uint64_t seed,
                                const RunControl& control) {
  const auto say = [&](const std::string& stage, double share) {
    if (control.progress) control.progress(stage, share);
  };
  const std::span<const std::int32_t> labels =
      std::span(subject.test.labels).first(static_cast<std::size_t>(images));
  const std::span<const IntTensor> inputs = subject.images.first(static_cast<std::size_t>(images));
  AccuracyResult result;
  result.images = images;
  say("accuracy in floating point", 0);
  result.in_float = percent_correct(
      classify_float(subject.network, front(subject.test, images), control.threads), labels);
  say("accuracy in integers", 0);
  result.quantized =
      percent_correct(classify_integer(subject.graph, inputs, control.threads), labels);
  for (int trial = 0; trial < trials; ++trial) {
    const ProgrammedNetwork chip(subject.graph, subject.chip, subject.placement, subject.ranges,
                                 {seed, trial}, control.threads);
    const std::vector<int> predicted =
        classify(chip, inputs, 0, control.threads, [&](double share) {
          say("accuracy, trial " + std::to_string(trial + 1) + " of " + std::to_string(trials),
              (trial + share) / trials);
        });
    result.analog.push_back(percent_correct(predicted, labels));
  }
  return result;
}

}  // namespace mho
