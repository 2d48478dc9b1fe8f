#include "sim/report/population_svg.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "sim/base/quantity.hpp"
#include "sim/base/text.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

// Lengths in pixels.
constexpr double kSide = 480;
constexpr double kPlotLeft = 72, kPlotTop = 48, kPlotBottom = 56, kPlotGap = 84;
constexpr double kNamesWidth = 400, kNamesLine = 15;

constexpr std::size_t kNamed = 10;
constexpr double kBand = 2;

struct ReadingClass {
  const char* reading;
  const char* color;
};
constexpr std::array<ReadingClass, 5> kReadings{{{"charge", "#0072b2"},
                                                 {"bit lines", "#009e73"},
                                                 {"SRAM current", "#e69f00"},
                                                 {"NVM current", "#d55e00"},
                                                 {"digital", "#cc79a7"}}};

const char* color_of(const std::string& reading) {
  for (const ReadingClass& each : kReadings)
    if (reading == each.reading) return each.color;
  return "#999999";
}

using Compared = std::optional<ComparedFigure> ComparedMacro::*;

struct Panel {
  const char* title;
  Compared figure;
  double scale;  ///< of the unit in the title
};
constexpr std::array<Panel, 2> kPanels{
    {{"energy of an operation of 1 b x 1 b, fJ", &ComparedMacro::energy, 1e15},
     {"area, mm2", &ComparedMacro::area, 1}}};

std::vector<const ComparedMacro*> compared(const Population& population, Compared figure) {
  std::vector<const ComparedMacro*> macros;
  for (const ComparedMacro& each : population.macros)
    if (each.*figure) macros.push_back(&each);
  return macros;
}

/// Those that are off most, furthest first.
std::vector<const ComparedMacro*> furthest(const Population& population, Compared figure) {
  auto macros = compared(population, figure);
  std::stable_sort(macros.begin(), macros.end(), [&](const auto* a, const auto* b) {
    return std::abs(std::log((a->*figure)->ratio())) > std::abs(std::log((b->*figure)->ratio()));
  });
  macros.resize(std::min(macros.size(), kNamed));
  return macros;
}

/// Whole decades around all values of a panel, the same on both axes.
std::pair<double, double> decades(const Population& population, const Panel& panel) {
  double low = 1, high = 1;
  bool any = false;
  for (const ComparedMacro* each : compared(population, panel.figure))
    for (const double value :
         {(each->*panel.figure)->published, (each->*panel.figure)->simulated}) {
      const double log = std::log10(panel.scale * value);
      low = any ? std::min(low, log) : log;
      high = any ? std::max(high, log) : log;
      any = true;
    }
  const double first = std::floor(low);
  return {std::pow(10, first), std::pow(10, std::max(std::ceil(high), first + 1))};
}

void draw_frame(Svg& svg, const Axis& x, const Axis& y, const char* title) {
  const auto count = std::lround(std::log10(x.high / x.low));
  for (long i = 0; i <= count; ++i) {
    const double value = std::pow(10, std::round(std::log10(x.low)) + static_cast<double>(i));
    svg.line(x.from, y.at(value), x.to, y.at(value), "#dddddd");
    svg.line(x.at(value), y.from, x.at(value), y.to, "#dddddd");
    svg.text(x.from - 6, y.at(value) + 4, format_si(value, ""), "end");
    svg.text(x.at(value), y.from + 16, format_si(value, ""), "middle");
  }
  svg.line(x.at(x.low), y.at(y.low), x.at(x.high), y.at(y.high), "black");
  svg.line(x.at(x.low), y.at(kBand * y.low), x.at(x.high / kBand), y.at(y.high), "#aaaaaa");
  svg.line(x.at(kBand * x.low), y.at(y.low), x.at(x.high), y.at(y.high / kBand), "#aaaaaa");
  svg.line(x.from, y.from, x.to, y.from, "black");
  svg.line(x.from, y.from, x.from, y.to, "black");
  svg.text((x.from + x.to) / 2, y.from + 36, "published", "middle");
  svg.text(x.from - 50, (y.from + y.to) / 2, "simulated", "middle", true);
  svg.text((x.from + x.to) / 2, y.to - 8, title, "middle");
}

void draw_panel(Svg& svg, const Population& population, const Panel& panel, double left) {
  const auto [low, high] = decades(population, panel);
  const Axis x{low, high, left, left + kSide};
  const Axis y{low, high, kPlotTop + kSide, kPlotTop};
  draw_frame(svg, x, y, panel.title);
  Labels labels(svg);
  const auto place = [&](const ComparedMacro* each) {
    const ComparedFigure& figure = *(each->*panel.figure);
    return std::pair(x.at(panel.scale * figure.published), y.at(panel.scale * figure.simulated));
  };
  for (const ComparedMacro* each : compared(population, panel.figure)) {
    const auto [at_x, at_y] = place(each);
    svg.marker(at_x, at_y, color_of(each->reading), each->is_processor);
    labels.keep_clear(at_x, at_y);
  }
  for (const ComparedMacro* each : furthest(population, panel.figure)) {
    const auto [at_x, at_y] = place(each);
    labels.add(at_x, at_y, std::to_string(each->index));
  }
}

/// "139, Jinshan Yue et al, 2023: 27.0 x, logic 61 %".
std::string named(const ComparedMacro& macro, const ComparedFigure& figure) {
  const auto largest = std::max_element(figure.parts.begin(), figure.parts.end());
  const auto which = static_cast<ModelClass>(largest - figure.parts.begin());
  return macro.name + ": " + significant(figure.ratio(), 3) + " x, " + name_of(which) + " " +
         fixed(100 * *largest / figure.simulated, 0) + " % of it";
}

void draw_names(Svg& svg, const Population& population, double left) {
  double y = kPlotTop;
  const auto line = [&](const std::string& text) {
    svg.text(left, y, text, "start");
    y += kNamesLine;
  };
  for (const ReadingClass& each : kReadings) {
    svg.marker(left + kMarkerRadius, y - 4, each.color, false);
    svg.text(left + 4 * kMarkerRadius, y, each.reading, "start");
    y += kNamesLine;
  }
  svg.marker(left + kMarkerRadius, y - 4, "#ffffff", true);
  svg.text(left + 4 * kMarkerRadius, y, "a processor, chips with all that is on them", "start");
  y += 2 * kNamesLine;
  for (const Panel& panel : kPanels) {
    line(std::string("furthest off: ") + panel.title);
    for (const ComparedMacro* each : furthest(population, panel.figure))
      line(named(*each, *(each->*panel.figure)));
    y += kNamesLine;
  }
}

}  // namespace

std::string to_svg(const Population& population) {
  const double second = kPlotLeft + kSide + kPlotGap;
  const double names = second + kSide + kPlotGap / 2;
  Svg svg(names + kNamesWidth, kPlotTop + kSide + kPlotBottom);
  svg.text(kPlotLeft, kPlotTop / 2 - 6,
           "Measured macros, and what models alone make of them by the same rules; gray: a factor "
           "of 2",
           "start");
  draw_panel(svg, population, kPanels[0], kPlotLeft);
  draw_panel(svg, population, kPanels[1], second);
  draw_names(svg, population, names);
  return svg.finish();
}

}  // namespace mho
