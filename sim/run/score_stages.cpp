#include "sim/run/score_stages.hpp"

#include "sim/base/parallel.hpp"
#include "workloads/graph/input_format.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

/// Terms of one image after another, in any order and from any thread.
class Scorer {
 public:
  explicit Scorer(const Scoring& scoring)
      : scoring_(scoring),
        each_(scoring.score->terms(scoring.form)),
        order_(element_order(input_format(*scoring.network).elements)),
        terms_(each_ * static_cast<std::size_t>(scoring.count), 0) {}

  /// The output in the file's order, as the network's logits.
  void add(int image, std::vector<double> output) {
    const Dataset& set = *scoring_.set;
    const auto at = static_cast<std::size_t>(image);
    if (scoring_.score->of_probabilities) apply_last_softmax(*scoring_.network, output);
    std::vector<double> exact;
    if (scoring_.exact) exact = real((*scoring_.exact)[at]);
    if (scoring_.score->of_probabilities && scoring_.exact)
      apply_last_softmax(*scoring_.network, exact);
    std::vector<float> input;
    const std::span<const float> pixels = set.image(image);
    for (const std::int32_t element : order_)
      input.push_back(pixels[static_cast<std::size_t>(element)]);
    std::span<const float> targets;
    if (!set.targets.empty()) {
      const std::size_t size = set.targets.size() / static_cast<std::size_t>(set.images());
      targets = std::span(set.targets).subspan(at * size, size);
    }
    scoring_.score->score(scoring_.form, {output, input, targets, exact},
                          std::span(terms_).subspan(at * each_, each_));
  }

  /// The output tensor of the integer network.
  void add_integers(int image, const IntTensor& output) {
    add(image, real(in_file_order(*scoring_.graph, output)));
  }

  std::vector<double> terms() && { return std::move(terms_); }

 private:
  std::vector<double> real(const IntTensor& integers) const {
    const QuantizedGraph& graph = *scoring_.graph;
    const double scale = graph.tensors[static_cast<std::size_t>(graph.output)].scale;
    std::vector<double> values;
    values.reserve(integers.size());
    for (const std::int32_t integer : integers) values.push_back(scale * integer);
    return values;
  }

  const Scoring& scoring_;
  std::size_t each_;
  std::vector<std::int32_t> order_;
  std::vector<double> terms_;  ///< a place for each image
};

}  // namespace

Images ExactOutputsStage::compute(const RunControl& control) const {
  Images outputs(static_cast<std::size_t>(count));
  const IntegerExecutor executor(*graph);
  parallel_for(
      control.threads, count,
      [&](std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        const auto tensors = executor.run((*images)[at]);
        outputs[at] = in_file_order(*graph, tensors[static_cast<std::size_t>(graph->output)]);
      },
      control.teller("outputs in integers"));
  return outputs;
}

std::vector<double> FloatTermsStage::compute(const RunControl& control) const {
  const TellShare tell = control.teller("scores in floating point");
  Scorer scorer(scoring);
  for_each_float_output(
      *scoring.network, *scoring.set, scoring.count, logits_of(*scoring.network), control.threads,
      [&](int image, std::span<const float>, std::span<const float> output) {
        scorer.add(image, {output.begin(), output.end()});
      },
      tell);
  return std::move(scorer).terms();
}

std::vector<double> IntegerTermsStage::compute(const RunControl& control) const {
  const TellShare tell = control.teller("scores in integers");
  Scorer scorer(scoring);
  const IntegerExecutor executor(*scoring.graph);
  const auto output = static_cast<std::size_t>(scoring.graph->output);
  parallel_for(
      control.threads, scoring.count,
      [&](std::int64_t i) {
        scorer.add_integers(static_cast<int>(i),
                            executor.run((*scoring.images)[static_cast<std::size_t>(i)])[output]);
      },
      tell);
  return std::move(scorer).terms();
}

std::vector<double> TrialTermsStage::compute_on(const ProgrammedNetwork& chip, int threads,
                                                const Progress& tell) const {
  Scorer scorer(scoring);
  const auto images = std::span(*scoring.images).first(static_cast<std::size_t>(scoring.count));
  for_each_output(chip, images, 0, threads, tell, [&](std::size_t i, const IntTensor& output) {
    scorer.add_integers(static_cast<int>(i), output);
  });
  return std::move(scorer).terms();
}

}  // namespace mho
