// Accuracy loss against noise, learned from the designs of a sweep that were measured: of two
// designs of one network, the one whose outputs carry more noise for their signal loses no less.
// How much is the network's and the data's affair, so no form is presumed: the rising function with
// the least squares (isotonic regression, by pooling neighbors that fall: R. E. Barlow, D. J.
// Bartholomew, J. M. Bremner and H. D. Brunk, Statistical Inference under Order Restrictions,
// 1972), linear in the logarithm of the noise between designs, flat beyond them.
#pragma once

#include <cstddef>
#include <vector>

namespace mho {

/// Points of accuracy.
struct LossPrediction {
  double loss = 0;
  double low = 0, high = 0;  ///< of what will be measured, about 95 %
};

class LossLaw {
 public:
  struct Measured {
    double noise;  ///< over signal, as powers; 0: none was seen
    double loss;   ///< points
  };

  /// Of one network; at least one design.
  explicit LossLaw(std::vector<Measured> measured);

  /// The interval is twice the root mean square of what designs of about this noise are off by,
  /// each predicted from the others: scatter of few trials and what the law misses, both.
  LossPrediction at(double noise) const;

 private:
  std::vector<double> noises_;  ///< logarithms, rising
  std::vector<double> losses_;  ///< by the law
  std::vector<double> misses_;  ///< measured minus predicted from the others
};

}  // namespace mho
