#include "sim/report/svg.hpp"

#include <algorithm>

#include "sim/base/text.hpp"

namespace mho {

namespace {

// Of labels.
constexpr double kWidth = 15, kHeight = 11, kBeside = 1.05 * kWidth;

std::string coordinate(double value) { return fixed(value, 1); }

}  // namespace

// XML 1.0 has no control characters, not even as references.
std::string xml_text(const std::string& text) {
  std::string result;
  for (const char letter : printable(text)) {
    if (letter == '&')
      result += "&amp;";
    else if (letter == '<')
      result += "&lt;";
    else if (letter == '>')
      result += "&gt;";  // "]]>" must not stand in text
    else if (letter == '"')
      result += "&quot;";
    else
      result += letter;
  }
  return result;
}

Svg::Svg(double width, double height) {
  out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << coordinate(width)
       << "\" height=\"" << coordinate(height)
       << "\" font-family=\"sans-serif\" font-size=\"11\">\n"
       << "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
}
void Svg::line(double x1, double y1, double x2, double y2, const char* color) {
  out_ << "<line x1=\"" << coordinate(x1) << "\" y1=\"" << coordinate(y1) << "\" x2=\""
       << coordinate(x2) << "\" y2=\"" << coordinate(y2) << "\" stroke=\"" << color << "\"/>\n";
}

void Svg::text(double x, double y, const std::string& what, const char* anchor, bool turned) {
  out_ << "<text x=\"" << coordinate(x) << "\" y=\"" << coordinate(y) << "\" text-anchor=\""
       << anchor << "\"";
  if (turned) out_ << " transform=\"rotate(-90 " << coordinate(x) << " " << coordinate(y) << ")\"";
  out_ << ">" << xml_text(what) << "</text>\n";
}

void Svg::words(double x, double y, const std::string& what, const char* anchor, double size,
                const char* color, bool bold) {
  out_ << "<text x=\"" << coordinate(x) << "\" y=\"" << coordinate(y) << "\" text-anchor=\""
       << anchor << "\" font-size=\"" << coordinate(size) << "\" fill=\"" << color << "\"";
  if (bold) out_ << " font-weight=\"bold\"";
  out_ << ">" << xml_text(what) << "</text>\n";
}

void Svg::rectangle(double x, double y, double width, double height, const char* fill) {
  out_ << "<rect x=\"" << coordinate(x) << "\" y=\"" << coordinate(y) << "\" width=\""
       << coordinate(width) << "\" height=\"" << coordinate(height) << "\" fill=\"" << fill
       << "\"/>\n";
}

void Svg::arrow(double x, double y, double width, double height, const char* fill, bool to_right) {
  const double tip = height / 2;
  const auto point = [&](double right, double down) {
    const double from_left = to_right ? right : width - right;
    out_ << coordinate(x + from_left) << "," << coordinate(y + down) << " ";
  };
  out_ << "<polygon points=\"";
  point(0, 0);
  point(width - tip, 0);
  point(width, height / 2);
  point(width - tip, height);
  point(0, height);
  out_ << "\" fill=\"" << fill << "\"/>\n";
}

void Svg::marker(double x, double y, const char* color, bool simulated) {
  if (!simulated) {
    out_ << "<circle cx=\"" << coordinate(x) << "\" cy=\"" << coordinate(y) << "\" r=\""
         << coordinate(kMarkerRadius) << "\" fill=\"none\" stroke-width=\"1.8\" stroke=\"" << color
         << "\"/>\n";
    return;
  }
  const double r = 1.4 * kMarkerRadius;
  out_ << "<polygon points=\"" << coordinate(x) << "," << coordinate(y - r) << " "
       << coordinate(x + r) << "," << coordinate(y) << " " << coordinate(x) << ","
       << coordinate(y + r) << " " << coordinate(x - r) << "," << coordinate(y) << "\" fill=\""
       << color << "\" stroke=\"black\" stroke-width=\"0.8\"/>\n";
}

void Svg::dot(double x, double y, const char* color, bool large) {
  out_ << "<circle cx=\"" << coordinate(x) << "\" cy=\"" << coordinate(y) << "\" r=\""
       << coordinate(large ? kMarkerRadius - 1 : kMarkerRadius / 2) << "\" fill=\"" << color
       << "\"/>\n";
}

std::string Svg::finish() {
  out_ << "</svg>\n";
  return out_.str();
}

void Labels::add(double x, double y, const std::string& text) {
  const PlacedLabel label = spots_.place(x, y);
  if (label.tied) svg_.line(x, y, label.tie_x, label.y, "#888888");
  svg_.text(label.x, label.y + kHeight / 3, text, "middle");
}

PlacedLabel LabelSpots::place(double x, double y) {
  const Spot spot = free_spot(x, y);
  const double aside = spot.x - x;
  taken_.push_back(spot);
  return {spot.x, spot.y, spot.y != y || std::abs(aside) > 1.5 * kBeside,
          spot.x - std::copysign(kWidth / 2, aside)};
}

bool LabelSpots::is_free(const Spot& spot) const {
  return std::none_of(taken_.begin(), taken_.end(), [&](const Spot& other) {
    return std::abs(other.x - spot.x) < kWidth && std::abs(other.y - spot.y) < kHeight;
  });
}

/// Right or left of the marker, then higher and lower; the first if all are taken.
LabelSpots::Spot LabelSpots::free_spot(double x, double y) const {
  for (const double up : {0.0, 0.6, -0.6, 1.1, -1.1})
    for (const double aside : {kBeside, -kBeside})
      if (const Spot spot{x + aside, y - up * kHeight}; is_free(spot)) return spot;
  for (const double aside : {2 * kBeside, -2 * kBeside})
    for (const double up : {0.0, 0.6, -0.6, 1.1, -1.1, 2.2, -2.2})
      if (const Spot spot{x + aside, y - up * kHeight}; is_free(spot)) return spot;
  return {x + kBeside, y};
}

}  // namespace mho
