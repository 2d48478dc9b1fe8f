// Two runs held against each other: what differs in what was run, what that did to every figure,
// and the parts of energy, area and time that moved.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

/// A key of the run's YAML that differs.
struct ChangedKey {
  std::string key;
  std::optional<std::string> one, other;  ///< none: that run does not have it
};

/// Whether a difference is more than what the figures leave open.
enum class Difference {
  same,         ///< both values are
  computed,     ///< counted, priced or timed: nothing of it is drawn
  more,         ///< more than chance, or than models are off by
  by_chance,    ///< may be chance: the interval of the difference holds 0
  one_alone,    ///< the other run does not have the metric
  by_models,    ///< less than the models tell: both share most of their error
  not_compared  ///< no trials to tell by, or other images
};
/// "more than chance", ...
const char* sentence_of(Difference verdict);

struct ChangedMetric {
  std::string name, unit, sentence;
  std::optional<double> one, other;  ///< none: that run does not have it
  Difference verdict = Difference::computed;
  std::optional<Limits> ci95{};  ///< of other - one, from the same images on both

  /// other / one - 1; none where that says nothing.
  std::optional<double> relative() const;
};

/// A part of a whole that moved.
struct MovedPart {
  std::string name;
  double one = 0, other = 0;
  double share = 0;  ///< of all that moved either way
};

/// What makes up the difference of a metric, most moved first.
struct MovedWhole {
  std::string metric, unit;
  std::string by;  ///< what the parts are: "component, action and layer"
  double one = 0, other = 0;
  std::vector<MovedPart> parts{};  ///< that moved
};

struct ComparedRun {
  std::string file, chip, workload, version;
};

struct RunDifference {
  ComparedRun one, other;
  std::vector<ChangedKey> keys{};
  std::vector<ChangedMetric> metrics{};  ///< all that either has, in the order of reports
  std::vector<MovedWhole> wholes{};      ///< that moved
  std::vector<std::string> remarks{};    ///< why something is not compared
};

}  // namespace mho
