// Intervals over chips and images: by hand, and against populations whose means are known.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/run/crossed.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

namespace {

/// Right where a digit is 1.
Correctness judged(const std::string& digits) {
  std::vector<int> predicted;
  for (const char digit : digits) predicted.push_back(digit - '0');
  return {predicted, std::vector<std::int32_t>(digits.size(), 1)};
}

double normal_below(double x) { return std::erfc(-x / std::sqrt(2.0)) / 2; }

/// Chips and images: the integers get an image right when its margin, normal around `margin` with
/// deviation 1, is positive; a chip when the margin less its own shift plus its own noise is.
struct Population {
  const char* name;
  double margin;       ///< mean
  double noise;        ///< deviation of a chip's noise, median over chips
  double noise_ratio;  ///< chips' deviations are lognormal, with this deviation of their logarithm
  double shift;        ///< deviation of chips' shifts

  double right_without_chip() const { return normal_below(margin); }
  double right_on_chip() const {
    constexpr int kSteps = 4000;  // quantiles of the lognormal, by the midpoints of equal shares
    double sum = 0;
    for (int i = 0; i < kSteps; ++i) {
      double low = -8, high = 8;
      while (high - low > 1e-9) {
        const double middle = (low + high) / 2;
        (normal_below(middle) < (i + 0.5) / kSteps ? low : high) = middle;
      }
      const double deviation = noise * std::exp(noise_ratio * low);
      sum += normal_below(margin / std::sqrt(1 + deviation * deviation + shift * shift));
    }
    return sum / kSteps;
  }
};

struct Experiment {
  Correctness without_chip;
  std::vector<Correctness> trials;
};

Experiment drawn(const Population& of, int images, int trials, const Stream& stream) {
  const auto normals = [&](std::uint64_t child, int count) {
    std::vector<float> values(static_cast<std::size_t>(count));
    stream.child(child).normals(0, values);
    return std::vector<double>(values.begin(), values.end());
  };
  const std::vector<std::int32_t> labels(static_cast<std::size_t>(images), 1);
  std::vector<int> predicted(labels.size());
  const std::vector<double> margins = normals(0, images);
  Experiment experiment;
  for (std::size_t i = 0; i < margins.size(); ++i) predicted[i] = margins[i] + of.margin > 0;
  experiment.without_chip = Correctness(predicted, labels);
  for (int t = 0; t < trials; ++t) {
    const std::vector<double> draws = normals(1 + static_cast<std::uint64_t>(t), images + 2);
    const double deviation = of.noise * std::exp(of.noise_ratio * draws[0]);
    for (std::size_t i = 0; i < margins.size(); ++i)
      predicted[i] = margins[i] + of.margin - of.shift * draws[1] + deviation * draws[i + 2] > 0;
    experiment.trials.emplace_back(predicted, labels);
  }
  return experiment;
}

/// Shares of experiments whose intervals hold the true mean.
struct Coverage {
  double accuracy = 0, loss = 0;
};

constexpr int kExperiments = 4000;

Coverage coverage(const Population& of, int images, int trials) {
  const double right = of.right_on_chip();
  const double lost = of.right_without_chip() - right;
  const auto holds = [](const CrossedMean& found, double truth) {
    REQUIRE(found.ci95);
    REQUIRE((found.ci95->low <= found.mean && found.mean <= found.ci95->high));
    REQUIRE((found.ci95->low >= -1 && found.ci95->high <= 1));
    return found.ci95->low <= truth && truth <= found.ci95->high;
  };
  Coverage held;
  for (int e = 0; e < kExperiments; ++e) {
    const Experiment seen =
        drawn(of, images, trials, Stream(41).child(static_cast<std::uint64_t>(e)));
    const CrossedMean accuracy = share_right(seen.trials);
    REQUIRE(accuracy.ci95.value().low >= 0);
    held.accuracy += holds(accuracy, right);
    held.loss += holds(share_lost(seen.without_chip, seen.trials), lost);
  }
  return {held.accuracy / kExperiments, held.loss / kExperiments};
}

/// Of a share of kExperiments, near 95 %.
const double kStandardError = std::sqrt(0.95 * 0.05 / kExperiments);

}  // namespace

TEST_CASE("promise 9: intervals over chips and images hold true means in 95 of 100 experiments") {
  constexpr int kImages = 120;
  const Population of = GENERATE(Population{"next to no loss", 1.4, 0.05, 0.3, 0},
                                 Population{"a point lost", 1.4, 0.25, 0.3, 0},
                                 Population{"chips far apart", 1.3, 0.5, 0.3, 0.5},
                                 Population{"a fifth lost", 1.4, 2, 0.3, 0.3},
                                 Population{"nearly all right", 2.5, 0.2, 0.3, 0.05},
                                 Population{"half right", 0, 0.5, 0.3, 0.3});
  for (const int trials : {2, 3, 8, 20}) {
    const Coverage found = coverage(of, kImages, trials);
    INFO(of.name << ", " << trials << " trials: accuracy " << found.accuracy << ", loss "
                 << found.loss);
    CHECK(found.accuracy > 0.95 - 4 * kStandardError);
    CHECK(found.loss > 0.95 - 4 * kStandardError);
  }
}

TEST_CASE("promise 9: intervals hold less often where a few chips lose most, by a known amount") {
  // Deviations of chips' noise whose logarithms deviate by 0.8: most chips lose little, some ten
  // times that, and few trials show none of them. The folder's README names these figures.
  const Population of{"a few chips lose most", 1.4, 0.4, 0.8, 0};
  for (const auto& [trials, known] :
       {std::pair{2, 0.92}, std::pair{3, 0.86}, std::pair{8, 0.89}, std::pair{20, 0.93}}) {
    const Coverage found = coverage(of, 400, trials);
    INFO(trials << " trials: accuracy " << found.accuracy << ", loss " << found.loss);
    const double error = std::sqrt(known * (1 - known) / kExperiments);
    CHECK(found.loss == Approx(known).margin(4 * error));
    CHECK(found.accuracy > found.loss);
  }
}

TEST_CASE("promise 9: Student's t over trials alone leaves the images out and misses means") {
  // What the interval over both mends: eight chips, equally good, on few images.
  const Population of{"a point lost", 1.4, 0.25, 0.3, 0};
  const double lost = of.right_without_chip() - of.right_on_chip();
  int held = 0;
  for (int e = 0; e < kExperiments; ++e) {
    const Experiment seen = drawn(of, 120, 8, Stream(41).child(static_cast<std::uint64_t>(e)));
    std::vector<double> losses;
    for (const Correctness& trial : seen.trials)
      losses.push_back((seen.without_chip.percent() - trial.percent()) / 100);
    const Interval found = student_interval(losses);
    held += found.ci95->low <= lost && lost <= found.ci95->high;
  }
  CHECK(held < 0.90 * kExperiments);
}

TEST_CASE("a mean over a crossed sample has the mean squares of its analysis of variance") {
  // Two trials, four images: rows 1 1 1 0 and 1 1 0 0.
  const std::vector<Correctness> trials{judged("1110"), judged("1100")};
  const CrossedMean found = share_right(trials);
  CHECK(found.mean == 5.0 / 8);
  CHECK(found.trials == 2);
  CHECK(found.images == 4);
  // Between trials 4 (1/8)^2 x 2 = 1/8, between images 2 (9 + 9 + 1 + 25) / 64 = 11/8, in all 15/8;
  // the rest 15/8 - 1/8 - 11/8 = 3/8 has 3 degrees of freedom: 1/8 as the trials' mean square.
  CHECK(found.of_trial == Approx(1.0 / 8 / 4));
  CHECK_THROWS_AS(share_right({}), Bug);
  CHECK_THROWS_AS(share_right(std::vector{judged("10"), judged("100")}), Bug);
}

TEST_CASE("promise 9: one trial has no interval over chips; equal trials have that of images") {
  const std::string digits = std::string(54, '1') + std::string(6, '0');
  const std::vector<Correctness> one{judged(digits)};
  CHECK(!share_right(one).ci95);
  CHECK(!share_lost(one[0], one).ci95);
  const std::vector<Correctness> equal(2, one[0]);
  const CrossedMean accuracy = share_right(equal);
  // Agresti's and Coull's interval of 54 of 60, with t of the 64: 56/64 +- 1.998 sqrt(V / 64).
  const double share = 56.0 / 64, variance = share * (1 - share) * 64 / 63;
  CHECK(accuracy.ci95->low == Approx(share - 1.99834 * std::sqrt(variance / 64)).epsilon(1e-4));
  CHECK(accuracy.ci95->high == Approx(share + 1.99834 * std::sqrt(variance / 64)).epsilon(1e-4));
  // Nothing lost on 60 images: no more than a few of them can be lost of all others.
  const CrossedMean loss = share_lost(one[0], equal);
  CHECK(loss.mean == 0);
  CHECK(loss.ci95->low < -0.02);
  CHECK(loss.ci95->high > 0.02);
  CHECK(loss.ci95->high < 0.08);
}

TEST_CASE("an interval of two chips that have nothing in common stays within what is possible") {
  const std::vector<Correctness> apart{judged(std::string(100, '1')),
                                       judged(std::string(100, '0'))};
  const CrossedMean accuracy = share_right(apart);
  CHECK(accuracy.ci95->low >= 0);
  CHECK(accuracy.ci95->high <= 1);
  const Correctness reference = judged(std::string(90, '1') + std::string(10, '0'));
  const CrossedMean loss = share_lost(reference, apart);
  const Limits right = wilson_interval(0.9, 100);
  CHECK(loss.ci95->low >= right.low - 1);
  CHECK(loss.ci95->high <= right.high);
}

TEST_CASE("a difference of two conditions is paired by trial and image") {
  const std::vector<Correctness> more{judged("1111"), judged("1110")};
  const std::vector<Correctness> less{judged("1101"), judged("1100")};
  CHECK(share_between(more, less).mean == 0.25);
  CHECK(share_between(less, more).mean == -0.25);
  CHECK_THROWS_AS(share_between(more, std::span(less).first(1)), Bug);
}

TEST_CASE("the effort for a precision is that of an experiment which then has it, in the mean") {
  const Population of{"a point lost", 1.4, 0.5, 0.3, 0.2};
  constexpr int kImages = 400;
  const auto draw = [&](int images, int trials, int number) {
    const Experiment seen =
        drawn(of, images, trials, Stream(43).child(static_cast<std::uint64_t>(number)));
    return share_lost(seen.without_chip, seen.trials);
  };
  // Of a sample of many chips and images, whose variances are known well.
  const CrossedMean known = draw(4000, 100, 0);
  const double target = GENERATE(0.03, 0.015);
  CrossedMean few = known;
  few.images = kImages;
  const Effort effort = effort_for(few, target);
  CHECK(effort.trials >= 2);
  CHECK(effort.images >= kImages);
  double sum = 0;
  constexpr int kTimes = 20;
  for (int n = 1; n <= kTimes; ++n) sum += draw(effort.images, effort.trials, n).half_width();
  CHECK(sum / kTimes == Approx(target).epsilon(0.25));
  // A wider interval takes less, a narrower one more.
  CHECK(effort_for(few, 2 * target).trials <= effort.trials);
  CHECK(effort_for(few, target / 4).images > effort.images);
}

}  // namespace mho
