// By cairo: vector graphics, texts as texts in fonts that are embedded as far as they are used.
// The font is DejaVu Sans (fonts-dejavu-core), or what fontconfig has in its place.
#include <cairo-pdf.h>

#include <array>
#include <charconv>
#include <memory>

#include "sim/base/error.hpp"
#include "sim/base/text.hpp"
#include "sim/report/figure/drawing.hpp"

#if defined(__SANITIZE_ADDRESS__)
// fontconfig keeps what it has read for the life of the process, and loses sight of some of it.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }
#endif

namespace mho {

namespace {

cairo_status_t take_bytes(void* into, const unsigned char* bytes, unsigned int size) {
  static_cast<std::string*>(into)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

class FigurePdf {
 public:
  explicit FigurePdf(Drawing drawing)
      : drawing_(std::move(drawing)),
        surface_(cairo_pdf_surface_create_for_stream(take_bytes, &bytes_, drawing_.width,
                                                     drawing_.height)),
        cairo_(cairo_create(surface_.get())) {}

  std::string bytes(const std::string& caption) {
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_TITLE,
                                   printable(caption).c_str());
    // The same figure, the same bytes: it says nothing of when it was drawn.
    cairo_pdf_surface_set_metadata(surface_.get(), CAIRO_PDF_METADATA_CREATE_DATE, "");
    for (const Drawn& mark : drawing_.marks) std::visit(*this, mark);
    const cairo_status_t drawn = cairo_status(cairo_.get());
    cairo_surface_finish(surface_.get());
    require(drawn == CAIRO_STATUS_SUCCESS, cairo_status_to_string(drawn));
    return std::move(bytes_);
  }

  void operator()(const DrawnLine& line) {
    constexpr std::array kDashes{4.0, 3.0};
    color(line.color);
    cairo_set_line_width(cairo_.get(), line.width);
    cairo_set_dash(cairo_.get(), kDashes.data(), line.dashed ? 2 : 0, 0);
    cairo_move_to(cairo_.get(), line.x1, line.y1);
    cairo_line_to(cairo_.get(), line.x2, line.y2);
    cairo_stroke(cairo_.get());
  }
  void operator()(const DrawnText& text) {
    const std::string shown = printable(text.text);
    color("#000000");
    cairo_select_font_face(cairo_.get(), "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL,
                           text.bold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cairo_.get(), kFigureFont);
    cairo_text_extents_t size;
    cairo_text_extents(cairo_.get(), shown.c_str(), &size);
    const double back = text.anchor == Anchor::start    ? 0
                        : text.anchor == Anchor::middle ? size.x_advance / 2
                                                        : size.x_advance;
    constexpr double kQuarter = 1.57079632679489662;
    cairo_save(cairo_.get());
    cairo_translate(cairo_.get(), text.x, text.y);
    if (text.turned) cairo_rotate(cairo_.get(), -kQuarter);
    cairo_move_to(cairo_.get(), -back, 0);
    cairo_show_text(cairo_.get(), shown.c_str());
    cairo_restore(cairo_.get());
  }
  void operator()(const DrawnRectangle& box) {
    color(box.color);
    cairo_rectangle(cairo_.get(), box.x, box.y, box.width, box.height);
    cairo_fill(cairo_.get());
  }
  void operator()(const DrawnDot& dot) {
    constexpr double kWhole = 6.28318530717958648;
    color(dot.color);
    cairo_new_path(cairo_.get());
    cairo_arc(cairo_.get(), dot.x, dot.y, dot.radius, 0, kWhole);
    cairo_fill(cairo_.get());
  }

 private:
  struct Deleter {
    void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
    void operator()(cairo_t* cairo) const { cairo_destroy(cairo); }
  };

  /// "#rrggbb".
  void color(const std::string& text) {
    unsigned value = 0;
    std::from_chars(text.data() + 1, text.data() + text.size(), value, 16);
    const auto channel = [&](int shift) { return ((value >> shift) & 0xff) / 255.0; };
    cairo_set_source_rgb(cairo_.get(), channel(16), channel(8), channel(0));
  }

  Drawing drawing_;
  std::string bytes_;
  std::unique_ptr<cairo_surface_t, Deleter> surface_;
  std::unique_ptr<cairo_t, Deleter> cairo_;
};

}  // namespace

std::string to_pdf(const Figure& figure) {
  return FigurePdf(drawing_of(figure)).bytes(figure.caption);
}

}  // namespace mho
