// A figure for papers as a value: panels with axes, series and points. Three forms walk it: SVG,
// PDF and PGFPlots. Values are in the units of metrics; an axis shows them in one that suits them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

struct FigureAxis {
  std::string title;
  std::string unit{};  ///< of the values; "" for none
  bool is_log = false;
  std::vector<std::string> categories{};  ///< value i is the i-th of them; empty: numbers
};

struct FigurePoint {
  double x = 0, y = 0;
  std::optional<Limits> x_limits{}, y_limits{};
  std::string label{};  ///< beside it
};

enum class SeriesMark {
  dots,
  large_dots,
  line,  ///< with a dot at each point
  rule,  ///< dashed, without dots
  bars   ///< to the right; y is a category, and series stand one behind the other
};

struct FigureSeries {
  std::string name;  ///< in the legend; "": not there
  SeriesMark mark = SeriesMark::dots;
  std::string color;  ///< six hex digits
  std::vector<FigurePoint> points;
};

struct FigurePanel {
  std::string title{};
  FigureAxis x, y;
  std::vector<FigureSeries> series;
};

struct Figure {
  std::string caption;  ///< what it is of; a comment, or metadata
  std::vector<FigurePanel> panels;
};

// Okabe and Ito: apart for most color-blind readers.
inline constexpr const char* kVermilion = "d55e00";
inline constexpr const char* kGreen = "009e73";
inline constexpr const char* kBlue = "0072b2";
inline constexpr const char* kPaleBlue = "9fb8cc";
inline constexpr const char* kGray = "777777";

/// SVG, PDF or TikZ; the same figure, the same bytes.
std::string to_svg(const Figure& figure);
std::string to_pdf(const Figure& figure);
/// A tikzpicture of PGFPlots with its data in tables.
std::string to_pgfplots(const Figure& figure);

}  // namespace mho
