#include "sim/results/doubt.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace mho {

namespace {

using Classes = std::array<double, kModelClasses>;

bool is_same(const ModelledShare& one, const ModelledShare& other) {
  return one.component == other.component && one.model == other.model &&
         one.model_class == other.model_class;
}

bool is_in(const ModelledShare& share, const Metric& metric) {
  return std::any_of(metric.modelled.begin(), metric.modelled.end(),
                     [&](const ModelledShare& each) { return is_same(each, share); });
}

/// Adds share x spread by class.
void add(Classes& sums, const ModelledShare& share, double sign) {
  sums[static_cast<std::size_t>(share.model_class)] += sign * share.share * share.spread;
}

double squares(const Classes& sums) {
  double sum = 0;
  for (const double each : sums) sum += each * each;
  return sum;
}

}  // namespace

double half_width(const Metric& metric) {
  Classes sums{};
  for (const ModelledShare& share : metric.modelled) add(sums, share, 1);
  return std::sqrt(squares(sums));
}

double half_width_of_ratio(const Metric& one, const Metric& other) {
  Classes shared{}, of_one{}, of_other{};
  for (const ModelledShare& share : one.modelled)
    add(is_in(share, other) ? shared : of_one, share, 1);
  for (const ModelledShare& share : other.modelled)
    if (is_in(share, one))
      add(shared, share, -1);
    else
      add(of_other, share, 1);
  return std::sqrt(squares(shared) + squares(of_one) + squares(of_other));
}

bool cannot_be_told_apart(const Metric& one, const Metric& other) {
  if (one.value <= 0 || other.value <= 0) return false;
  const double width = half_width_of_ratio(one, other);
  return width > 0 && std::abs(std::log(one.value / other.value)) <= width;
}

std::optional<ModelledShare> most_doubtful(const Metric& metric) {
  std::vector<ModelledShare> sums;
  for (const ModelledShare& share : metric.modelled) {
    const auto same = std::find_if(sums.begin(), sums.end(), [&](const ModelledShare& each) {
      return each.component == share.component && each.model_class == share.model_class;
    });
    if (same == sums.end())
      sums.push_back(share);
    else
      same->share += share.share;
  }
  const auto most = std::max_element(sums.begin(), sums.end(), [](const auto& a, const auto& b) {
    return a.share * a.spread < b.share * b.spread;
  });
  return most == sums.end() ? std::nullopt : std::optional(*most);
}

std::optional<Limits> Metric::interval() const {
  if (modelled.empty()) return std::nullopt;
  const double factor = std::exp(half_width(*this));
  return Limits{value / factor, value * factor};
}

}  // namespace mho
