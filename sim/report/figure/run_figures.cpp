#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/report/boundary.hpp"
#include "sim/report/figure/figures.hpp"

namespace mho {

namespace {

/// Share of the whole from which on a component has a bar of its own.
constexpr double kOwnBar = 0.01;
constexpr double kSquareMillimeters = 1e6;

std::string caption_of(const Results& results) {
  return results.workload + " on " + results.chip + ", mho " + results.version +
         (results.partial ? ", PARTIAL: " + std::to_string(results.partial->trials) + " of " +
                                std::to_string(results.partial->of) + " trials"
                          : "");
}

struct Part {
  std::string name;
  std::vector<double> values;  ///< by series

  double sum() const {
    double total = 0;
    for (const double value : values) total += value;
    return total;
  }
};

/// Bars of parts, the largest first, the small ones added up below.
FigurePanel bars_of(std::vector<Part> parts, FigurePanel panel) {
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.sum() > b.sum(); });
  double total = 0;
  for (const Part& part : parts) total += part.sum();
  std::vector<Part> shown;
  Part others{"", std::vector<double>(panel.series.size(), 0)};
  int count = 0;
  for (Part& part : parts) {
    if (part.sum() == 0) continue;
    if (part.sum() >= kOwnBar * total) {
      shown.push_back(std::move(part));
      continue;
    }
    for (std::size_t i = 0; i < part.values.size(); ++i) others.values[i] += part.values[i];
    ++count;
  }
  if (count > 0) {
    others.name = std::to_string(count) + (count == 1 ? " other" : " others");
    shown.push_back(std::move(others));
  }
  for (std::size_t row = 0; row < shown.size(); ++row) {
    panel.y.categories.push_back(shown[row].name);
    for (std::size_t i = 0; i < panel.series.size(); ++i)
      panel.series[i].points.push_back({shown[row].values[i], static_cast<double>(row)});
  }
  return panel;
}

}  // namespace

Figure breakdown_figure(const Results& results) {
  std::vector<Part> energies, areas;
  for (const ComponentRow& row : results.components) {
    energies.push_back({row.name, {row.energy_j - row.static_j, row.static_j}});
    areas.push_back({row.name, {row.area_m2 * kSquareMillimeters}});
  }
  if (energies.empty()) throw InputError({}, "breakdown", "the run has no components");
  const FigurePanel energy{
      "Energy of an inference, " + boundary(results),
      {"energy", "J"},
      {},
      {{"actions", SeriesMark::bars, kBlue, {}}, {"static", SeriesMark::bars, kPaleBlue, {}}}};
  const FigurePanel area{
      "Area of the chip", {"area", "mm2"}, {}, {{"", SeriesMark::bars, kGreen, {}}}};
  return {caption_of(results),
          {bars_of(std::move(energies), energy), bars_of(std::move(areas), area)}};
}

Figure age_figure(const Results& results) {
  if (results.ages.size() < 2)
    throw InputError({}, "age",
                     "the run measured its accuracy at one age; mho run --at 1s,1h,1day measures "
                     "it at several");
  FigureSeries on_chip{"on the chip", SeriesMark::line, kVermilion, {}};
  double first = results.ages[0].age_s, last = first;
  for (const AgeRow& row : results.ages) {
    on_chip.points.push_back(
        {row.age_s, row.accuracy_percent.mean, {}, row.accuracy_percent.ci95, ""});
    first = std::min(first, row.age_s);
    last = std::max(last, row.age_s);
  }
  FigurePanel panel{
      "", {"time since programming", "s", first > 0}, {"accuracy", "%"}, {std::move(on_chip)}};
  for (const auto& [name, metric, color] :
       {std::tuple{"quantized, exact", "accuracy.quantized", kBlue},
        std::tuple{"floating point", "accuracy.float", kGray}})
    if (const Metric* exact = results.find(metric))
      panel.series.push_back(
          {name, SeriesMark::rule, color, {{first, exact->value}, {last, exact->value}}});
  return {caption_of(results), {std::move(panel)}};
}

}  // namespace mho
