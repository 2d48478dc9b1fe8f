// A figure as lines, texts, rectangles and dots: what the forms that draw by themselves share.
// Lengths are points; y grows downwards.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "sim/report/figure/figure.hpp"

namespace mho {

struct DrawnLine {
  double x1 = 0, y1 = 0, x2 = 0, y2 = 0;
  std::string color;
  double width = 0.75;
  bool dashed = false;
};

enum class Anchor { start, middle, end };

struct DrawnText {
  double x = 0, y = 0;  ///< of its base line
  std::string text;
  Anchor anchor = Anchor::start;
  bool turned = false;  ///< upwards
  bool bold = false;
};

/// The values that a mark stands for, in the units of metrics.
struct DrawnValue {
  std::string series, category;
  double x = 0, y = 0;
};

struct DrawnRectangle {
  double x = 0, y = 0, width = 0, height = 0;
  std::string color;
  std::optional<DrawnValue> value{};
};

struct DrawnDot {
  double x = 0, y = 0, radius = 0;
  std::string color;
  std::optional<DrawnValue> value{};
};

using Drawn = std::variant<DrawnLine, DrawnText, DrawnRectangle, DrawnDot>;

struct Drawing {
  double width = 0, height = 0;
  std::vector<Drawn> marks;  ///< later ones lie over earlier ones
};

inline constexpr double kFigureFont = 9;

Drawing drawing_of(const Figure& figure);

}  // namespace mho
