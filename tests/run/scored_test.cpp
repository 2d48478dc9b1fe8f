// Runs that are judged by a score: a language model of a few tokens, a network of numbers, and
// intervals of what is known.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "sim/run/scored.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/datasets/npy_bytes.hpp"
#include "tests/workloads/graph_builder.hpp"

namespace mho {

namespace {

using Catch::Contains;

constexpr int kTokens = 6, kVocabulary = 5;

/// A network with its data, as files.
struct ScoredFiles {
  ScratchFolder folder;
  std::string workload;

  ScoredFiles(const Graph& network, const Bytes& inputs, const Bytes& labels,
              const std::string& more) {
    write_onnx(network, folder.path("net.onnx"));
    folder.write("x.npy", inputs);
    std::string set = "{format: npy, images: x.npy, scale: 1";
    if (!labels.empty()) {
      folder.write("y.npy", labels);
      set += ", labels: y.npy";
    }
    const std::string text =
        "name: small\nnetwork: net.onnx\ntest: " + set + "}\ntraining: " + set + "}\n" + more;
    workload = folder.write("workload.yaml", Bytes(text.begin(), text.end()));
  }

  Results run_with(const std::vector<std::string>& sets) const {
    const std::string configs = std::string(kSourceDir) + "/configs/";
    Document document = Document::load(configs + "run_defaults.yaml");
    document.set("chip=" + configs + "chips/edge_rram_28nm.yaml");
    document.set("workload=" + workload);
    for (const char* each : {"accuracy.images=8", "accuracy.trials=3", "engine.images=2",
                             "quantization.calibration_images=8", "chip.tiles=0"})
      document.set(each);
    for (const std::string& each : sets) document.set(each);
    return run(read_spec<RunSpec>(document), {"test", 0}, {1, {}});
  }
};

/// Rows of a table by token, then a score of each token that may follow.
Graph language_model() {
  GraphBuilder b({1, kTokens});
  const int rows = b.node(Op::lookup, {b.constant({kVocabulary, 8}, -2, 2), 0}, {1, kTokens, 8});
  b.node(Op::matmul, {rows, b.constant({8, kVocabulary}, -2, 2)}, {1, kTokens, kVocabulary});
  return b.graph();
}

std::vector<float> some_tokens(int images) {
  std::vector<std::int32_t> draws(static_cast<std::size_t>(images * kTokens));
  Stream(3).integers(0, kVocabulary, draws);
  return {draws.begin(), draws.end()};
}

/// By hand, in float.
double perplexity_of(const std::vector<float>& tokens) {
  const Graph network = language_model();
  double nats = 0, count = 0;
  for (std::size_t first = 0; first < tokens.size(); first += kTokens) {
    const std::vector<float> input(tokens.begin() + static_cast<std::ptrdiff_t>(first),
                                   tokens.begin() + static_cast<std::ptrdiff_t>(first) + kTokens);
    const auto scores = run_float(network, {Tensor{{1, kTokens}, input}})
                            .at(static_cast<std::size_t>(network.outputs[0]))
                            .values;
    for (std::size_t t = 0; t + 1 < kTokens; ++t) {
      double sum = 0;
      for (std::size_t v = 0; v < kVocabulary; ++v)
        sum += std::exp(static_cast<double>(scores[t * kVocabulary + v]));
      const auto next = static_cast<std::size_t>(input[t + 1]);
      nats += std::log(sum) - static_cast<double>(scores[t * kVocabulary + next]);
      ++count;
    }
  }
  return std::exp(nats / count);
}

double value_of(const Results& results, const std::string& name) {
  const Metric* metric = results.find(name);
  INFO(name);
  REQUIRE(metric);
  return metric->value;
}

ScoredFiles language_files(const std::string& more = "") {
  return {language_model(), npy("<f4", "(8, 6)", some_tokens(8)), {}, more};
}

}  // namespace

TEST_CASE("a language model is judged by its perplexity, tokens that follow being its own") {
  const ScoredFiles files = language_files();
  const Results results = files.run_with({});
  const double in_float = value_of(results, "output.perplexity.float");
  CHECK(in_float == Approx(perplexity_of(some_tokens(8))));
  CHECK(value_of(results, "output.perplexity.quantized") == Approx(in_float).epsilon(0.05));
  const double on_chip = value_of(results, "output.perplexity.analog.mean");
  CHECK(on_chip != value_of(results, "output.perplexity.quantized"));
  CHECK(value_of(results, "output.perplexity.loss.mean") ==
        Approx(on_chip - value_of(results, "output.perplexity.quantized")));
  CHECK(value_of(results, "output.perplexity.analog.ci95.low") < on_chip);
  CHECK(value_of(results, "output.perplexity.analog.ci95.high") > on_chip);
  CHECK(value_of(results, "output.trials") == 3);
  CHECK(!results.find("output.mse.float"));
  CHECK(!results.find("accuracy.float"));
  REQUIRE(results.scored);
  CHECK(results.scored->trials.size() == 3);
  const std::string text = to_text(results);
  CHECK_THAT(text, Contains("Perplexity  (8 test inputs, 3 trials; 95 % intervals over inputs"));
  CHECK_THAT(text, Contains("  lost by noise"));
  CHECK_THAT(to_json(results), Contains("\"metric\": \"perplexity\""));
}

TEST_CASE("labels say which tokens follow, too") {
  std::vector<float> tokens = some_tokens(8), next(tokens.size(), -100);
  for (std::size_t i = 0; i + 1 < tokens.size(); ++i)
    if (i % kTokens != kTokens - 1) next[i] = tokens[i + 1];
  const ScoredFiles labelled{language_model(), npy("<f4", "(8, 6)", tokens),
                             npy("<f4", "(8, 6)", next), ""};
  const Results results = labelled.run_with({"workload.metric=perplexity"});
  const ScoredFiles files = language_files();
  for (const char* name : {"output.perplexity.float", "output.perplexity.analog.mean"})
    CHECK(value_of(results, name) == value_of(files.run_with({}), name));
}

TEST_CASE("without labels a network is held against its exact integers") {
  const ScoredFiles files = language_files("metric: agreement\n");
  const Results results = files.run_with({});
  CHECK(value_of(results, "output.agreement.quantized") == 100);
  CHECK(!results.find("output.agreement.quantized.ci95.low"));
  const double on_chip = value_of(results, "output.agreement.analog.mean");
  CHECK((on_chip > 0 && on_chip <= 100));
  CHECK(value_of(results, "output.agreement.loss.mean") == Approx(100 - on_chip));
  CHECK(value_of(results, "output.agreement.analog.ci95.high") <= 100);
  CHECK(value_of(results, "output.agreement.loss.ci95.low") >= 0);
  const Results cosine = files.run_with({"workload.metric=cosine"});
  CHECK(value_of(cosine, "output.cosine.quantized") == Approx(1));
  CHECK(value_of(cosine, "output.cosine.analog.mean") < 1);
}

TEST_CASE("an ideal chip scores as the exact integers do, to the bit") {
  const ScoredFiles files = language_files();
  const Results results =
      files.run_with({"conditions={without: [programming_error, device_variation, stuck_cells, "
                      "drift, temperature, read_noise, telegraph_noise, nonlinearity, dac_error, "
                      "wire_resistance, column_limit, column_noise, adc_mismatch, adc_noise, "
                      "adc_quantization]}"});
  CHECK(value_of(results, "output.perplexity.analog.mean") ==
        value_of(results, "output.perplexity.quantized"));
  CHECK(value_of(results, "output.perplexity.loss.mean") == 0);
}

TEST_CASE("targets of the output's shape are held against it") {
  GraphBuilder b({1, 4});
  b.gemm(0, 4, 3);
  const Graph network = b.graph();
  std::vector<float> inputs, targets;
  for (int i = 0; i < 8; ++i) {
    std::vector<float> input;
    for (int k = 0; k < 4; ++k) input.push_back(static_cast<float>((i * 7 + k * 3) % 5) / 4);
    const auto values = run_float(network, {Tensor{{1, 4}, input}});
    for (const float each : values.at(static_cast<std::size_t>(network.outputs[0])).values)
      targets.push_back(each + 0.5f);
    inputs.insert(inputs.end(), input.begin(), input.end());
  }
  const ScoredFiles files{network, npy("<f4", "(8, 4)", inputs), npy("<f4", "(8, 3)", targets), ""};
  CHECK(value_of(files.run_with({}), "output.mse.float") == Approx(0.25).epsilon(1e-5));
  const Results r2 = files.run_with({"workload.metric=r2"});
  CHECK(value_of(r2, "output.r2.float") < 1);
  CHECK_THROWS_WITH(files.run_with({"workload.metric=perplexity"}),
                    Contains("workload.metric") && Contains("a score of every token"));
  CHECK_THROWS_WITH(files.run_with({"workload.metric=top1"}), Contains("not one class number"));
  CHECK_THROWS_WITH(files.run_with({"accuracy.ablate=true"}), Contains("the run is judged by mse"));
}

namespace {

ScoredResult errors_of(const std::vector<std::vector<double>>& by_trial) {
  ScoredResult result;
  result.score = score_of(JudgedBy::mse);
  const auto terms = [](const std::vector<double>& errors) {
    Terms made{2, {}};
    for (const double each : errors) {
      made.values.push_back(each);
      made.values.push_back(1);
    }
    return made;
  };
  result.in_float = result.quantized = terms(by_trial[0]);
  for (const std::vector<double>& each : by_trial) result.analog.push_back(terms(each));
  return result;
}

}  // namespace

TEST_CASE("the interval of a mean error holds the true one as often as it says") {
  // Squares of normal errors whose deviation is 1 times something of the chip.
  constexpr int kExperiments = 400, kTrials = 6, kImages = 40;
  constexpr double kChips = 0.1;
  int held = 0;
  for (int experiment = 0; experiment < kExperiments; ++experiment) {
    std::vector<std::vector<double>> errors;
    const Stream stream = Stream(11).child(static_cast<std::uint64_t>(experiment));
    std::vector<float> chips(kTrials), images(kImages);
    stream.child(0).normals(0, chips);
    stream.child(1).normals(0, images);
    for (int t = 0; t < kTrials; ++t) {
      std::vector<float> rest(kImages);
      stream.child(2 + static_cast<std::uint64_t>(t)).normals(0, rest);
      std::vector<double> of_trial;
      for (std::size_t i = 0; i < kImages; ++i)
        of_trial.push_back(2 + kChips * static_cast<double>(chips[static_cast<std::size_t>(t)]) +
                           0.3 * static_cast<double>(images[i]) +
                           0.3 * static_cast<double>(rest[i]));
      errors.push_back(of_trial);
    }
    const Interval found = errors_of(errors).of_chips();
    held += found.ci95->low <= 2 && 2 <= found.ci95->high;
  }
  // 95 %, less three standard errors of so many experiments.
  CHECK(held >= 367);
  CHECK(held < kExperiments);
}

TEST_CASE("one trial or one image leaves no interval, and figures stay within the possible") {
  CHECK(!errors_of({{1, 2, 3}}).of_chips().ci95);
  CHECK(!errors_of({{1}, {2}}).of_chips().ci95);
  const Interval wide = errors_of({{0.001, 0.002, 9}, {0.003, 0.001, 40}}).of_chips();
  CHECK(wide.ci95->low > 0);
  CHECK(wide.ci95->high > wide.mean);
}

}  // namespace mho
