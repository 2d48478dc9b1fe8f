#include "validation/validate.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// A tolerance of 0 % asks for equality; sums of doubles are equal up to their rounding.
constexpr double kRounding = 1e-9;

std::string key_of(const PointSpec& point, const CheckSpec& check) {
  return point.point + ": " + check.metric;
}

/// What is wrong with the check, given what the simulation can tell; empty when nothing is.
std::string problem_of(const CheckSpec& check, const std::vector<NamedUnit>& metrics) {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const NamedUnit& metric) {
    return metric.covers(check.metric);
  });
  if (found == metrics.end()) {
    std::vector<std::string> names;
    std::string all;
    for (const NamedUnit& metric : metrics) {
      names.push_back(metric.name);
      all += (all.empty() ? "" : ", ") + metric.name;
    }
    const std::string near = did_you_mean(check.metric, names);
    return "the simulation has no such metric" + (near.empty() ? "; it has: " + all : near);
  }
  const auto published = published_value(check.published, found->unit);
  if (!published)
    return "published: '" + check.published + "' is not in " +
           (found->unit.empty() ? "plain numbers" : found->unit);
  const auto tolerance = tolerance_of(check.tolerance);
  const bool in_points = tolerance && tolerance->in_points;
  if (in_points && found->unit != "%" && found->unit != "points")
    return "tolerance: only percentages have a tolerance in points, this metric is in " +
           found->unit;
  if (*published == 0 && !in_points) return "published: 0 has no relative error";
  return "";
}

Verdict verdict_of(const ValidatedFigure& figure, bool held) {
  if (!held) return Verdict::shown;
  const double error = figure.error();
  const double allowed = figure.tolerance + 100 * kRounding;
  const bool low_enough = error <= allowed || figure.relation == Relation::at_least;
  const bool high_enough = error >= -allowed || figure.relation == Relation::at_most;
  return low_enough && high_enough ? Verdict::within : Verdict::missed;
}

ValidatedFigure figure_of(const PointSpec& point, const CheckSpec& check, const Metric& metric) {
  const auto tolerance = tolerance_of(check.tolerance);
  ValidatedFigure figure;
  figure.point = point.point;
  figure.metric = metric.name;
  figure.unit = metric.unit;
  figure.published_text = check.published;
  figure.published = published_value(check.published, metric.unit).value();
  figure.simulated = metric.value;
  figure.relation = check.relation;
  figure.tolerance = tolerance ? tolerance->value : 0;
  figure.in_points = tolerance && tolerance->in_points;
  figure.verdict = verdict_of(figure, tolerance.has_value());
  figure.constants = check.constants;
  figure.source = check.source;
  figure.remark = check.shown.empty() ? check.remark : check.shown;
  return figure;
}

void add_point(const RequestedCase& request, const PointSpec& point, const RunControl& control,
               ValidatedCase& result) {
  const Place where{request.file, 0};
  const std::vector<Metric> metrics = point.simulation->simulate(where, control);
  std::vector<Problem> problems;
  for (const CheckSpec& check : point.checks) {
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
      return metric.name == check.metric;
    });
    if (found == metrics.end())
      problems.push_back({where, key_of(point, check), "this simulation does not give the metric"});
    else
      result.figures.push_back(figure_of(point, check, *found));
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

/// The control of a point's simulation, told which point it is.
RunControl named(const RunControl& control, const std::string& name) {
  if (!control.progress) return control;
  RunControl told = control;
  told.progress = [&control, name](const std::string& stage, double share) {
    control.progress(name + ": " + stage, share);
  };
  return told;
}

}  // namespace

void check_cases(const std::vector<RequestedCase>& cases) {
  std::vector<Problem> problems;
  for (const RequestedCase& request : cases)
    for (const PointSpec& point : request.spec.points) {
      const std::vector<NamedUnit> metrics = point.simulation->metrics({request.file, 0});
      for (const CheckSpec& check : point.checks)
        if (const std::string problem = problem_of(check, metrics); !problem.empty())
          problems.push_back({{request.file, 0}, key_of(point, check), problem});
    }
  if (!problems.empty()) throw InputError(std::move(problems));
}

Validation validate(const std::vector<RequestedCase>& cases, const RunControl& control) {
  check_cases(cases);
  Validation validation;
  for (const RequestedCase& request : cases) {
    ValidatedCase result{request.spec.name, request.spec.title, request.spec.source, {}, {}};
    for (const PointSpec& point : request.spec.points) {
      if (point.slow && !request.slow)
        result.left_out.push_back(point.point);
      else
        add_point(request, point, named(control, request.spec.name), result);
    }
    validation.cases.push_back(std::move(result));
  }
  return validation;
}

}  // namespace mho
