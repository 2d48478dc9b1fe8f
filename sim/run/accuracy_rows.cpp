// The Monte Carlo's rows of Results.

#include "sim/base/error.hpp"
#include "sim/run/metrics.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

namespace {

Interval interval(std::span<const double> trials) {
  const Estimate found = estimate(trials);
  return {found.mean, found.ci95};
}

/// Trial by trial: the same chips and images.
Interval paired_difference(std::span<const double> more, std::span<const double> less) {
  require(more.size() == less.size(), "a pair of every trial");
  std::vector<double> difference;
  for (std::size_t n = 0; n < more.size(); ++n) difference.push_back(more[n] - less[n]);
  return interval(difference);
}

}  // namespace

std::vector<AgeRow> age_rows(const AccuracyResult& accuracy) {
  std::vector<AgeRow> rows;
  for (const AgeResult& each : accuracy.ages)
    rows.push_back(
        {each.age.value(), interval(each.analog), interval(accuracy.losses_of(each.analog))});
  return rows;
}

std::vector<AblationRow> ablation_rows(const AccuracyResult& accuracy) {
  std::vector<AblationRow> rows;
  const std::vector<double> all = accuracy.losses();
  for (const AblationResult& each : accuracy.ablations)
    rows.push_back({name_of(each.effect), sentence_of(each.effect),
                    paired_difference(each.alone, accuracy.without_effects),
                    paired_difference(all, each.removed)});
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
