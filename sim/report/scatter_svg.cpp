#include "sim/report/scatter_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <sstream>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

// Lengths in pixels.
constexpr double kPlotWidth = 460, kPlotHeight = 600;
constexpr double kLeft = 64, kTop = 48, kBottom = 56, kGap = 84;
constexpr double kListWidth = 300, kListLine = 15;

/// Colors that stay apart for most color-blind readers (Okabe and Ito).
struct BitsClass {
  int most_bits;
  const char* label;
  const char* color;
};
constexpr std::array<BitsClass, 5> kClasses{{{0, "input bits not stated", "#999999"},
                                             {2, "1 to 2 bits", "#0072b2"},
                                             {4, "3 to 4 bits", "#009e73"},
                                             {8, "5 to 8 bits", "#d55e00"},
                                             {32, "9 bits or more", "#cc79a7"}}};

const BitsClass& class_of(int bits) {
  return *std::find_if(kClasses.begin(), kClasses.end() - 1,
                       [&](const BitsClass& each) { return bits <= each.most_bits; });
}

using Value = std::optional<double> ScatterPoint::*;

/// Whole decades around the values of all points.
Axis decades(const Scatter& scatter, Value value, double from, double to) {
  double low = 0, high = 0;
  bool any = false;
  for (const ScatterPoint& point : scatter.points) {
    if (!(point.*value)) continue;
    const double log = std::log10(*(point.*value));
    low = any ? std::min(low, log) : log;
    high = any ? std::max(high, log) : log;
    any = true;
  }
  const double first = std::floor(low);
  return {std::pow(10, first), std::pow(10, std::max(std::ceil(high), first + 1)), from, to};
}

/// Small nodes to the right, as time goes.
Axis nodes(const Scatter& scatter, double from, double to) {
  constexpr double kMargin = 1.25;
  double low = 1e-6, high = 1e-9;
  for (const ScatterPoint& point : scatter.points) {
    low = std::min(low, point.node_m);
    high = std::max(high, point.node_m);
  }
  return {high * kMargin, low / kMargin, from, to};
}

void draw_axes(Svg& svg, const Axis& x, const Axis& y, const std::string& title) {
  const auto decades = std::lround(std::log10(y.high / y.low));
  for (long i = 0; i <= decades; ++i) {
    const double value = std::pow(10, std::round(std::log10(y.low)) + static_cast<double>(i));
    svg.line(x.from, y.at(value), x.to, y.at(value), "#dddddd");
    svg.text(x.from - 6, y.at(value) + 4, format_si(value, ""), "end");
  }
  constexpr std::array<double, 10> kNodes{130, 90, 65, 40, 28, 22, 14, 7, 5, 3};
  for (const double nm : kNodes) {
    const double node_m = nm * 1e-9;
    if (node_m > x.low || node_m < x.high) continue;
    svg.line(x.at(node_m), y.from, x.at(node_m), y.to, "#eeeeee");
    svg.text(x.at(node_m), y.from + 16, count_text(nm), "middle");
  }
  svg.line(x.from, y.from, x.to, y.from, "black");
  svg.line(x.from, y.from, x.from, y.to, "black");
  svg.text((x.from + x.to) / 2, y.from + 36, "technology node, nm", "middle");
  svg.text(x.from - 46, (y.from + y.to) / 2, title, "middle", true);
}

void draw_panel(Svg& svg, const Scatter& scatter, Value value, const std::string& title,
                double left) {
  const Axis x = nodes(scatter, left, left + kPlotWidth);
  const Axis y = decades(scatter, value, kTop + kPlotHeight, kTop);
  draw_axes(svg, x, y, title);
  Labels labels(svg);
  // Open circles last: what they stand on stays to be seen.
  for (const bool simulated : {true, false})
    for (const ScatterPoint& point : scatter.points) {
      if (!(point.*value) || point.simulated != simulated) continue;
      const double at_x = x.at(point.node_m), at_y = y.at(*(point.*value));
      svg.marker(at_x, at_y, class_of(point.input_bits).color, simulated);
      labels.keep_clear(at_x, at_y);
    }
  int number_of_point = 0;
  for (const ScatterPoint& point : scatter.points) {
    ++number_of_point;
    if (point.*value)
      labels.add(x.at(point.node_m), y.at(*(point.*value)), std::to_string(number_of_point));
  }
}

void draw_list(Svg& svg, const Scatter& scatter, double left) {
  double y = kTop;
  for (const BitsClass& each : kClasses) {
    svg.marker(left + kMarkerRadius, y - 4, each.color, false);
    svg.text(left + 4 * kMarkerRadius, y, each.label, "start");
    y += kListLine;
  }
  svg.marker(left + kMarkerRadius, y - 4, "#ffffff", true);
  svg.text(left + 4 * kMarkerRadius, y, "simulated by mho, macro at its peak", "start");
  y += 2 * kListLine;
  int index = 0;
  for (const ScatterPoint& point : scatter.points) {
    svg.text(left, y, std::to_string(++index) + "  " + point.name, "start");
    y += kListLine;
  }
}

}  // namespace

std::string to_svg(const Scatter& scatter) {
  const double list =
      kListLine * (static_cast<double>(scatter.points.size() + kClasses.size()) + 3);
  const double second = kLeft + kPlotWidth + kGap;
  const double names = second + kPlotWidth + kGap / 2;
  Svg svg(names + kListWidth, kTop + kBottom + std::max(kPlotHeight, list));
  svg.text(kLeft, kTop / 2,
           "Published macros (circles) and simulated ones (diamonds), as stated: "
           "bits, voltages and what is included differ",
           "start");
  draw_panel(svg, scatter, &ScatterPoint::tops_per_joule, "TOPS/J, 2 OP per MAC", kLeft);
  draw_panel(svg, scatter, &ScatterPoint::tops_per_mm2, "TOPS/mm2", second);
  draw_list(svg, scatter, names);
  return svg.finish();
}

}  // namespace mho
