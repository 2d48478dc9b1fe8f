#include "sim/report/figure/drawing.hpp"

#include <algorithm>
#include <cmath>

#include "sim/report/columns.hpp"
#include "sim/report/figure/scale.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

// Lengths in points.
constexpr double kPlotWidth = 260, kPlotHeight = 180, kBarStep = 14, kBarThick = 9;
constexpr double kTopRoom = 14, kBottomRoom = 36, kRightRoom = 16, kNumbersRoom = 52,
                 kLegendLine = 14, kTitleLine = 14, kBetween = 10;
constexpr double kOfLetter = 5.7;  ///< of the font, of most texts
constexpr double kSmallDot = 2, kLargeDot = 3.2;
constexpr int kTickDigits = 3;
constexpr std::size_t kPanelsAside = 2;
constexpr const char *kGrid = "e6e6e6", *kInk = "000000";

double width_in_points(const std::string& text) {
  return static_cast<double>(width_of(text)) * kOfLetter;
}

bool is_bars(const FigureSeries& series) { return series.mark == SeriesMark::bars; }

/// With the letters that it is written with: "mm²", "µJ".
std::string plain_unit(std::string unit) {
  if (const std::size_t at = unit.find("mm2"); at != std::string::npos) unit.replace(at, 3, "mm²");
  if (unit.size() == 2 && unit[0] == 'u') unit.replace(0, 1, "µ");
  return unit;
}

std::string hash(const std::string& color) { return "#" + color; }

/// One panel, its outer corner at (left, top).
class PanelDrawing {
 public:
  PanelDrawing(const FigurePanel& panel, double left, double top, Drawing& drawing)
      : panel_(panel),
        drawing_(drawing),
        left_(left + labels_room(panel)),
        top_(top + heads_room(panel)),
        right_(left_ + kPlotWidth),
        bottom_(top_ + plot_height(panel)),
        x_(panel, AxisOf::x, left_, right_),
        // Categories are read from above.
        y_(panel, AxisOf::y, panel.y.categories.empty() ? bottom_ : top_,
           panel.y.categories.empty() ? top_ : bottom_) {}

  static double width(const FigurePanel& panel) {
    return labels_room(panel) + kPlotWidth + kRightRoom;
  }
  static double height(const FigurePanel& panel) {
    return heads_room(panel) + plot_height(panel) + kBottomRoom;
  }

  void draw() {
    heads();
    x_axis();
    y_axis();
    for (std::size_t i = 0; i < panel_.series.size(); ++i) series(i);
    frame();
    point_labels();
  }

 private:
  static double plot_height(const FigurePanel& panel) {
    const std::size_t categories = panel.y.categories.size();
    return categories == 0 ? kPlotHeight : kBarStep * static_cast<double>(categories);
  }
  static double labels_room(const FigurePanel& panel) {
    double room = panel.y.categories.empty() ? kNumbersRoom : 0;
    for (const std::string& category : panel.y.categories)
      room = std::max(room, width_in_points(category) + kBetween);
    return room;
  }
  static std::vector<const FigureSeries*> in_legend(const FigurePanel& panel) {
    std::vector<const FigureSeries*> named;
    for (const FigureSeries& series : panel.series)
      if (!series.name.empty() && !series.points.empty()) named.push_back(&series);
    return named;
  }
  static double heads_room(const FigurePanel& panel) {
    return kTopRoom + (panel.title.empty() ? 0 : kTitleLine) +
           kLegendLine * static_cast<double>(in_legend(panel).size());
  }

  template <class Mark>
  void add(Mark mark) {
    drawing_.marks.emplace_back(std::move(mark));
  }
  void line(double x1, double y1, double x2, double y2, const std::string& color,
            bool dashed = false) {
    add(DrawnLine{x1, y1, x2, y2, hash(color), 0.75, dashed});
  }
  void text(double x, double y, const std::string& what, Anchor anchor, bool turned = false,
            bool bold = false) {
    add(DrawnText{x, y, what, anchor, turned, bold});
  }

  /// Title and legend, above the plot.
  void heads() {
    double y = top_ - heads_room(panel_) + kTopRoom;
    if (!panel_.title.empty()) {
      text(left_, y, panel_.title, Anchor::start, false, true);
      y += kTitleLine;
    }
    for (const FigureSeries* series : in_legend(panel_)) {
      const double x = left_ + 6, middle = y - 3;
      if (is_bars(*series))
        add(DrawnRectangle{x - 4, middle - 4, 8, 8, hash(series->color), {}});
      else if (series->mark == SeriesMark::rule)
        line(x - 6, middle, x + 6, middle, series->color, true);
      else
        add(DrawnDot{x,
                     middle,
                     series->mark == SeriesMark::dots ? kSmallDot : kLargeDot,
                     hash(series->color),
                     {}});
      text(x + 10, y, series->name, Anchor::start);
      y += kLegendLine;
    }
  }

  std::string tick_text(double value, const SharedUnit& unit) const {
    const double shown = value * unit.factor;
    if (std::fabs(shown) < 1e-12) return "0";
    std::string text = significant(shown, kTickDigits);
    if (text.find('.') == std::string::npos || text.find('e') != std::string::npos) return text;
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
    return text;
  }

  void x_axis() {
    const SharedUnit unit = unit_of(panel_, AxisOf::x);
    double free_from = 0;
    for (const double at : x_.ticks()) {
      line(x_.at(at), bottom_, x_.at(at), top_, kGrid);
      const std::string number = tick_text(at, unit);
      const double half = width_in_points(number) / 2;
      if (x_.at(at) - half < free_from) continue;
      text(x_.at(at), bottom_ + 12, number, Anchor::middle);
      free_from = x_.at(at) + half + kOfLetter;
    }
    text((left_ + right_) / 2, bottom_ + 27, title_of(panel_.x.title, plain_unit(unit.unit)),
         Anchor::middle);
  }

  void y_axis() {
    const std::vector<std::string>& names = panel_.y.categories;
    for (std::size_t i = 0; i < names.size(); ++i)
      text(left_ - 5, y_.at(static_cast<double>(i)) + 3, names[i], Anchor::end);
    if (!names.empty()) return;
    const SharedUnit unit = unit_of(panel_, AxisOf::y);
    for (const double at : y_.ticks()) {
      line(left_, y_.at(at), right_, y_.at(at), kGrid);
      text(left_ - 5, y_.at(at) + 3, tick_text(at, unit), Anchor::end);
    }
    text(left_ - kNumbersRoom + 10, (top_ + bottom_) / 2,
         title_of(panel_.y.title, plain_unit(unit.unit)), Anchor::middle, true);
  }

  void frame() {
    line(left_, bottom_, right_, bottom_, kInk);
    line(left_, bottom_, left_, top_, kInk);
  }

  DrawnValue value_of(const FigureSeries& series, const FigurePoint& point) const {
    const auto category = static_cast<std::size_t>(point.y);
    return {series.name, is_bars(series) ? panel_.y.categories.at(category) : "", point.x, point.y};
  }

  void series(std::size_t number) {
    const FigureSeries& series = panel_.series[number];
    const bool joined = series.mark == SeriesMark::line || series.mark == SeriesMark::rule;
    for (std::size_t i = 0; joined && i + 1 < series.points.size(); ++i) {
      const FigurePoint &one = series.points[i], &next = series.points[i + 1];
      line(x_.at(one.x), y_.at(one.y), x_.at(next.x), y_.at(next.y), series.color,
           series.mark == SeriesMark::rule);
    }
    for (const FigurePoint& point : series.points) {
      if (is_bars(series)) bar(number, point);
      whiskers(series, point, is_bars(series) ? begin_of_bar(panel_, number, point.y) : 0);
      if (is_bars(series) || series.mark == SeriesMark::rule) continue;
      add(DrawnDot{x_.at(point.x), y_.at(point.y),
                   series.mark == SeriesMark::dots ? kSmallDot : kLargeDot, hash(series.color),
                   value_of(series, point)});
    }
  }

  void bar(std::size_t number, const FigurePoint& point) {
    const double begin = begin_of_bar(panel_, number, point.y);
    const double from = x_.within(begin), to = x_.within(begin + point.x);
    add(DrawnRectangle{from, y_.at(point.y) - kBarThick / 2, to - from, kBarThick,
                       hash(panel_.series[number].color), value_of(panel_.series[number], point)});
  }

  void whiskers(const FigureSeries& series, const FigurePoint& point, double begin) {
    constexpr double kCap = 2.5;
    const std::string color = is_bars(series) ? kInk : series.color;
    const double x = x_.at(begin + point.x), y = y_.at(point.y);
    if (const auto& limits = point.y_limits) {
      const double low = y_.within(limits->low), high = y_.within(limits->high);
      line(x, low, x, high, color);
      for (const double end : {low, high}) line(x - kCap, end, x + kCap, end, color);
    }
    if (const auto& limits = point.x_limits) {
      const double low = x_.within(begin + limits->low), high = x_.within(begin + limits->high);
      line(low, y, high, y, color);
      for (const double end : {low, high}) line(end, y - kCap, end, y + kCap, color);
    }
  }

  void point_labels() {
    LabelSpots spots;
    for (const FigureSeries& series : panel_.series)
      for (const FigurePoint& point : series.points)
        if (!point.label.empty()) spots.keep_clear(x_.at(point.x), y_.at(point.y));
    for (const FigureSeries& series : panel_.series)
      for (const FigurePoint& point : series.points) {
        if (point.label.empty()) continue;
        const PlacedLabel label = spots.place(x_.at(point.x), y_.at(point.y));
        if (label.tied) line(x_.at(point.x), y_.at(point.y), label.tie_x, label.y, "888888");
        text(label.x, label.y + 3, point.label, Anchor::middle);
      }
  }

  const FigurePanel& panel_;
  Drawing& drawing_;
  double left_, top_, right_, bottom_;
  Scale x_, y_;
};

}  // namespace

Drawing drawing_of(const Figure& figure) {
  Drawing drawing;
  double top = 0;
  for (std::size_t first = 0; first < figure.panels.size(); first += kPanelsAside) {
    double left = 0, height = 0;
    for (std::size_t i = first; i < std::min(first + kPanelsAside, figure.panels.size()); ++i) {
      const FigurePanel& panel = figure.panels[i];
      PanelDrawing(panel, left, top, drawing).draw();
      left += PanelDrawing::width(panel);
      height = std::max(height, PanelDrawing::height(panel));
    }
    drawing.width = std::max(drawing.width, left);
    top += height;
  }
  drawing.height = top;
  return drawing;
}

}  // namespace mho
