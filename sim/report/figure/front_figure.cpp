#include <algorithm>
#include <filesystem>

#include "sim/base/error.hpp"
#include "sim/report/figure/figures.hpp"

namespace mho {

namespace {

FigureAxis axis_of_objective(const DesignFront& front, std::size_t objective) {
  constexpr double kSpread = 10;
  const FrontObjective& each = front.objectives[objective];
  double low = 0, high = 0;
  bool any = false;
  for (const FrontDesign& design : front.designs) {
    if (design.standing == Standing::infeasible) continue;
    const double value = design.objectives[objective].value;
    low = any ? std::min(low, value) : value;
    high = any ? std::max(high, value) : value;
    any = true;
  }
  return {each.metric + (each.maximize ? ", more is better" : ", less is better"),
          each.unit,
          low > 0 && high > kSpread * low,
          {}};
}

FigureSeries designs_of(const DesignFront& front, Standing standing, const std::string& name,
                        const char* color) {
  const bool on_front = standing == Standing::front;
  FigureSeries series{std::to_string(front.count(standing)) + " " + name,
                      on_front ? SeriesMark::large_dots : SeriesMark::dots,
                      color,
                      {}};
  for (std::size_t i = 0; i < front.designs.size(); ++i) {
    const FrontDesign& design = front.designs[i];
    if (design.standing != standing) continue;
    FigurePoint point{design.objectives[0].value, design.objectives[1].value};
    if (on_front) {
      point.x_limits = design.objectives[0].ci95;
      point.y_limits = design.objectives[1].ci95;
      point.label = std::to_string(i + 1) + (front.knee == i ? "*" : "");
    }
    series.points.push_back(std::move(point));
  }
  return series;
}

}  // namespace

Figure front_figure(const DesignFront& front) {
  if (front.objectives.size() < 2)
    throw InputError({}, "objectives", "a picture needs two objectives, which are its axes");
  FigurePanel panel{"", axis_of_objective(front, 0), axis_of_objective(front, 1), {}};
  panel.series = {designs_of(front, Standing::dominated, "dominated", kPaleBlue),
                  designs_of(front, Standing::unresolved, "not to be told from the front", kGreen),
                  designs_of(front, Standing::front,
                             front.knee ? "on the front (* knee)" : "on the front", kVermilion)};
  // The name alone: where its file lies is nobody's matter.
  const std::string sweep = std::filesystem::path(front.sweep).filename().string();
  return {sweep + ", mho " + front.version, {std::move(panel)}};
}

}  // namespace mho
