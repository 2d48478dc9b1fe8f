// Marks have what they stand for as attributes: data-series, data-category, data-x, data-y.
#include <sstream>

#include "sim/report/columns.hpp"
#include "sim/report/figure/drawing.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

std::string length(double points) { return fixed(points, 2); }

class FigureSvg {
 public:
  explicit FigureSvg(Drawing drawing) : drawing_(std::move(drawing)) {}

  std::string text(const std::string& caption) {
    out_ << "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" << length(drawing_.width)
         << "pt\" height=\"" << length(drawing_.height) << "pt\" viewBox=\"0 0 "
         << length(drawing_.width) << " " << length(drawing_.height)
         << "\" font-family=\"DejaVu Sans, sans-serif\" font-size=\"" << length(kFigureFont)
         << "\">\n<title>" << xml_text(caption)
         << "</title>\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n";
    for (const Drawn& mark : drawing_.marks) std::visit(*this, mark);
    out_ << "</svg>\n";
    return out_.str();
  }

  void operator()(const DrawnLine& line) {
    out_ << "<line x1=\"" << length(line.x1) << "\" y1=\"" << length(line.y1) << "\" x2=\""
         << length(line.x2) << "\" y2=\"" << length(line.y2) << "\" stroke=\"" << line.color
         << "\" stroke-width=\"" << length(line.width) << "\""
         << (line.dashed ? " stroke-dasharray=\"4 3\"" : "") << "/>\n";
  }
  void operator()(const DrawnText& text) {
    const char* anchor = text.anchor == Anchor::start    ? "start"
                         : text.anchor == Anchor::middle ? "middle"
                                                         : "end";
    out_ << "<text x=\"" << length(text.x) << "\" y=\"" << length(text.y) << "\" text-anchor=\""
         << anchor << "\"";
    if (text.turned)
      out_ << " transform=\"rotate(-90 " << length(text.x) << " " << length(text.y) << ")\"";
    if (text.bold) out_ << " font-weight=\"bold\"";
    out_ << ">" << xml_text(text.text) << "</text>\n";
  }
  void operator()(const DrawnRectangle& box) {
    out_ << "<rect x=\"" << length(box.x) << "\" y=\"" << length(box.y) << "\" width=\""
         << length(box.width) << "\" height=\"" << length(box.height) << "\" fill=\"" << box.color
         << "\"";
    end(box.value);
  }
  void operator()(const DrawnDot& dot) {
    out_ << "<circle cx=\"" << length(dot.x) << "\" cy=\"" << length(dot.y) << "\" r=\""
         << length(dot.radius) << "\" fill=\"" << dot.color << "\"";
    end(dot.value);
  }

 private:
  void end(const std::optional<DrawnValue>& value) {
    if (value) {
      out_ << " data-series=\"" << xml_text(value->series) << "\" data-x=\"" << exact_text(value->x)
           << "\"";
      if (value->category.empty())
        out_ << " data-y=\"" << exact_text(value->y) << "\"";
      else
        out_ << " data-category=\"" << xml_text(value->category) << "\"";
    }
    out_ << "/>\n";
  }

  Drawing drawing_;
  std::ostringstream out_;
};

}  // namespace

std::string to_svg(const Figure& figure) {
  return FigureSvg(drawing_of(figure)).text(figure.caption);
}

}  // namespace mho
