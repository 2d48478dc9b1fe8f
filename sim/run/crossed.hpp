// What is seen of some images on some chips tells of other images and other chips: the mean over a
// crossed sample, every image on every trial's chip, and its 95 % interval within what is possible.
//
// A value x (right or not; or the difference of two such) is taken to be a mean, plus something of
// its chip, plus something of its image, plus a rest: variances A, B, R. The mean over T trials and
// n images then has the variance A/T + B/n + R/(Tn): readers and cases of multi-reader studies (D.
// D. Dorfman et al., Invest. Radiol. 27 (1992) 723; S. L. Hillis, Stat. Med. 26 (2007) 596),
// estimated by the mean squares of a two-way analysis of variance. The intervals of both parts are
// added in squares, above and below (R. G. Newcombe, Stat. Med. 17 (1998) 873; G. Y. Zou, A.
// Donner, Stat. Med. 27 (2008) 1693):
//
//   chips    A/T + R/(Tn) = s^2/T, s the deviation of the trials' means: +- t(T - 1) s/sqrt(T), no
//            less than R alone makes it, no more than that of T values that are each one of the
//            bounds; laid on the bounded scale as Wilson's interval of as many draws as have the
//            same width.
//   images   B/n: +- t(n - 1) sqrt(B/n), with pseudo-images that half of the time are right (A.
//            Agresti, B. A. Coull, Am. Stat. 52 (1998) 119; of differences D. G. Bonett, R. M.
//            Price, J. Educ. Behav. Stat. 37 (2012) 479), so that n images never tell more than n
//            can: equal trials do not make an interval of zero.
//
// Valid where chips are about normal and images are independent draws. It cannot know of chips that
// none of the trials is like: of a kind rarer than about 3/T (README.md has measured coverages).
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "sim/results/correctness.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// Shares, not percent: 1 is all images.
struct CrossedMean {
  int trials = 0;
  int images = 0;
  double mean = 0;
  std::optional<Limits> ci95;  ///< over chips and images; empty for one trial, which has no spread
  double of_trial = 0;         ///< variance of one trial's mean over these images: A + R/n
  double of_image = 0;         ///< B, pseudo-images included

  /// The longer side of the interval; it has one.
  double half_width() const;
};

/// Share of images that are right on the chip.
CrossedMean share_right(std::span<const Correctness> trials);

/// Share of images that are right in `reference`, which has no chip, less that on the chip.
CrossedMean share_lost(const Correctness& reference, std::span<const Correctness> trials);

/// Share right in `more` less that in `less`, of the same trials under two conditions.
CrossedMean share_between(std::span<const Correctness> more, std::span<const Correctness> less);

/// Any numbers by trial and image, of which the mean over all images and chips is within `possible`
/// (infinite where there is no bound). `pseudo`: what pseudo-images have; none where images that
/// are equal do tell that all are.
struct CrossedNumbers {
  int trials = 0;
  int images = 0;
  std::function<double(int trial, int image)> value;
  std::vector<double> pseudo{};
  Limits possible;
};
CrossedMean mean_of(const CrossedNumbers& numbers);

/// A size of experiment.
struct Effort {
  int images = 0;
  int trials = 0;
};

/// About what an interval of +- half_width takes, if the variances are what `seen` shows of them:
/// more images only where those there are leave no room for the chips. Of a mean with an interval.
Effort effort_for(const CrossedMean& seen, double half_width);

}  // namespace mho
