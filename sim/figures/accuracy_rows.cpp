// The Monte Carlo's rows of Results.
#include "sim/figures/metrics.hpp"

namespace mho {

namespace {

/// In percent, or points.
Interval percent(const CrossedMean& share) {
  Interval interval{100 * share.mean, {}};
  if (share.ci95) interval.ci95 = Limits{100 * share.ci95->low, 100 * share.ci95->high};
  return interval;
}

}  // namespace

std::vector<AgeRow> age_rows(const AccuracyResult& accuracy) {
  std::vector<AgeRow> rows;
  for (const AgeResult& each : accuracy.ages)
    rows.push_back({each.age.value(), percent(share_right(each.analog)),
                    percent(share_lost(accuracy.quantized, each.analog))});
  return rows;
}

std::vector<AblationRow> ablation_rows(const AccuracyResult& accuracy) {
  std::vector<AblationRow> rows;
  for (const AblationResult& each : accuracy.ablations)
    rows.push_back({name_of(each.effect), sentence_of(each.effect),
                    percent(share_between(accuracy.without_effects, each.alone)),
                    percent(share_between(each.removed, accuracy.analog))});
  return rows;
}

std::vector<ClassRow> class_rows(const AccuracyResult& accuracy) {
  const double trials = static_cast<double>(accuracy.analog.size());
  const Confusion& exact = accuracy.confusion_quantized;
  const Confusion& analog = accuracy.confusion_analog;
  std::vector<ClassRow> rows;
  for (int label = 0; label < exact.classes; ++label) {
    ClassRow row;
    row.label = label;
    for (int c = 0; c < exact.classes; ++c) {
      row.images += exact.at(label, c);
      row.change.push_back(static_cast<double>(analog.at(label, c)) / trials -
                           static_cast<double>(exact.at(label, c)));
    }
    if (row.images == 0) continue;
    const double images = static_cast<double>(row.images);
    row.quantized_percent = 100.0 * static_cast<double>(exact.at(label, label)) / images;
    row.analog_percent = 100.0 * static_cast<double>(analog.at(label, label)) / trials / images;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mho
