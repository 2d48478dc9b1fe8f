#include "devices/fit/estimate.hpp"

#include <algorithm>
#include <cmath>

#include "devices/fit/likelihood.hpp"
#include "sim/base/physical_constants.hpp"

namespace mho {

namespace {

constexpr double kElectronVolt_j = 1.602176634e-19;
constexpr int kMostDegree = 6;
/// A group's own variance counts with its values, that of all groups like this many.
constexpr double kShrinking = 5;

std::vector<double> as_vector(const Eigen::VectorXd& v) { return {v.begin(), v.end()}; }

/// Groups and their surroundings, in units of g_max.
class Estimator {
 public:
  Estimator(const LookedAt& data, const std::vector<LookGroup>& groups, const CellRecipe& recipe,
            FittedCell cell)
      : data_(data), groups_(groups), recipe_(recipe), cell_(std::move(cell)) {}

  FittedCell run() {
    if (recipe_.reads) cell_.read_noise = curve(recipe_.read, read_groups());
    cell_.programming = ProgrammingError{curve(recipe_.programming, programming_groups()),
                                         recipe_.uniform ? ProgrammingError::Distribution::uniform
                                                         : ProgrammingError::Distribution::normal};
    if (recipe_.drift == DriftForm::table) fit_table();
    if (recipe_.drift == DriftForm::relaxation || recipe_.drift == DriftForm::trend) fit_aging();
    return cell_;
  }

  std::vector<DeviationGroup> read_groups() const {
    std::vector<DeviationGroup> all;
    for (std::size_t level = 0; level < data_.level_s.size(); ++level) {
      double freedom = 0, squares = 0;
      for (const LookGroup& each : groups_)
        if (each.level == static_cast<int>(level)) {
          freedom += each.repeats;
          squares += each.squares_s2;
        }
      if (freedom > 0)
        all.push_back({freedom, squares / freedom / squared(unit()), 0,
                       basis(recipe_.read, x_of(static_cast<int>(level)))});
    }
    return all;
  }

  std::vector<DeviationGroup> programming_groups() const {
    std::vector<DeviationGroup> all;
    for (const LookGroup& each : groups_)
      if (is_first(each))
        all.push_back(
            {each.count,
             mean_square(each.count, each.error_s, each.error_variance_s2, 0) / squared(unit()),
             noise(each), basis(recipe_.programming, x_of(each.level))});
    return all;
  }

  ErrorCurve curve(const CurveShape& shape, const std::vector<DeviationGroup>& groups) const {
    const Eigen::VectorXd c = fit_deviation(groups);
    ErrorCurve curve;
    curve.form = shape.form;
    if (shape.form != ErrorCurve::Form::polynomial) {
      curve.sigma = std::abs(c(0));
      return curve;
    }
    curve.scale = curve.reference = cell_.g_max;
    curve.curve = polynomial_of(c);
    return curve;
  }

  static Eigen::RowVectorXd basis(const CurveShape& shape, double x) {
    if (shape.form == ErrorCurve::Form::proportional) return Eigen::RowVectorXd::Constant(1, x);
    return powers(x, shape.degree).transpose();
  }

 private:
  double unit() const { return cell_.g_max.value(); }
  double x_of(int level) const { return data_.level_s[static_cast<std::size_t>(level)] / unit(); }
  const CellLook& look_of(const LookGroup& group) const {
    return data_.looks[static_cast<std::size_t>(group.look)];
  }
  bool is_first(const LookGroup& group) const { return look_of(group).time_s == data_.first_s; }

  /// Variance that reading adds to a point of the group.
  double noise(const LookGroup& group) const {
    if (!cell_.read_noise) return 0;
    const double sigma_s = cell_.read_noise->sigma_s(
        data_.level_s[static_cast<std::size_t>(group.level)], cell_.range());
    return squared(sigma_s / unit()) / std::max(1.0, group.reads);
  }
  double programmed(const LookGroup& group) const {
    return cell_.programming->curve.sigma_s(data_.level_s[static_cast<std::size_t>(group.level)],
                                            cell_.range()) /
           unit();
  }

  static Curve polynomial_of(const Eigen::VectorXd& c) {
    Curve curve;
    curve.coefficients = as_vector(c);
    return curve;
  }

  /// Mean square of a group's errors about a mean, in units.
  double squares_about(const LookGroup& group, double mean) const {
    return mean_square(group.count, group.error_s, group.error_variance_s2, mean * unit()) /
           squared(unit());
  }

  /// A later group as its change where its devices were seen at first, else as its error.
  struct Later {
    const LookGroup* group;
    double count, mean, variance;
    bool is_change;
  };
  std::vector<Later> later_groups() const {
    std::vector<Later> all;
    for (const LookGroup& each : groups_) {
      if (is_first(each)) continue;
      if (each.changed >= 2)
        all.push_back({&each, each.changed, each.change_s / unit(),
                       each.change_variance_s2 / squared(unit()), true});
      else
        all.push_back({&each, each.count, each.error_s / unit(),
                       each.error_variance_s2 / squared(unit()), false});
    }
    return all;
  }

  static double pooled(const std::vector<Later>& later) {
    double sum = 0, count = 0;
    for (const Later& each : later) {
      sum += each.count * each.variance;
      count += each.count;
    }
    return std::max(sum / std::max(1.0, count), 1e-12);
  }
  static double weight(const Later& each, double pooled_variance) {
    return each.count * (each.count + kShrinking) /
           (each.count * each.variance + kShrinking * pooled_variance);
  }

  /// ln(age / t0) as this activation energy has it.
  double log_age(const CellLook& look, double activation_ev) const {
    const double faster =
        recipe_.activates ? acceleration(activation_ev, look.temperature_k, data_.coldest_k) : 1;
    return std::log(std::max(1.0, look.time_s * faster / data_.reference_s));
  }

  struct Aging {
    double likelihood = 0;
    Eigen::VectorXd mean, deviation;
  };

  Aging aging(double activation_ev) const {
    return recipe_.drift == DriftForm::trend ? trend(activation_ev) : relaxation(activation_ev);
  }

  Aging relaxation(double activation_ev) const {
    const std::vector<Later> later = later_groups();
    const double together = pooled(later);
    std::vector<MeanGroup> means;
    std::vector<DeviationGroup> groups;
    for (const Later& each : later) {
      const double m = recipe_.relative ? x_of(each.group->level) : 1;
      const double l = log_age(look_of(*each.group), activation_ev);
      means.push_back({weight(each, together), each.mean, Eigen::VectorXd::Constant(1, m * l)});
      const double extra = each.is_change ? 2 * noise(*each.group)
                                          : squared(programmed(*each.group)) + noise(*each.group);
      groups.push_back({each.count, 0, extra, m * Eigen::RowVector2d(l, 1)});
    }
    Aging found;
    found.mean = fit_mean(means);
    for (std::size_t i = 0; i < groups.size(); ++i)
      groups[i].mean_square = mho::mean_square(later[i].count, later[i].mean, later[i].variance,
                                               means[i].basis.dot(found.mean));
    found.deviation = not_negative(groups);
    found.likelihood = log_likelihood(groups, found.deviation);
    return found;
  }

  /// The block's two deviations may not be below 0: where one would be, it is 0.
  static Eigen::VectorXd not_negative(std::vector<DeviationGroup> groups) {
    Eigen::VectorXd c = fit_deviation(groups);
    if (c.sum() < 0) c = -c;
    if (c.minCoeff() >= 0) return c;
    const Eigen::Index keep = c(0) < 0 ? 1 : 0;
    for (DeviationGroup& each : groups)
      each.basis = Eigen::MatrixXd::Constant(1, 1, each.basis(0, keep));
    Eigen::VectorXd kept = Eigen::VectorXd::Zero(2);
    kept(keep) = std::abs(fit_deviation(groups)(0));
    return kept;
  }

  /// Mean: l A(x) + M(x). Variance: l B(x)^2 + C(x)^2; M is 0 and C that of programming where t0 is
  /// its time. A variance that grows with ln t is that of 1/f noise from the first reading on.
  Aging trend(double activation_ev) const {
    const bool begins_later = data_.first_s < data_.reference_s;
    const std::vector<Later> later = later_groups();
    const double together = pooled(later);
    std::vector<MeanGroup> means;
    std::vector<DeviationGroup> groups;
    for (const Later& each : later) {
      const double x = x_of(each.group->level);
      const double l = log_age(look_of(*each.group), activation_ev);
      const Eigen::VectorXd by_target = powers(x, recipe_.mean_degree);
      Eigen::VectorXd changes = l * by_target;
      if (begins_later) {
        changes.conservativeResize(2 * by_target.size());
        changes.tail(by_target.size()) = by_target;
      }
      means.push_back({weight(each, together), each.mean, changes});
      const Eigen::VectorXd by_level = powers(x, recipe_.deviation_degree);
      const Eigen::Index terms = by_level.size();
      const Eigen::Index parts = begins_later ? 2 : 1;
      Eigen::MatrixXd basis = Eigen::MatrixXd::Zero(parts, parts * terms);
      basis.block(0, 0, 1, terms) = std::sqrt(l) * by_level.transpose();
      if (begins_later) basis.block(1, terms, 1, terms) = by_level.transpose();
      const double begun = begins_later ? 0 : squared(programmed(*each.group));
      groups.push_back({each.group->count, 0, noise(*each.group) + begun, basis});
    }
    Aging found;
    found.mean = fit_mean(means);
    for (std::size_t i = 0; i < groups.size(); ++i)
      groups[i].mean_square = squares_about(*later[i].group, means[i].basis.dot(found.mean));
    found.deviation = fit_deviation(groups);
    found.likelihood = log_likelihood(groups, found.deviation);
    return found;
  }

  /// Golden section about the best of a few energies within reach.
  double best_activation() const {
    if (!recipe_.activates) return 0;
    constexpr double kGolden = 0.6180339887498949;
    double low = std::max(0.0, recipe_.activation_ev - recipe_.activation_reach_ev);
    double high =
        std::min(recipe_.most_activation_ev, recipe_.activation_ev + recipe_.activation_reach_ev);
    constexpr int kParts = 10;
    const double step = (high - low) / kParts, begin = low, end = high;
    double best = begin, highest = -INFINITY;
    for (int part = 0; part <= kParts && step > 0; ++part) {
      const double likelihood = aging(begin + part * step).likelihood;
      if (likelihood <= highest) continue;
      highest = likelihood;
      best = begin + part * step;
    }
    low = std::max(begin, best - step);
    high = std::min(end, best + step);
    while (high - low > 1e-3) {
      const double left = high - kGolden * (high - low), right = low + kGolden * (high - low);
      if (aging(left).likelihood > aging(right).likelihood)
        high = right;
      else
        low = left;
    }
    return (low + high) / 2;
  }

  void fit_aging() {
    const double activation_ev = best_activation();
    if (recipe_.activates) {
      cell_.temperature.emplace();
      cell_.temperature->reference = from_si<Temperature>(data_.coldest_k);
      cell_.temperature->activation = from_si<Energy>(activation_ev * kElectronVolt_j);
    }
    const Aging found = aging(activation_ev);
    if (recipe_.drift == DriftForm::trend) return write_trend(found);
    Relaxation relaxation;
    relaxation.reference_time = from_si<Time>(data_.reference_s);
    if (!recipe_.relative) relaxation.scale = cell_.g_max;
    relaxation.mean = found.mean(0);
    relaxation.deviation = found.deviation(0);
    relaxation.initial_deviation = found.deviation(1);
    cell_.relaxation = relaxation;
  }

  RetentionTable empty_table() const {
    RetentionTable table;
    table.interpolation = RetentionTable::Interpolation::logarithmic;
    // From where programming_error ends the table goes on in ln t: a decade below t0 where the
    // first reading came at once.
    const bool begins_later = data_.first_s < data_.reference_s;
    table.first_age = from_si<Time>(begins_later ? data_.reference_s / 10 : data_.first_s);
    table.reference = table.scale = cell_.g_max;
    return table;
  }

  void write_trend(const Aging& found) {
    RetentionTable table = empty_table();
    const Eigen::Index terms = recipe_.deviation_degree + 1;
    const bool begins_later = found.deviation.size() == 2 * terms;
    const double l = std::log(recipe_.end_s / data_.reference_s);
    if (begins_later)
      table.ages.push_back(
          entry(data_.reference_s, shift_of(found, 0), deviations(found, 0, begins_later)));
    // Between entries the table is straight in ln t, and the root of what grows is not: two
    // entries a decade where it bends most, then one.
    const double step = std::log(10.0);
    for (double at = step / 2; at < l - step / 4; at += at < 2 * step ? step / 2 : step)
      table.ages.push_back(entry(data_.reference_s * std::exp(at), shift_of(found, at),
                                 deviations(found, at, begins_later)));
    table.ages.push_back(
        entry(recipe_.end_s, shift_of(found, l), deviations(found, l, begins_later)));
    cell_.retention = table;
  }

  Eigen::VectorXd shift_of(const Aging& found, double l) const {
    const Eigen::Index terms = recipe_.mean_degree + 1;
    Eigen::VectorXd shift = l * found.mean.head(terms);
    if (found.mean.size() > terms) shift += found.mean.tail(terms);
    return shift;
  }

  /// What the deviations of the levels are at l; the table asks for them at the shifted means.
  std::vector<double> deviations(const Aging& found, double l, bool begins_later) const {
    const Eigen::Index terms = recipe_.deviation_degree + 1;
    std::vector<double> all;
    for (std::size_t level = 0; level < data_.level_s.size(); ++level) {
      const double x = data_.level_s[level] / unit();
      const Eigen::VectorXd by_level = powers(x, recipe_.deviation_degree);
      const double begun =
          begins_later
              ? by_level.dot(found.deviation.tail(terms))
              : cell_.programming->curve.sigma_s(data_.level_s[level], cell_.range()) / unit();
      all.push_back(std::hypot(begun, std::sqrt(l) * by_level.dot(found.deviation.head(terms))));
    }
    return all;
  }

  AgedDistribution entry(double age_s, const Eigen::VectorXd& shift,
                         const std::vector<double>& deviation) const {
    AgedDistribution entry;
    entry.age = from_si<Time>(age_s);
    if (shift.cwiseAbs().maxCoeff() > 0) entry.shift = {polynomial_of(shift)};
    std::vector<MeanGroup> nodes;
    const auto degree = static_cast<int>(std::min<std::size_t>(
        deviation.size() - 1, static_cast<std::size_t>(recipe_.drift == DriftForm::trend
                                                           ? std::max(recipe_.deviation_degree,
                                                                      recipe_.programming.degree)
                                                           : recipe_.deviation_degree)));
    for (std::size_t level = 0; level < deviation.size(); ++level) {
      const double x = data_.level_s[level] / unit();
      const double shifted =
          std::max(0.0, x + powers(x, static_cast<int>(shift.size()) - 1).dot(shift));
      nodes.push_back({1, deviation[level], powers(shifted, degree)});
    }
    Curve curve = polynomial_of(fit_mean(nodes));
    curve.min = 0;
    entry.deviation = {curve};
    return entry;
  }

  void fit_table() {
    RetentionTable table = empty_table();
    const std::vector<Later> later = later_groups();
    for (std::size_t look = 0; look < data_.looks.size(); ++look) {
      if (data_.looks[look].time_s == data_.first_s) continue;
      std::vector<Later> here;
      for (const Later& each : later)
        if (each.group->look == static_cast<int>(look)) here.push_back(each);
      if (here.empty()) continue;
      table.ages.push_back(table_entry(data_.looks[look].time_s, here));
    }
    cell_.retention = table;
  }

  AgedDistribution table_entry(double age_s, const std::vector<Later>& here) const {
    const auto most = static_cast<int>(here.size()) - 1;
    const int mean_degree = std::min(recipe_.mean_degree, most);
    const int degree = std::min(recipe_.deviation_degree, most);
    const double together = pooled(here);
    std::vector<MeanGroup> means;
    for (const Later& each : here)
      means.push_back(
          {weight(each, together), each.mean, powers(x_of(each.group->level), mean_degree)});
    const Eigen::VectorXd shift = fit_mean(means);
    std::vector<DeviationGroup> groups;
    for (std::size_t i = 0; i < here.size(); ++i) {
      const LookGroup& group = *here[i].group;
      const double shifted = means[i].basis.dot(shift);
      groups.push_back({group.count, squares_about(group, shifted), noise(group),
                        powers(std::max(0.0, x_of(group.level) + shifted), degree).transpose()});
    }
    AgedDistribution entry;
    entry.age = from_si<Time>(age_s);
    entry.shift = {polynomial_of(shift)};
    Curve curve = polynomial_of(fit_deviation(groups));
    curve.min = 0;
    entry.deviation = {curve};
    return entry;
  }

  const LookedAt& data_;
  const std::vector<LookGroup>& groups_;
  const CellRecipe& recipe_;
  FittedCell cell_;
};

/// The shape whose groups are likeliest, less ln(values) / 2 a coefficient.
template <class GroupsOf>
CurveShape chosen(const LookedAt& data, const GroupsOf& groups_of_shape) {
  std::vector<CurveShape> shapes{{ErrorCurve::Form::constant, 0},
                                 {ErrorCurve::Form::proportional, 0}};
  const int most = std::min(kMostDegree, static_cast<int>(data.level_s.size()) - 2);
  for (int degree = 1; degree <= most; ++degree)
    shapes.push_back({ErrorCurve::Form::polynomial, degree});
  CurveShape best;
  double highest = -INFINITY;
  for (const CurveShape& shape : shapes) {
    const std::vector<DeviationGroup> groups = groups_of_shape(shape);
    double values = 0;
    for (const DeviationGroup& each : groups) values += each.count;
    const double score = log_likelihood(groups, fit_deviation(groups)) -
                         0.5 * shape.terms() * std::log(std::max(2.0, values));
    if (score <= highest) continue;
    highest = score;
    best = shape;
  }
  return best;
}

}  // namespace

int CellRecipe::mean_terms() const {
  return drift == DriftForm::relaxation ? 1 : (begins_later ? 2 : 1) * (mean_degree + 1);
}

int CellRecipe::drift_terms() const {
  const int activation = activates ? 1 : 0;
  switch (drift) {
    case DriftForm::choose:
    case DriftForm::none:
    case DriftForm::table:
      return 0;  // of a table: by the looks
    case DriftForm::relaxation:
      return 3 + activation;
    case DriftForm::trend:
      return mean_terms() + (begins_later ? 2 : 1) * (deviation_degree + 1) + activation;
  }
  return 0;
}

FittedCell estimated(const LookedAt& data, const std::vector<LookGroup>& groups,
                     const CellRecipe& recipe, FittedCell cell) {
  return Estimator(data, groups, recipe, std::move(cell)).run();
}

double drift_likelihood(const LookedAt& data, const std::vector<LookGroup>& groups,
                        const FittedCell& cell) {
  double sum = 0;
  for (const LookGroup& each : groups) {
    const CellLook& look = data.looks[static_cast<std::size_t>(each.look)];
    if (look.time_s == data.first_s) continue;
    const double target_s = data.level_s[static_cast<std::size_t>(each.level)];
    const auto expected = cell.predict(target_s, look);
    const double variance =
        squared(expected.deviation_s) + squared(expected.noise_s) / std::max(1.0, each.reads);
    const double square =
        mean_square(each.count, each.error_s, each.error_variance_s2, expected.mean_s);
    sum += log_likelihood(each.count, square / squared(cell.g_max.value()),
                          std::max(variance / squared(cell.g_max.value()), 1e-18));
  }
  return sum;
}

CurveShape chosen_programming(const LookedAt& data, const std::vector<LookGroup>& groups,
                              const FittedCell& cell) {
  return chosen(data, [&](const CurveShape& shape) {
    CellRecipe recipe;
    recipe.programming = shape;
    return Estimator(data, groups, recipe, cell).programming_groups();
  });
}

CurveShape chosen_read(const LookedAt& data, const std::vector<LookGroup>& groups,
                       const FittedCell& cell) {
  return chosen(data, [&](const CurveShape& shape) {
    CellRecipe recipe;
    recipe.read = shape;
    return Estimator(data, groups, recipe, cell).read_groups();
  });
}

double acceleration(double activation_ev, double temperature_k, double coldest_k) {
  if (temperature_k <= 0 || coldest_k <= 0) return 1;
  return std::exp(activation_ev * kElectronVolt_j / kBoltzmann *
                  (1 / coldest_k - 1 / temperature_k));
}

}  // namespace mho
