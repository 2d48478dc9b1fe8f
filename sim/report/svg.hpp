// Elements of SVG images: lines, texts, markers, logarithmic axes, labels that keep clear of each
// other. Lengths are pixels.
#pragma once

#include <cmath>
#include <sstream>
#include <string>
#include <vector>

namespace mho {

/// printable(), with the characters escaped that XML and HTML have a use for.
std::string xml_text(const std::string& text);

inline constexpr double kMarkerRadius = 5;

/// A logarithmic axis onto pixels.
struct Axis {
  double low, high;  ///< values at its ends
  double from, to;   ///< pixels there

  double at(double value) const {
    return from + (to - from) * std::log(value / low) / std::log(high / low);
  }
};

class Svg {
 public:
  Svg(double width, double height);
  void line(double x1, double y1, double x2, double y2, const char* color);
  /// `anchor`: start, middle or end; `turned`: upwards.
  void text(double x, double y, const std::string& what, const char* anchor, bool turned = false);
  /// Text of a size (pixels) and color, bold or not.
  void words(double x, double y, const std::string& what, const char* anchor, double size,
             const char* color, bool bold);
  void rectangle(double x, double y, double width, double height, const char* fill);
  /// A bar from (x, y) whose right end is a point (`to_right`), or whose left end is.
  void arrow(double x, double y, double width, double height, const char* fill, bool to_right);
  /// A filled diamond for what was simulated, an open circle for what was published.
  void marker(double x, double y, const char* color, bool simulated);
  /// One of many points; a large one stands out.
  void dot(double x, double y, const char* color, bool large);
  std::string finish();

 private:
  std::ostringstream out_;
};

/// Where a label stands, and where a line from its marker ends if it stands far from it.
struct PlacedLabel {
  double x, y;
  bool tied;
  double tie_x;
};

/// Room for numbers beside their markers; elsewhere where one stands already.
class LabelSpots {
 public:
  /// The marker at (x, y) keeps labels away.
  void keep_clear(double x, double y) { taken_.push_back({x, y}); }
  PlacedLabel place(double x, double y);

 private:
  struct Spot {
    double x, y;
  };

  bool is_free(const Spot& spot) const;
  Spot free_spot(double x, double y) const;

  std::vector<Spot> taken_;
};

/// Numbers beside their markers; moved where one stands already, with a line to the marker.
class Labels {
 public:
  explicit Labels(Svg& svg) : svg_(svg) {}

  void keep_clear(double x, double y) { spots_.keep_clear(x, y); }
  void add(double x, double y, const std::string& text);

 private:
  Svg& svg_;
  LabelSpots spots_;
};

}  // namespace mho
