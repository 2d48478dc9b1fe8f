#include "sim/run/data_doubts.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "sim/base/quantity.hpp"
#include "sim/run/statistics.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

constexpr const char* kTestKey = "workload.test";
/// Looked at, at most: enough to tell half from a tenth.
constexpr int kLookedAt = 64;
/// Fewer are no sample.
constexpr int kFewest = 16;
/// A range is exceeded where so large a share lies beyond so many times of it, and not used where
/// nothing reaches that part of it.
constexpr double kBeyondShare = 0.01, kBeyond = 2, kUnused = 1.0 / 16;

std::string number(double value) { return format_si_rounded(value, "", 3); }

/// The first images of a set, without labels beyond them.
Dataset front_of(const Dataset& set, int images) {
  Dataset front = set;
  front.pixels.resize(set.image_size() * static_cast<std::size_t>(images));
  front.labels.resize(static_cast<std::size_t>(images));
  return front;
}

void doubt_range(const QuantizedGraph& graph, const Dataset& test, ProblemList& problems) {
  const QuantizedTensor& input = graph.tensors[static_cast<std::size_t>(graph.input)];
  const double low = input.scale * input.min(), high = input.scale * input.max();
  const double reach = std::max(std::abs(low), std::abs(high));
  double most = 0;
  std::size_t beyond = 0;
  for (const float pixel : test.pixels) {
    const double size = std::abs(static_cast<double>(pixel));
    most = std::max(most, size);
    beyond += size > kBeyond * reach;
  }
  const std::string range = "the network's input is calibrated for " + number(low) + " to " +
                            number(high) + " (by the training set, or the network's file)";
  const std::string change =
      "; scale, mean and deviation of both sets must be those that the "
      "network was trained with";
  const double share = static_cast<double>(beyond) / static_cast<double>(test.pixels.size());
  if (share > kBeyondShare)
    problems.add(kTestKey, number(100 * share) + " % of the values lie beyond twice what " + range +
                               ", the largest is " + number(most) + change);
  else if (most > 0 && most < kUnused * reach)
    problems.add(kTestKey, "the largest value is " + number(most) + ", where " + range + change);
}

int right(const std::vector<int>& predicted, const std::vector<std::int32_t>& labels, int shift) {
  int count = 0;
  for (std::size_t i = 0; i < predicted.size(); ++i) count += predicted[i] + shift == labels[i];
  return count;
}

/// The images with other numbers, and what they are called in YAML.
struct OtherNumbers {
  double factor = 1, offset = 0;
  std::string words;
};

std::vector<OtherNumbers> other_numbers(const DatasetSpec& spec) {
  if (!spec.mean.empty() || !spec.deviation.empty()) {
    // As if they were not there: only of one for all channels.
    if (spec.mean.size() > 1 || spec.deviation.size() > 1) return {};
    const double mean = spec.mean.empty() ? 0 : spec.mean[0];
    const double deviation = spec.deviation.empty() ? 1 : spec.deviation[0];
    return {{deviation, mean, "without mean and deviation"}};
  }
  std::vector<OtherNumbers> all;
  for (const double factor : {255.0, 256.0, 1.0 / 255, 1.0 / 256})
    all.push_back({factor, 0, "with scale: " + format_si_rounded(spec.scale * factor, "", 8)});
  all.push_back({2, -1, "with mean: [0.5], deviation: [0.5]"});
  all.push_back({2.0 / 255, -1, "with scale: 0.0039215686, mean: [0.5], deviation: [0.5]"});
  return all;
}

/// The images that would be right otherwise, where those are far more.
struct Otherwise {
  int right = 0;
  std::string words;
};

bool far_more(int right, int before, int images) {
  const auto share = [&](int count) { return static_cast<double>(count) / images; };
  return 2 * right >= images &&
         wilson_interval(share(right), images).low > wilson_interval(share(before), images).high;
}

std::optional<Otherwise> shifted_labels(const std::vector<int>& predicted, const Dataset& test) {
  std::map<int, int> shifts;
  for (std::size_t i = 0; i < predicted.size(); ++i) ++shifts[test.labels[i] - predicted[i]];
  const auto most =
      std::max_element(shifts.begin(), shifts.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  const auto size = static_cast<int>(predicted.size());
  if (most->first == 0 || !far_more(most->second, shifts[0], size)) return std::nullopt;
  return Otherwise{most->second, "if its labels were " + std::to_string(std::abs(most->first)) +
                                     (most->first > 0 ? " less" : " more") +
                                     ": classes are the places of the network's outputs, from 0"};
}

std::optional<Otherwise> rescaled(const PreparedRun& run, const Dataset& test, int before,
                                  const RunControl& control) {
  std::optional<Otherwise> best;
  for (const OtherNumbers& other : other_numbers(run.spec.workload.test)) {
    Dataset changed = test;
    for (float& pixel : changed.pixels)
      pixel = static_cast<float>(static_cast<double>(pixel) * other.factor + other.offset);
    try {
      const int count =
          right(classify_float(*run.network, changed, control.threads), test.labels, 0);
      if (far_more(count, before, test.images()) && (!best || count > best->right))
        best = Otherwise{count, other.words};
    } catch (const InputError&) {  // not finite with such numbers: they are not it
    }
  }
  return best;
}

}  // namespace

void doubt_data(const PreparedRun& run, const RunControl& control, ProblemList& problems) {
  if (!run.test || run.test->images() < kFewest) return;
  const Dataset test = front_of(*run.test, std::min(kLookedAt, run.test->images()));
  doubt_range(*run.graph, test, problems);
  if (run.judging.by != JudgedBy::top1) return;
  const std::vector<int> predicted = classify_float(*run.network, test, control.threads);
  const int before = right(predicted, test.labels, 0);
  if (2 * before >= test.images()) return;
  std::optional<Otherwise> found = shifted_labels(predicted, test);
  if (!found) found = rescaled(run, test, before, control);
  if (!found) return;
  const std::string of = " of the first " + std::to_string(test.images()) + " images";
  problems.add(kTestKey, "the network is right on " + std::to_string(before) + of +
                             " in floating point, and would be on " + std::to_string(found->right) +
                             " " + found->words);
}

}  // namespace mho
