#include "sim/explore/screen/loss_law.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Below it (-120 dB) noise changes no class.
constexpr double kLeastNoise = 1e-12;
/// Designs that the interval is taken from: a third of them, and no fewer than these.
constexpr std::size_t kFewestNear = 8;
/// What a design may be off by where too few were measured to tell: all.
constexpr double kAnything = 100;

double log_noise(double noise) { return std::log(std::max(noise, kLeastNoise)); }

/// The rising values nearest to `losses`.
std::vector<double> rising(const std::vector<double>& losses) {
  struct Pool {
    double mean;
    std::size_t count;
  };
  std::vector<Pool> pools;
  for (const double loss : losses) {
    pools.push_back({loss, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean > pools.back().mean) {
      const Pool last = pools.back();
      pools.pop_back();
      Pool& pool = pools.back();
      const std::size_t count = pool.count + last.count;
      pool.mean = (pool.mean * static_cast<double>(pool.count) +
                   last.mean * static_cast<double>(last.count)) /
                  static_cast<double>(count);
      pool.count = count;
    }
  }
  std::vector<double> values;
  for (const Pool& pool : pools) values.insert(values.end(), pool.count, pool.mean);
  return values;
}

double between(const std::vector<double>& at, const std::vector<double>& values, double x) {
  const auto above = std::upper_bound(at.begin(), at.end(), x);
  if (above == at.begin()) return values.front();
  if (above == at.end()) return values.back();
  const auto i = static_cast<std::size_t>(above - at.begin());
  return values[i - 1] + (values[i] - values[i - 1]) * (x - at[i - 1]) / (at[i] - at[i - 1]);
}

}  // namespace

LossLaw::LossLaw(std::vector<Measured> measured) {
  require(!measured.empty(), "a law of no design");
  std::sort(measured.begin(), measured.end(), [](const Measured& a, const Measured& b) {
    return std::pair(a.noise, a.loss) < std::pair(b.noise, b.loss);
  });
  std::vector<double> losses;
  for (const Measured& each : measured) {
    noises_.push_back(log_noise(each.noise));
    losses.push_back(each.loss);
  }
  losses_ = rising(losses);
  for (std::size_t i = 0; measured.size() > 1 && i < measured.size(); ++i) {
    std::vector<double> noises = noises_, others = losses;
    noises.erase(noises.begin() + static_cast<std::ptrdiff_t>(i));
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    misses_.push_back(losses[i] - between(noises, rising(others), noises_[i]));
  }
}

LossPrediction LossLaw::at(double noise) const {
  const double x = log_noise(noise);
  LossPrediction predicted{between(noises_, losses_, x), 0, 0};
  double half = kAnything;
  if (misses_.size() >= kFewestNear) {
    const std::size_t near = std::max(kFewestNear, misses_.size() / 3);
    const auto at = static_cast<std::size_t>(std::lower_bound(noises_.begin(), noises_.end(), x) -
                                             noises_.begin());
    const std::size_t first = std::min(at > near / 2 ? at - near / 2 : 0, misses_.size() - near);
    double squares = 0;
    for (std::size_t i = first; i < first + near; ++i) squares += misses_[i] * misses_[i];
    half = 2 * std::sqrt(squares / static_cast<double>(near));
  }
  predicted.low = predicted.loss - half;
  predicted.high = predicted.loss + half;
  return predicted;
}

}  // namespace mho
