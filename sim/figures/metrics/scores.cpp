// What outputs are worth by a score (workloads/scores): the same rows for each of the catalogue.
#include <cctype>

#include "sim/figures/metrics/rows.hpp"
#include "workloads/scores/score.hpp"

namespace mho {

namespace {

constexpr MetricNeed kScored{[](const MetricInputs& run) { return run.scored.has_value(); },
                             "values, and to be judged by it: --values on, workload.metric"};

constexpr const char* kImagesDrawn =
    "Student's t (of a share Wilson's score) of the images' pseudo-values (sim/run/scored.hpp)";
constexpr const char* kBothDrawn =
    "95 % interval over chips and images: two-way analysis of variance of the images' "
    "pseudo-values "
    "in each trial (sim/run/scored.hpp)";

using OfRun = Interval MetricInputs::Scored::*;

bool in_percent(const Score& score) { return std::string(score.unit) == "%"; }

/// Of a run that is judged by this score.
std::optional<Interval> figure_of(const MetricInputs& run, JudgedBy kind, OfRun which) {
  if (run.scored->kind != kind) return std::nullopt;
  return (*run.scored).*which;
}

std::function<std::optional<double>(const MetricInputs&)> mean_of(const Score& score, OfRun which) {
  const double factor = in_percent(score) ? 100 : 1;
  return [kind = score.kind, which, factor](const MetricInputs& run) -> std::optional<double> {
    const auto found = figure_of(run, kind, which);
    if (!found) return std::nullopt;
    return factor * found->mean;
  };
}

std::function<std::optional<double>(const MetricInputs&)> end_of(const Score& score, OfRun which,
                                                                 double Limits::*end) {
  const double factor = in_percent(score) ? 100 : 1;
  return [kind = score.kind, which, factor, end](const MetricInputs& run) -> std::optional<double> {
    const auto found = figure_of(run, kind, which);
    if (!found || !found->ci95) return std::nullopt;
    return factor * ((*found->ci95).*end);
  };
}

std::string capitalized(std::string text) {
  text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

/// A figure and the ends of its interval.
struct ScoreFigure {
  const char* stem;  ///< "float"
  const char* mean;  ///< the figure's name behind the stem: "", ".mean"
  const char* sentence;
  const char* over;
  OfRun which;
};

void add_figure(const Score& score, const ScoreFigure& figure, const char* unit,
                std::vector<MetricRow>& rows) {
  const std::string stem = std::string("output.") + score.name + "." + figure.stem;
  rows.push_back({stem + figure.mean, unit, capitalized(score.title) + figure.sentence,
                  score.formula, kScored, mean_of(score, figure.which)});
  const char* how = figure.which == &MetricInputs::Scored::in_float ||
                            figure.which == &MetricInputs::Scored::quantized
                        ? kImagesDrawn
                        : kBothDrawn;
  rows.push_back({stem + ".ci95.low", unit,
                  std::string("Lower end of its 95 % interval, over ") + figure.over + ".", how,
                  kScored, end_of(score, figure.which, &Limits::low)});
  rows.push_back({stem + ".ci95.high", unit, "Upper end of it.", how, kScored,
                  end_of(score, figure.which, &Limits::high)});
}

}  // namespace

void add_score_metrics(std::vector<MetricRow>& rows) {
  using Scored = MetricInputs::Scored;
  for (const Score& score : score_catalogue()) {
    const char* points = in_percent(score) ? "points" : score.unit;
    add_figure(score,
               {"float", "", " of the network in floating point.", "images", &Scored::in_float},
               score.unit, rows);
    add_figure(score,
               {"quantized", "", " of the exact integer network ({precision}).", "images",
                &Scored::quantized},
               score.unit, rows);
    add_figure(score,
               {"analog", ".mean", " of the programmed chip ({precision}), mean over trials.",
                "chips and images", &Scored::analog},
               score.unit, rows);
    add_figure(
        score,
        {"loss", ".mean",
         ": how much worse the programmed chip is than the exact integers on the same images "
         "({precision}), mean over trials.",
         "chips and images", &Scored::loss},
        points, rows);
  }
}

}  // namespace mho
