#include "validation/validate.hpp"

#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/base/version.hpp"

namespace mho {

namespace {

/// A tolerance of 0 % asks for equality; sums of doubles are equal up to their rounding.
constexpr double kRounding = 1e-9;

/// A list's item as its key stands in a document.
std::string item(const std::string& list, std::size_t number) {
  return list + '[' + std::to_string(number) + ']';
}

/// A problem of a check, found when the case was already read.
struct CheckProblem {
  const char* key;  ///< of the check
  std::string message;
};

/// That the simulation does not have the metric.
template <class Metrics>
CheckProblem absent(const CheckSpec& check, const Metrics& metrics) {
  std::vector<std::string> names;
  std::string all;
  for (const auto& metric : metrics) {
    names.push_back(metric.name);
    all += (all.empty() ? "" : ", ") + metric.name;
  }
  const std::string near = did_you_mean(check.metric, names);
  return {"metric", "the simulation has no metric '" + check.metric + "'" +
                        (near.empty() ? "; it has: " + all : near)};
}

/// What is wrong with the check, given what the simulation can tell.
std::optional<CheckProblem> problem_of(const CheckSpec& check,
                                       const std::vector<NamedUnit>& metrics) {
  const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const NamedUnit& metric) {
    return metric.covers(check.metric);
  });
  if (found == metrics.end()) return absent(check, metrics);
  const auto published = published_value(check.published, found->unit);
  if (!published)
    return CheckProblem{"published", "'" + check.published + "' is not in " +
                                         (found->unit.empty() ? "plain numbers" : found->unit)};
  const auto tolerance = tolerance_of(check.tolerance);
  const bool in_points = tolerance && tolerance->in_points;
  if (in_points && found->unit != "%" && found->unit != "points")
    return CheckProblem{"tolerance",
                        "only percentages have a tolerance in points, this metric is in " +
                            found->unit + "; allowed: '1 %'"};
  if (*published <= 0 && !in_points)
    return CheckProblem{"published",
                        "a figure that is not above 0 has no relative error; allowed: of a "
                        "percentage, a tolerance in points"};
  return std::nullopt;
}

/// Problems of a case's points, with their lines in its file.
class CaseProblems {
 public:
  explicit CaseProblems(const Document& document) : document_(document) {}

  Place where() const { return {document_.file(), 0}; }
  /// What `simulate` finds about the point's simulation; empty when that is in error.
  template <class Simulate>
  auto attempt(std::size_t point, const Simulate& simulate) {
    try {
      return simulate(where());
    } catch (const InputError& error) {
      add(error, item("points", point) + ".simulate");
      return decltype(simulate(where())){};
    }
  }
  void add(std::size_t point, std::size_t check, const CheckProblem& problem) {
    add(InputError(where(), problem.key, problem.message),
        item(item("points", point) + ".checks", check));
  }
  const std::vector<Problem>& all() const { return problems_; }
  void throw_if_any() {
    if (!problems_.empty()) throw InputError(std::move(problems_));
  }

 private:
  void add(const InputError& error, const std::string& section) {
    const InputError placed = with_places(error, where(), document_, section);
    problems_.insert(problems_.end(), placed.problems().begin(), placed.problems().end());
  }

  const Document& document_;
  std::vector<Problem> problems_;
};

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

void add_point(const RequestedCase& request, std::size_t number, const RunControl& control,
               ValidatedCase& result) {
  const PointSpec& point = request.spec.points[number];
  CaseProblems problems(request.document);
  const std::vector<Metric> metrics = problems.attempt(
      number, [&](const Place& where) { return point.simulation->simulate(where, control); });
  problems.throw_if_any();
  for (std::string& warning : point.simulation->warnings())
    if (std::find(result.warnings.begin(), result.warnings.end(), warning) == result.warnings.end())
      result.warnings.push_back(std::move(warning));
  for (std::size_t i = 0; i < point.checks.size(); ++i) {
    const CheckSpec& check = point.checks[i];
    const auto found = std::find_if(metrics.begin(), metrics.end(), [&](const Metric& metric) {
      return metric.name == check.metric;
    });
    if (found == metrics.end())
      problems.add(number, i, absent(check, metrics));
    else
      result.figures.push_back(figure_of(point, check, *found));
  }
  problems.throw_if_any();
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

RequestedCase::RequestedCase(Document read, bool slow_points)
    : document(std::move(read)), spec(read_spec<CaseSpec>(document)), slow(slow_points) {}

std::string RequestedCase::name() const {
  return std::filesystem::path(document.file()).stem().string();
}

void check_cases(const std::vector<RequestedCase>& cases) {
  std::vector<Problem> all;
  for (const RequestedCase& request : cases) {
    CaseProblems problems(request.document);
    for (std::size_t i = 0; i < request.spec.points.size(); ++i) {
      const PointSpec& point = request.spec.points[i];
      const std::vector<NamedUnit> metrics =
          problems.attempt(i, [&](const Place& where) { return point.simulation->metrics(where); });
      if (metrics.empty()) continue;
      for (std::size_t j = 0; j < point.checks.size(); ++j)
        if (const auto problem = problem_of(point.checks[j], metrics)) problems.add(i, j, *problem);
    }
    all.insert(all.end(), problems.all().begin(), problems.all().end());
  }
  if (!all.empty()) throw InputError(std::move(all));
}

Validation validate(const std::vector<RequestedCase>& cases, const RunControl& control) {
  check_cases(cases);
  Validation validation;
  validation.version = version();
  for (const RequestedCase& request : cases) {
    ValidatedCase result{request.name(), request.spec.title, request.spec.source, {}, {}};
    for (std::size_t i = 0; i < request.spec.points.size(); ++i) {
      const PointSpec& point = request.spec.points[i];
      if (point.slow && !request.slow)
        result.left_out.push_back(point.point);
      else
        add_point(request, i, named(control, request.name()), result);
    }
    validation.cases.push_back(std::move(result));
  }
  return validation;
}

}  // namespace mho
