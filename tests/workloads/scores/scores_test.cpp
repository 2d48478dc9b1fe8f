// Scores against the examples in the documentation of scikit-learn and TensorFlow, and against what
// can be told by hand.
#include <catch2/catch.hpp>
#include <cmath>

#include "tests/workloads/graph_builder.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

namespace {

using Catch::Contains;

struct OneImage {
  std::vector<double> output;
  std::vector<float> targets;
  std::vector<float> input{};
  std::vector<double> exact{};
};

ScoreForm form_with(std::int64_t positions, std::int64_t classes, std::int64_t inner = 1) {
  ScoreForm form;
  form.positions = positions;
  form.classes = classes;
  form.inner = inner;
  return form;
}

Combined figure_of(JudgedBy kind, const ScoreForm& form, const std::vector<OneImage>& images) {
  const Score& score = *score_of(kind);
  Terms terms{score.terms(form), {}};
  for (const OneImage& image : images) {
    std::vector<double> of_image(terms.each, 0);
    score.score(form, {image.output, image.input, image.targets, image.exact}, of_image);
    terms.values.insert(terms.values.end(), of_image.begin(), of_image.end());
  }
  return score.combine(terms);
}

/// One output and one target an image.
std::vector<OneImage> numbers(const std::vector<double>& outputs,
                              const std::vector<float>& targets) {
  std::vector<OneImage> images;
  for (std::size_t i = 0; i < outputs.size(); ++i) images.push_back({{outputs[i]}, {targets[i]}});
  return images;
}

const std::vector<OneImage> kTwoOutputs{
    {{0, 2}, {0.5f, 1}}, {{-1, 2}, {-1, 1}}, {{8, -5}, {7, -6}}};

/// A token for each of three places, each scored among five.
Graph token_network() {
  GraphBuilder b({1, 3});
  const int rows = b.node(Op::lookup, {b.constant({5, 4}, -1, 1), 0}, {1, 3, 4});
  b.node(Op::matmul, {rows, b.constant({4, 5}, -1, 1)}, {1, 3, 5});
  return b.graph();
}

Dataset set_of(std::vector<float> pixels, int each, std::vector<float> targets = {},
               Shape target_shape = {}) {
  Dataset set;
  set.channels = 1;
  set.height = each;
  set.width = 1;
  set.pixels = std::move(pixels);
  set.targets = std::move(targets);
  set.target_shape = std::move(target_shape);
  return set;
}

std::string misfit_of(JudgedBy kind, const Graph& network, const Dataset& set) {
  ScoreForm form;
  return score_of(kind)->misfit(network, set, form);
}

}  // namespace

TEST_CASE("mse and r2 are those of scikit-learn's documentation") {
  const auto images = numbers({2.5, 0, 2, 8}, {3, -0.5f, 2, 7});
  const ScoreForm one = form_with(1, 1);
  CHECK(figure_of(JudgedBy::mse, one, images).figure == Approx(0.375));
  CHECK(figure_of(JudgedBy::r2, one, images).figure == Approx(0.9486081370449679));
  const ScoreForm two = form_with(1, 2);
  CHECK(figure_of(JudgedBy::mse, two, kTwoOutputs).figure == Approx(0.7083333333333334));
  // multioutput='variance_weighted'
  CHECK(figure_of(JudgedBy::r2, two, kTwoOutputs).figure == Approx(0.9382566585956417));
}

TEST_CASE("auc is that of scikit-learn's documentation, and a tie counts half") {
  const auto images = numbers({0.1, 0.4, 0.35, 0.8}, {0, 0, 1, 1});
  CHECK(figure_of(JudgedBy::auc, form_with(1, 1), images).figure == Approx(0.75));
  CHECK(figure_of(JudgedBy::auc, form_with(1, 1), numbers({1, 1}, {0, 1})).figure == 0.5);
  CHECK(figure_of(JudgedBy::auc, form_with(1, 1), numbers({2, 1}, {0, 1})).figure == 0);
}

TEST_CASE("auc of an autoencoder goes by the error of its reconstruction") {
  const std::vector<OneImage> images{{{1, 2}, {0}, {1, 2}}, {{1, 2}, {1}, {3, 2}}};
  CHECK(figure_of(JudgedBy::auc, form_with(1, 2), images).figure == 1);
}

TEST_CASE("mean IoU is that of TensorFlow's documentation; pixels of no class are left out") {
  // MeanIoU: labels 0 0 1 1, predictions 0 1 0 1.
  const OneImage image{{1, 0, 1, 0, 0, 1, 0, 1}, {0, 0, 1, 1}};
  CHECK(figure_of(JudgedBy::mean_iou, form_with(4, 2, 4), {image}).figure == Approx(1.0 / 3));
  OneImage ignored = image;
  ignored.targets = {0, 255, 255, 1};
  CHECK(figure_of(JudgedBy::mean_iou, form_with(4, 2, 4), {ignored}).figure == 1);
  // A class that neither has counts nothing.
  const OneImage three{{1, 0, 0, 0, 1, 0}, {0, 1}};
  CHECK(figure_of(JudgedBy::mean_iou, form_with(2, 3), {three}).figure == 1);
}

TEST_CASE("perplexity counts the tokens that a blind choice is among") {
  const ScoreForm form = form_with(3, 8);
  const OneImage blind{std::vector<double>(24, 0.5), {1, 2, 3}};
  CHECK(figure_of(JudgedBy::perplexity, form, {blind}).figure == Approx(8));
  // Probabilities 1/2 and 1/8 of two tokens: exp of the mean of ln 2 and ln 8 is 4.
  OneImage two{std::vector<double>(24, 0), {0, 0, -100}};
  two.output[0] = std::log(7);
  CHECK(figure_of(JudgedBy::perplexity, form, {two}).figure == Approx(4));
}

TEST_CASE("without labels the tokens that follow are the input's own") {
  OneImage image{std::vector<double>(24, 0), {}, {5, 0, 7}};
  image.output[0] = image.output[8 + 7] = std::log(7);  // 0 follows 5, 7 follows 0
  CHECK(figure_of(JudgedBy::perplexity, form_with(3, 8), {image}).figure == Approx(2));
}

TEST_CASE("agreement is by position, cosine by image, both with the exact integers") {
  const OneImage image{{1, 2, 4, 3}, {}, {}, {0, 9, 0, 9}};
  CHECK(figure_of(JudgedBy::agreement, form_with(2, 2), {image}).figure == 0.5);
  const OneImage turned{{3, 4}, {}, {}, {4, 3}}, same{{1, 2}, {}, {}, {2, 4}};
  CHECK(figure_of(JudgedBy::cosine, form_with(1, 2), {turned}).figure == Approx(0.96));
  CHECK(figure_of(JudgedBy::cosine, form_with(1, 2), {turned, same}).figure == Approx(0.98));
  const OneImage nothing{{0, 0}, {}, {}, {1, 0}};
  CHECK(figure_of(JudgedBy::cosine, form_with(1, 2), {nothing}).figure == 0);
}

TEST_CASE("top-5 is right up to the fifth place, and the first of equals comes first") {
  const ScoreForm form = form_with(1, 7);
  const auto share = [&](float label) {
    return figure_of(JudgedBy::top5, form, {{{7, 6, 5, 4, 3, 2, 1}, {label}}}).figure;
  };
  CHECK(share(4) == 1);
  CHECK(share(5) == 0);
  const OneImage equals{std::vector<double>(7, 1), {4}}, later{std::vector<double>(7, 1), {5}};
  CHECK(figure_of(JudgedBy::top5, form, {equals}).figure == 1);
  CHECK(figure_of(JudgedBy::top5, form, {equals, later}).figure == 0.5);
}

TEST_CASE("a figure without an image is that of the others") {
  std::vector<OneImage> images = numbers({0.1, 0.4, 0.35, 0.8, 0.2}, {0, 0, 1, 1, 1});
  for (const JudgedBy kind : {JudgedBy::mse, JudgedBy::r2, JudgedBy::auc}) {
    CAPTURE(score_of(kind)->name);
    const Combined all = figure_of(kind, form_with(1, 1), images);
    REQUIRE(all.without.size() == images.size());
    for (std::size_t i = 0; i < images.size(); ++i) {
      std::vector<OneImage> others = images;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      CHECK(all.without[i] == Approx(figure_of(kind, form_with(1, 1), others).figure));
    }
  }
}

TEST_CASE("classes are on the axis that the targets leave") {
  ScoreForm form;
  const auto finds = [&](const Shape& output, const Shape& targets) {
    return find_classes(output, &targets, form);
  };
  REQUIRE(finds({1, 6, 9}, {6}));
  CHECK((form.classes == 9 && form.positions == 6 && form.at(2, 3) == 21));
  REQUIRE(finds({1, 6, 9}, {9}));
  CHECK((form.classes == 6 && form.positions == 9 && form.at(2, 3) == 29));
  REQUIRE(finds({1, 4, 2, 3}, {2, 3}));
  CHECK((form.classes == 4 && form.at(5, 1) == 11));
  REQUIRE(finds({1, 2, 3, 4}, {2, 3}));  // channels last
  CHECK((form.classes == 4 && form.at(5, 1) == 21));
  REQUIRE(find_classes({1, 10}, nullptr, form));
  CHECK((form.classes == 10 && form.positions == 1));
  CHECK(!finds({1, 6, 9}, {7}));
  CHECK(!finds({1, 6, 9}, {}));  // one label for all of them
}

TEST_CASE("what a set lacks for a score is told with what it needs") {
  const Graph network = token_network();
  CHECK(misfit_of(JudgedBy::perplexity, network, set_of({0, 1, 2, 4, 3, 2}, 3)).empty());
  CHECK_THAT(misfit_of(JudgedBy::perplexity, network, set_of({0, 1, 2, 5, 3, 2}, 3)),
             Contains("image 1 has the token 5; allowed: whole numbers below the 5"));
  CHECK_THAT(misfit_of(JudgedBy::perplexity, network, set_of({0, 1, 2}, 3, {1, 2}, {2})),
             Contains("for each of the 2 positions of a label"));
  CHECK_THAT(misfit_of(JudgedBy::mse, network, set_of({0, 1, 2}, 3)), Contains("needs labels"));
  CHECK_THAT(misfit_of(JudgedBy::mse, network, set_of({0, 1, 2}, 3, {1, 2}, {2})),
             Contains("have shape [2], the network's output has [1, 3, 5]"));
  CHECK_THAT(misfit_of(JudgedBy::auc, network, set_of({0, 1, 2}, 3)), Contains("[1, 3, 5]"));
  CHECK_THAT(misfit_of(JudgedBy::mean_iou, network, set_of({0, 1, 2}, 3)),
             Contains("needs labels"));
}

TEST_CASE("a Softmax at the end is taken off for logits, and put back for probabilities") {
  GraphBuilder b({1, 4});
  const int logits = b.gemm(0, 4, 3);
  Attributes last;
  last.axis = 1;
  b.node(Op::softmax, {logits}, {1, 3}, last);
  CHECK(logits_of(b.graph()) == logits);
  std::vector<double> output{0, std::log(2), std::log(5)};
  apply_last_softmax(b.graph(), output);
  CHECK(output[0] == Approx(0.125));
  CHECK(output[2] == Approx(0.625));
  CHECK(logits_of(token_network()) == token_network().outputs[0]);
}

TEST_CASE("every score is a word of workload.metric, in the order of its number") {
  const auto& words = judged_by_words();
  for (const Score& score : score_catalogue())
    CHECK(std::string(words.at(static_cast<std::size_t>(score.kind)).name) == score.name);
  CHECK(score_of(JudgedBy::top1) == nullptr);
}

}  // namespace mho
