#include "devices/fit/looks.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr double kSameLook = 1.25;
constexpr std::size_t kMostTargets = 64;
constexpr std::size_t kBins = 32;
constexpr double kNormalPerMedian = 1.4826;  ///< 1 / quantile(0.75) of a standard normal

/// The level of each target: the target itself, or a bin of equally many devices.
std::map<double, int> levels_of(const Measurements& measurements, LookedAt& data) {
  std::map<double, int> count;
  std::vector<char> seen(static_cast<std::size_t>(measurements.devices));
  for (const Measurement& each : measurements.readings)
    if (!std::exchange(seen[static_cast<std::size_t>(each.device)], 1)) ++count[each.target_s];
  data.in_bins = count.size() > kMostTargets;
  std::map<double, int> level;
  std::vector<double> sum, devices;
  double before = 0;
  for (const auto& [target, n] : count) {
    const auto bin = data.in_bins ? static_cast<std::size_t>(before * kBins / measurements.devices)
                                  : level.size();
    if (sum.empty() || bin >= sum.size()) {
      sum.push_back(0);
      devices.push_back(0);
    }
    level[target] = static_cast<int>(sum.size()) - 1;
    sum.back() += target * n;
    devices.back() += n;
    before += n;
  }
  for (std::size_t i = 0; i < sum.size(); ++i) data.level_s.push_back(sum[i] / devices[i]);
  return level;
}

/// The look of each time at one temperature.
std::map<double, int> looks_at(double temperature_k, const std::vector<double>& sorted_s,
                               LookedAt& data) {
  std::map<double, int> look;
  std::size_t i = 0;
  while (i < sorted_s.size()) {
    const double begin = sorted_s[i];
    double logarithms = 0;
    const std::size_t from = i;
    for (; i < sorted_s.size() && sorted_s[i] <= kSameLook * begin; ++i) {
      look[sorted_s[i]] = static_cast<int>(data.looks.size());
      logarithms += begin > 0 ? std::log(sorted_s[i]) : 0;
    }
    const double mean = std::exp(logarithms / static_cast<double>(i - from));
    const bool one_time = sorted_s[i - 1] == begin;
    data.looks.push_back({one_time ? begin : mean, temperature_k});
  }
  return look;
}

void find_changes(LookedAt& data) {
  std::vector<const CellPoint*> first(static_cast<std::size_t>(data.devices));
  for (const CellPoint& each : data.points)
    if (data.is_first(each)) first[static_cast<std::size_t>(each.device)] = &each;
  for (CellPoint& each : data.points) {
    const CellPoint* begun = first[static_cast<std::size_t>(each.device)];
    if (begun == nullptr || begun == &each) continue;
    each.change_s = each.error_s - begun->error_s;
    each.has_change = true;
  }
}

struct Moment {
  double count = 0;
  double mean = 0;
  double variance = 0;
};

using Weighted = std::vector<std::pair<double, double>>;  ///< value, weight

Moment moment_of(const Weighted& values) {
  Moment m;
  for (const auto& [value, weight] : values) {
    m.count += weight;
    m.mean += weight * value;
  }
  if (m.count == 0) return m;
  m.mean /= m.count;
  for (const auto& [value, weight] : values)
    m.variance += weight * (value - m.mean) * (value - m.mean);
  m.variance /= std::max(1.0, m.count - 1);
  return m;
}

double median_of(Weighted values) {
  std::sort(values.begin(), values.end());
  double half = 0;
  for (const auto& each : values) half += each.second / 2;
  double before = 0;
  for (const auto& [value, weight] : values) {
    before += weight;
    if (before >= half) return value;
  }
  return 0;
}

Moment robust_moment_of(Weighted values) {
  Moment m = moment_of(values);
  if (m.count == 0) return m;
  m.mean = median_of(values);
  for (auto& each : values) each.first = std::abs(each.first - m.mean);
  const double deviation = kNormalPerMedian * median_of(values);
  m.variance = deviation * deviation;
  return m;
}

}  // namespace

LookedAt looked_at(const Measurements& measurements) {
  LookedAt data;
  data.devices = measurements.devices;
  const std::map<double, int> levels = levels_of(measurements, data);
  std::map<double, std::vector<double>> times;
  for (const Measurement& each : measurements.readings)
    times[each.temperature_k].push_back(each.time_s);
  std::map<double, std::map<double, int>> looks;
  for (auto& [temperature, all] : times) {
    std::sort(all.begin(), all.end());
    looks[temperature] = looks_at(temperature, all, data);
  }
  data.coldest_k = times.begin()->first;
  data.first_s = data.looks.front().time_s;
  for (const CellLook& each : data.looks) data.first_s = std::min(data.first_s, each.time_s);
  for (const CellLook& each : data.looks)
    if (each.time_s > 0 && (data.reference_s == 0 || each.time_s < data.reference_s))
      data.reference_s = each.time_s;
  std::map<std::pair<int, int>, std::size_t> at;
  for (const Measurement& each : measurements.readings) {
    const int look = looks[each.temperature_k][each.time_s];
    const auto [known, is_new] = at.try_emplace({each.device, look}, data.points.size());
    if (is_new)
      data.points.push_back({each.device, levels.at(each.target_s), look, 0, 0, 0, 0, false});
    CellPoint& point = data.points[known->second];
    const double error = each.conductance_s - each.target_s;
    const double before = point.error_s;
    point.error_s += (error - before) / ++point.reads;
    point.squares_s2 += (error - before) * (error - point.error_s);
  }
  find_changes(data);
  return data;
}

std::vector<LookGroup> groups_of(const LookedAt& data, const std::vector<double>& weight,
                                 bool robust) {
  const std::size_t levels = data.level_s.size();
  std::vector<LookGroup> groups(levels * data.looks.size());
  std::vector<Weighted> errors(groups.size()), changes(groups.size());
  for (const CellPoint& point : data.points) {
    const double w = weight[static_cast<std::size_t>(point.device)];
    if (w == 0) continue;
    const std::size_t at =
        static_cast<std::size_t>(point.look) * levels + static_cast<std::size_t>(point.level);
    errors[at].emplace_back(point.error_s, w);
    if (point.has_change) changes[at].emplace_back(point.change_s, w);
    groups[at].reads += w * point.reads;
    groups[at].repeats += w * (point.reads - 1);
    groups[at].squares_s2 += w * point.squares_s2;
  }
  for (std::size_t i = 0; i < groups.size(); ++i) {
    LookGroup& group = groups[i];
    group.level = static_cast<int>(i % levels);
    group.look = static_cast<int>(i / levels);
    const Moment error = robust ? robust_moment_of(errors[i]) : moment_of(errors[i]);
    const Moment change = robust ? robust_moment_of(changes[i]) : moment_of(changes[i]);
    group.count = error.count;
    group.error_s = error.mean;
    group.error_variance_s2 = error.variance;
    group.changed = change.count;
    group.change_s = change.mean;
    group.change_variance_s2 = change.variance;
    if (group.count > 0) group.reads /= group.count;
  }
  groups.erase(
      std::remove_if(groups.begin(), groups.end(), [](const LookGroup& g) { return g.count < 2; }),
      groups.end());
  return groups;
}

}  // namespace mho
