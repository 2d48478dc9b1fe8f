// Each series is one \addplot with its table, in the unit that the axis shows.
#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/base/text.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/figure/figure.hpp"
#include "sim/report/figure/scale.hpp"
#include "sim/report/front/front_figures.hpp"

namespace mho {

namespace {

constexpr std::size_t kPanelsInRow = 2;

std::string shown_in(const SharedUnit& unit, double value) {
  return exact_text(value * unit.factor);
}

/// Of labels and legends: braces keep commas and brackets.
std::string braced(const std::string& text) { return "{" + escaped_tex(text) + "}"; }

bool any_limits(const FigureSeries& series, std::optional<Limits> FigurePoint::*limits) {
  return std::any_of(series.points.begin(), series.points.end(),
                     [&](const FigurePoint& point) { return (point.*limits).has_value(); });
}

bool has_limits(const FigurePoint& point) { return point.x_limits || point.y_limits; }

bool any_labels(const FigureSeries& series) {
  return std::any_of(series.points.begin(), series.points.end(),
                     [](const FigurePoint& point) { return !point.label.empty(); });
}

class PgfPanel {
 public:
  explicit PgfPanel(const FigurePanel& panel)
      : panel_(panel), x_unit_(unit_of(panel, AxisOf::x)), y_unit_(unit_of(panel, AxisOf::y)) {}

  std::string text() {
    out_ << "\\nextgroupplot["
         << (panel_.title.empty() ? "" : "title=" + braced(panel_.title) + ", ") << "xlabel={"
         << title_of(escaped_tex(panel_.x.title), unit_tex(x_unit_.unit)) << "}";
    if (panel_.x.is_log) out_ << ", xmode=log";
    y_axis();
    out_ << "]\n";
    for (const FigureSeries& series : panel_.series) plot(series);
    return out_.str();
  }

 private:
  /// Series of bars stand one behind the other.
  bool is_stacked() const { return panel_.series.size() > 1; }

  void y_axis() {
    const std::vector<std::string>& names = panel_.y.categories;
    if (names.empty()) {
      out_ << ", enlargelimits=0.06, ylabel={"
           << title_of(escaped_tex(panel_.y.title), unit_tex(y_unit_.unit)) << "}";
      if (panel_.y.is_log) out_ << ", ymode=log";
      return;
    }
    out_ << (is_stacked() ? ", xbar stacked" : ", xbar, bar shift=0pt")
         << ", bar width=6pt, y dir=reverse, ymin=-0.6, ymax="
         << fixed(static_cast<double>(names.size()) - 0.4, 1)
         << ", xmin=0, enlarge x limits={upper, value=0.05}, height="
         << fixed(static_cast<double>(names.size()) * 4 + 20, 0)
         << "mm, legend style={at={(0.98,0.05)}, anchor=south east}, ytick={";
    for (std::size_t i = 0; i < names.size(); ++i) out_ << (i == 0 ? "" : ",") << i;
    out_ << "}, yticklabels={";
    for (std::size_t i = 0; i < names.size(); ++i) out_ << (i == 0 ? "" : ",") << braced(names[i]);
    out_ << "}";
  }

  static std::string style(const FigureSeries& series) {
    const std::string color = "mho" + series.color;
    switch (series.mark) {
      case SeriesMark::dots:
        return "only marks, mark=*, mark size=1pt, color=" + color;
      case SeriesMark::large_dots:
        return "only marks, mark=*, mark size=1.8pt, color=" + color;
      case SeriesMark::line:
        return "mark=*, mark size=1.8pt, color=" + color;
      case SeriesMark::rule:
        return "no marks, dashed, color=" + color;
      case SeriesMark::bars:
        return "fill=" + color + ", draw=none";
    }
    return "";
  }

  /// Points with intervals and those without apart: an arm of no length would be drawn.
  void plot(const FigureSeries& series) {
    FigureSeries with = series, without = series;
    std::erase_if(with.points, [](const FigurePoint& point) { return !has_limits(point); });
    std::erase_if(without.points, has_limits);
    const bool parted = !is_stacked() && series.mark != SeriesMark::line && !with.points.empty();
    if (!parted) return plot_all(series, false);
    plot_all(with, false);
    plot_all(without, true);
  }

  /// `goes_on`: a part of the series stands in the legend.
  void plot_all(const FigureSeries& series, bool goes_on) {
    if (series.points.empty()) return;
    const bool x_bars = any_limits(series, &FigurePoint::x_limits),
               y_bars = any_limits(series, &FigurePoint::y_limits), labels = any_labels(series);
    out_ << "\\addplot[" << style(series) << (goes_on ? ", forget plot" : "");
    if (labels)
      out_ << ", nodes near coords, point meta=explicit symbolic, every node near coord/.append "
              "style={font=\\scriptsize, color=black, anchor=west}";
    if (x_bars || y_bars) out_ << ", error bars/.cd";
    if (x_bars) out_ << ", x dir=both, x explicit, error bar style={color=black}";
    if (y_bars) out_ << ", y dir=both, y explicit";
    out_ << "] table[x=x, y=y";
    if (x_bars) out_ << ", x error minus=xminus, x error plus=xplus";
    if (y_bars) out_ << ", y error minus=yminus, y error plus=yplus";
    if (labels) out_ << ", meta=label";
    out_ << ", row sep=\\\\] {\nx y" << (x_bars ? " xminus xplus" : "")
         << (y_bars ? " yminus yplus" : "") << (labels ? " label" : "") << " \\\\\n";
    for (const FigurePoint& point : series.points) row(point, x_bars, y_bars, labels);
    out_ << "};\n";
    if (!series.name.empty() && !goes_on) out_ << "\\addlegendentry" << braced(series.name) << "\n";
  }

  void row(const FigurePoint& point, bool x_bars, bool y_bars, bool labels) {
    out_ << shown_in(x_unit_, point.x) << " "
         << (panel_.y.categories.empty() ? shown_in(y_unit_, point.y) : exact_text(point.y));
    const auto arms = [&](double at, const std::optional<Limits>& limits, const SharedUnit& unit) {
      out_ << " " << shown_in(unit, limits ? at - limits->low : 0) << " "
           << shown_in(unit, limits ? limits->high - at : 0);
    };
    if (x_bars) arms(point.x, point.x_limits, x_unit_);
    if (y_bars) arms(point.y, point.y_limits, y_unit_);
    if (labels) out_ << " " << braced(point.label);
    out_ << " \\\\\n";
  }

  const FigurePanel& panel_;
  SharedUnit x_unit_, y_unit_;
  std::ostringstream out_;
};

/// Millimeters between panels, for the names at the axes of those on the right.
std::string names_room(const Figure& figure) {
  constexpr double kLeast = 20, kOfName = 1.6, kBeside = 8;
  double room = kLeast;
  for (const FigurePanel& panel : figure.panels)
    for (const std::string& name : panel.y.categories)
      room = std::max(room, kOfName * static_cast<double>(width_of(name)) + kBeside);
  return fixed(room, 0);
}

std::string upper(std::string color) {
  std::transform(color.begin(), color.end(), color.begin(), [](char letter) {
    return letter >= 'a' && letter <= 'f' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return color;
}

}  // namespace

std::string to_pgfplots(const Figure& figure) {
  std::ostringstream out;
  out << "% " << printable(figure.caption)
      << "\n% needs \\usepackage{pgfplots}, \\usepgfplotslibrary{groupplots} and "
         "\\pgfplotsset{compat=1.17}\n\\begin{tikzpicture}\n";
  std::vector<std::string> colors;
  for (const FigurePanel& panel : figure.panels)
    for (const FigureSeries& series : panel.series)
      if (std::find(colors.begin(), colors.end(), series.color) == colors.end()) {
        colors.push_back(series.color);
        out << "\\definecolor{mho" << series.color << "}{HTML}{" << upper(series.color) << "}\n";
      }
  const std::size_t aside = std::min(kPanelsInRow, figure.panels.size());
  const std::size_t rows = (figure.panels.size() + aside - 1) / aside;
  out << "\\begin{groupplot}[group style={group size=" << aside << " by " << rows
      << ", horizontal sep=" << names_room(figure)
      << "mm, vertical sep=22mm}, width=75mm, height=60mm,\n"
         "  legend style={at={(0.5,1.03)}, anchor=south, draw=none, font=\\scriptsize},\n"
         "  tick label style={font=\\scriptsize, /pgf/number format/1000 sep={}}, label "
         "style={font=\\small},\n"
         "  title style={font=\\small\\bfseries}, grid=major, grid style={gray!20}, axis "
         "lines=left]\n";
  for (const FigurePanel& panel : figure.panels) out << PgfPanel(panel).text();
  out << "\\end{groupplot}\n\\end{tikzpicture}\n";
  return out.str();
}

}  // namespace mho
