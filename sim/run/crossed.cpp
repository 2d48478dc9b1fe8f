#include "sim/run/crossed.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

namespace {

/// Mean squares of the two-way analysis of variance: expected n A + R, T B + R, R.
struct MeanSquares {
  double mean = 0;
  double trials = 0, images = 0, rest = 0;
};

MeanSquares mean_squares(const CrossedNumbers& sample, bool with_pseudo) {
  const int all = sample.images + (with_pseudo ? static_cast<int>(sample.pseudo.size()) : 0);
  std::vector<double> of_trial(static_cast<std::size_t>(sample.trials), 0);
  std::vector<double> of_image(static_cast<std::size_t>(all), 0);
  double sum = 0, squares = 0;
  for (int t = 0; t < sample.trials; ++t)
    for (int i = 0; i < all; ++i) {
      const double value = i < sample.images
                               ? sample.value(t, i)
                               : sample.pseudo[static_cast<std::size_t>(i - sample.images)];
      of_trial[static_cast<std::size_t>(t)] += value;
      of_image[static_cast<std::size_t>(i)] += value;
      sum += value;
      squares += value * value;
    }
  const double count_t = sample.trials, count_i = all;
  MeanSquares found;
  found.mean = sum / (count_t * count_i);
  double between_trials = 0, between_images = 0;
  for (const double each : of_trial)
    between_trials += count_i * std::pow(each / count_i - found.mean, 2);
  for (const double each : of_image)
    between_images += count_t * std::pow(each / count_t - found.mean, 2);
  const double total = squares - count_t * count_i * found.mean * found.mean;
  const double rest = std::max(0.0, total - between_trials - between_images);
  if (sample.trials > 1) found.trials = between_trials / (count_t - 1);
  if (all > 1) found.images = between_images / (count_i - 1);
  if (sample.trials > 1 && all > 1) found.rest = rest / ((count_t - 1) * (count_i - 1));
  return found;
}

/// How far an interval reaches to both sides.
struct Arms {
  double down = 0, up = 0;
};

/// +- half around a mean within bounds, laid on their scale: Wilson's interval of as many draws as
/// have that half width.
Arms bounded(double mean, double half, const Limits& bounds) {
  const double width = bounds.high - bounds.low;
  const double share = (mean - bounds.low) / width;
  // Without bounds there is no share.
  if (half <= 0 || !(share > 0 && share < 1)) return {half, half};
  const double z = normal_quantile();
  const Limits found =
      wilson_interval(share, z * z * share * (1 - share) * width * width / (half * half));
  return {(share - found.low) * width, (found.high - share) * width};
}

Arms chip_arms(const CrossedNumbers& sample, const MeanSquares& plain) {
  const double t = sample.trials, n = sample.images;
  const double z = normal_quantile();
  // Of values within bounds, those that are all on one of them vary most.
  const double most = z * std::sqrt(std::max(0.0, (plain.mean - sample.possible.low) *
                                                      (sample.possible.high - plain.mean)) /
                                    t);
  const double seen = student_quantile(t - 1) * std::sqrt(plain.trials / (t * n));
  const double least = z * std::sqrt(plain.rest / (t * n));
  return bounded(plain.mean, std::max(std::min(seen, most), least), sample.possible);
}

double variance_of_image(const CrossedNumbers& sample, const MeanSquares& padded) {
  return std::max(0.0, padded.images - padded.rest) / sample.trials;
}

Arms image_arms(const CrossedNumbers& sample, const MeanSquares& plain, const MeanSquares& padded) {
  const double all = static_cast<double>(sample.images) + static_cast<double>(sample.pseudo.size());
  const double half =
      student_quantile(all - 1) * std::sqrt(variance_of_image(sample, padded) / all);
  return {std::max(0.0, plain.mean - padded.mean + half),
          std::max(0.0, padded.mean + half - plain.mean)};
}

}  // namespace

CrossedMean mean_of(const CrossedNumbers& sample) {
  require(sample.trials > 0 && sample.images > 0, "a mean over no trials or no images");
  const MeanSquares plain = mean_squares(sample, false);
  CrossedMean result{sample.trials, sample.images, plain.mean, {}};
  const bool one_image = sample.images == 1 && sample.pseudo.empty();
  if (sample.trials == 1 || one_image) return result;
  const MeanSquares padded = mean_squares(sample, true);
  result.of_trial = std::max(plain.trials, plain.rest) / sample.images;
  result.of_image = variance_of_image(sample, padded);
  const Arms chips = chip_arms(sample, plain);
  const Arms images = image_arms(sample, plain, padded);
  result.ci95 = {std::max(sample.possible.low, plain.mean - std::hypot(chips.down, images.down)),
                 std::min(sample.possible.high, plain.mean + std::hypot(chips.up, images.up))};
  return result;
}

namespace {

void check(std::span<const Correctness> trials, int images) {
  require(std::all_of(trials.begin(), trials.end(),
                      [&](const Correctness& each) { return each.images() == images; }),
          "trials of different images");
}

}  // namespace

double CrossedMean::half_width() const {
  return std::max(mean - ci95.value().low, ci95->high - mean);
}

CrossedMean share_right(std::span<const Correctness> trials) {
  require(!trials.empty(), "a mean over no trials");
  check(trials, trials[0].images());
  const auto value = [&](int t, int i) {
    return trials[static_cast<std::size_t>(t)].right(i) ? 1.0 : 0.0;
  };
  return mean_of(
      {static_cast<int>(trials.size()), trials[0].images(), value, {1, 1, 0, 0}, {0, 1}});
}

CrossedMean share_lost(const Correctness& reference, std::span<const Correctness> trials) {
  check(trials, reference.images());
  // No more can be lost than is right without a chip, no more gained than is wrong: of all images,
  // of which these are a sample.
  const Limits right = wilson_interval(reference.percent() / 100, reference.images());
  const auto value = [&](int t, int i) {
    return (reference.right(i) ? 1.0 : 0.0) -
           (trials[static_cast<std::size_t>(t)].right(i) ? 1.0 : 0.0);
  };
  return mean_of({static_cast<int>(trials.size()),
                  reference.images(),
                  value,
                  {1, -1},
                  {right.low - 1, right.high}});
}

CrossedMean share_between(std::span<const Correctness> more, std::span<const Correctness> less) {
  require(!more.empty() && more.size() == less.size(), "a pair of every trial");
  check(more, more[0].images());
  check(less, more[0].images());
  const auto value = [&](int t, int i) {
    const auto trial = static_cast<std::size_t>(t);
    return (more[trial].right(i) ? 1.0 : 0.0) - (less[trial].right(i) ? 1.0 : 0.0);
  };
  return mean_of({static_cast<int>(more.size()), more[0].images(), value, {1, -1}, {-1, 1}});
}

Effort effort_for(const CrossedMean& seen, double half_width) {
  require(seen.ci95.has_value() && half_width > 0, "an effort for no spread or no precision");
  constexpr double kMost = std::numeric_limits<int>::max();
  const double z = normal_quantile();
  const double square = half_width * half_width;
  const double of_images = z * z * seen.of_image;
  // Images may take half of the square, chips the other half; with enough images chips take more.
  const double images =
      of_images / seen.images <= square / 2 ? seen.images : std::ceil(2 * of_images / square);
  const double left = square - of_images / images;
  const auto enough = [&](double trials) {
    return std::pow(student_quantile(trials - 1), 2) * seen.of_trial / trials <= left;
  };
  double below = 1, trials = 2;
  while (trials < kMost && !enough(trials)) {
    below = trials;
    trials *= 2;
  }
  while (trials - below > 1) {
    const double middle = std::floor((below + trials) / 2);
    (enough(middle) ? trials : below) = middle;
  }
  return {static_cast<int>(std::min(images, kMost)), static_cast<int>(std::min(trials, kMost))};
}

}  // namespace mho
