#include "sim/report/figure/scale.hpp"

#include <algorithm>
#include <cmath>

namespace mho {

namespace {

bool has_bars(const FigurePanel& panel) {
  return std::any_of(panel.series.begin(), panel.series.end(),
                     [](const FigureSeries& series) { return series.mark == SeriesMark::bars; });
}

const FigureAxis& axis_of(const FigurePanel& panel, AxisOf which) {
  return which == AxisOf::x ? panel.x : panel.y;
}

}  // namespace

Limits span_of(const FigurePanel& panel, AxisOf which) {
  Limits span;
  bool any = false;
  const auto add = [&](double value) {
    span =
        any ? Limits{std::min(span.low, value), std::max(span.high, value)} : Limits{value, value};
    any = true;
  };
  for (std::size_t i = 0; i < panel.series.size(); ++i)
    for (const FigurePoint& point : panel.series[i].points) {
      const bool is_bar = panel.series[i].mark == SeriesMark::bars && which == AxisOf::x;
      add((which == AxisOf::x ? point.x : point.y) +
          (is_bar ? begin_of_bar(panel, i, point.y) : 0));
      if (is_bar && !axis_of(panel, which).is_log) add(0);
      const auto& limits = which == AxisOf::x ? point.x_limits : point.y_limits;
      if (!limits) continue;
      // Logarithms of intervals that reach to zero would take all the room.
      if (!axis_of(panel, which).is_log || limits->low > 0) add(limits->low);
      add(limits->high);
    }
  return span;
}

double begin_of_bar(const FigurePanel& panel, std::size_t series, double category) {
  double begin = 0;
  for (std::size_t i = 0; i < series; ++i)
    if (panel.series[i].mark == SeriesMark::bars)
      for (const FigurePoint& point : panel.series[i].points)
        if (point.y == category) begin += point.x;
  return begin;
}

SharedUnit unit_of(const FigurePanel& panel, AxisOf which) {
  const FigureAxis& axis = axis_of(panel, which);
  double largest = 0;
  for (std::size_t i = 0; i < panel.series.size(); ++i)
    for (const FigurePoint& point : panel.series[i].points)
      largest = std::max(largest, std::fabs(which == AxisOf::x ? point.x : point.y));
  // Times of many decades are powers of ten of a second.
  if (axis.is_log && axis.unit == "s" && largest >= 1) return {axis.unit};
  return largest == 0 ? SharedUnit{axis.unit} : shared_unit(axis.unit, largest);
}

std::string title_of(const std::string& title, const std::string& unit) {
  return title + (unit.empty() ? "" : " [" + unit + "]");
}

Scale::Scale(const FigurePanel& panel, AxisOf which, double from, double to)
    : is_log_(axis_of(panel, which).is_log), from_(from), to_(to) {
  const Limits span = span_of(panel, which);
  if (const std::size_t count = axis_of(panel, which).categories.size(); count > 0) {
    low_ = -0.5;
    high_ = static_cast<double>(count) - 0.5;
    return;
  }
  constexpr double kMargin = 0.04;
  factor_ = unit_of(panel, which).factor;
  low_ = mapped(span.low);
  high_ = mapped(span.high);
  const double margin =
      high_ > low_ ? kMargin * (high_ - low_) : std::max(1.0, std::fabs(high_)) * kMargin;
  const bool from_zero = which == AxisOf::x && has_bars(panel) && !is_log_ && span.low == 0;
  if (!from_zero) low_ -= margin;
  high_ += margin;
}

double Scale::mapped(double value) const {
  return is_log_ ? std::log10(value * factor_) : value * factor_;
}

double Scale::at(double value) const {
  return from_ + (to_ - from_) * (mapped(value) - low_) / (high_ - low_);
}

double Scale::within(double value) const {
  const double place = at(value);
  const auto [low, high] = std::minmax(from_, to_);
  return std::isfinite(place) ? std::clamp(place, low, high) : from_;
}

double Scale::low() const { return (is_log_ ? std::pow(10, low_) : low_) / factor_; }
double Scale::high() const { return (is_log_ ? std::pow(10, high_) : high_) / factor_; }

std::vector<double> Scale::ticks() const { return is_log_ ? log_ticks() : even_ticks(); }

std::vector<double> Scale::log_ticks() const {
  constexpr double kFewDecades = 3;
  std::vector<double> ticks;
  for (int decade = static_cast<int>(std::floor(low_)); decade <= high_; ++decade)
    for (const double step : {1.0, 2.0, 5.0}) {
      if (step > 1 && high_ - low_ > kFewDecades) continue;
      const double value = step * std::pow(10, decade);
      if (std::log10(value) >= low_ && std::log10(value) <= high_) ticks.push_back(value / factor_);
    }
  return ticks;
}

std::vector<double> Scale::even_ticks() const {
  constexpr int kTicks = 5;
  const double rough = (high_ - low_) / kTicks;
  const double decade = std::pow(10, std::floor(std::log10(rough)));
  double step = decade;
  for (const double factor : {2.0, 5.0, 10.0})
    if (step < rough) step = factor * decade;
  std::vector<double> ticks;
  for (double number = std::ceil(low_ / step); number * step <= high_; ++number)
    ticks.push_back(number * step / factor_);
  return ticks;
}

}  // namespace mho
