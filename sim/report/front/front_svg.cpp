#include "sim/report/front/front_svg.hpp"

#include <algorithm>
#include <cmath>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "sim/report/columns.hpp"
#include "sim/report/front/front_figures.hpp"
#include "sim/report/svg.hpp"

namespace mho {

namespace {

// Lengths in pixels.
constexpr double kWidth = 560, kHeight = 380;
constexpr double kLeft = 80, kTop = 40, kRight = 24, kBottom = 56;
constexpr double kLetter = 6.2;  ///< of a caption, on average

// Okabe and Ito: apart for most color-blind readers.
constexpr const char* kFrontColor = "#d55e00";
constexpr const char* kUnresolvedColor = "#009e73";
constexpr const char* kDominatedColor = "#9fb8cc";

/// Values onto pixels.
class Scale {
 public:
  Scale(double low, double high, double from, double to) : from_(from), to_(to) {
    constexpr double kSpread = 10, kMargin = 0.04;
    is_log_ = low > 0 && high > kSpread * low;
    low_ = mapped(low);
    high_ = mapped(high);
    const double margin = high_ > low_ ? kMargin * (high_ - low_) : std::max(1.0, high_) * kMargin;
    low_ -= margin;
    high_ += margin;
  }

  double at(double value) const {
    return from_ + (to_ - from_) * (mapped(value) - low_) / (high_ - low_);
  }

  /// Values to write at the axis: 1, 2, 5 of every decade, or even steps.
  std::vector<double> ticks() const { return is_log_ ? log_ticks() : even_ticks(); }

 private:
  double mapped(double value) const { return is_log_ ? std::log10(value) : value; }

  std::vector<double> log_ticks() const {
    std::vector<double> ticks;
    for (int decade = static_cast<int>(std::floor(low_)); decade <= high_; ++decade)
      for (const double step : {1.0, 2.0, 5.0}) {
        const double value = step * std::pow(10, decade);
        if (mapped(value) >= low_ && mapped(value) <= high_) ticks.push_back(value);
      }
    return ticks;
  }

  std::vector<double> even_ticks() const {
    constexpr int kTicks = 5;
    const double rough = (high_ - low_) / kTicks;
    const double decade = std::pow(10, std::floor(std::log10(rough)));
    double step = decade;
    for (const double factor : {2.0, 5.0, 10.0})
      if (step < rough) step = factor * decade;
    std::vector<double> ticks;
    for (double number = std::ceil(low_ / step); number * step <= high_; ++number)
      ticks.push_back(number * step);
    return ticks;
  }

  bool is_log_ = false;
  double low_ = 0, high_ = 1, from_, to_;
};

class FrontPicture {
 public:
  explicit FrontPicture(const DesignFront& front)
      : front_(front),
        svg_(kLeft + kWidth + kRight, kTop + kHeight + kBottom),
        x_(scale(0, kLeft, kLeft + kWidth)),
        y_(scale(1, kTop + kHeight, kTop)) {}

  std::string drawn() {
    axes();
    points(Standing::dominated, kDominatedColor);
    points(Standing::unresolved, kUnresolvedColor);
    noise();
    points(Standing::front, kFrontColor);
    labels();
    legend();
    return svg_.finish();
  }

 private:
  double value(const FrontDesign& design, std::size_t objective) const {
    return design.objectives[objective].value;
  }

  Scale scale(std::size_t objective, double from, double to) const {
    double low = 0, high = 0;
    bool any = false;
    for (const FrontDesign& design : front_.designs) {
      if (design.standing == Standing::infeasible) continue;
      const double at = value(design, objective);
      low = any ? std::min(low, at) : at;
      high = any ? std::max(high, at) : at;
      any = true;
    }
    return {low, high, from, to};
  }

  std::string title(std::size_t objective) const {
    const FrontObjective& each = front_.objectives[objective];
    const bool has_prefix = each.unit == "J" || each.unit == "s" || each.unit == "W";
    return each.metric + (each.unit.empty() || has_prefix ? "" : ", " + each.unit) +
           (each.maximize ? " (more is better)" : " (less is better)");
  }

  std::string tick_text(std::size_t objective, double at) const {
    constexpr int kDigits = 3;
    const std::string& unit = front_.objectives[objective].unit;
    const bool has_prefix = unit == "J" || unit == "s" || unit == "W";
    // A step that is nearly 0 is 0.
    if (std::fabs(at) < 1e-30) return "0";
    return has_prefix ? format_si_rounded(at, unit, kDigits) : significant(at, kDigits);
  }

  void axes() {
    const double bottom = kTop + kHeight, right = kLeft + kWidth;
    double free_from = 0;
    for (const double at : x_.ticks()) {
      svg_.line(x_.at(at), bottom, x_.at(at), kTop, "#eeeeee");
      const std::string text = tick_text(0, at);
      const double half = static_cast<double>(width_of(text)) * kLetter / 2;
      if (x_.at(at) - half < free_from) continue;
      svg_.text(x_.at(at), bottom + 16, text, "middle");
      free_from = x_.at(at) + half + kLetter;
    }
    for (const double at : y_.ticks()) {
      svg_.line(kLeft, y_.at(at), right, y_.at(at), "#eeeeee");
      svg_.text(kLeft - 6, y_.at(at) + 4, tick_text(1, at), "end");
    }
    svg_.line(kLeft, bottom, right, bottom, "black");
    svg_.line(kLeft, bottom, kLeft, kTop, "black");
    svg_.text((kLeft + right) / 2, bottom + 40, title(0), "middle");
    svg_.text(18, (kTop + bottom) / 2, title(1), "middle", true);
  }

  void points(Standing standing, const char* color) {
    for (const FrontDesign& design : front_.designs)
      if (design.standing == standing)
        svg_.dot(x_.at(value(design, 0)), y_.at(value(design, 1)), color,
                 standing == Standing::front);
  }

  /// 95 % intervals of the front.
  void noise() {
    for (const FrontDesign& design : front_.designs) {
      if (design.standing != Standing::front) continue;
      const double x = x_.at(value(design, 0)), y = y_.at(value(design, 1));
      if (const auto& limits = design.objectives[1].ci95)
        svg_.line(x, clamped_y(limits->low), x, clamped_y(limits->high), kFrontColor);
      if (const auto& limits = design.objectives[0].ci95)
        svg_.line(clamped_x(limits->low), y, clamped_x(limits->high), y, kFrontColor);
    }
  }

  /// A logarithm of what is not positive is none.
  double clamped_y(double at) const {
    const double pixel = y_.at(at);
    return std::isfinite(pixel) ? std::clamp(pixel, kTop, kTop + kHeight) : kTop + kHeight;
  }
  double clamped_x(double at) const {
    const double pixel = x_.at(at);
    return std::isfinite(pixel) ? std::clamp(pixel, kLeft, kLeft + kWidth) : kLeft;
  }

  void labels() {
    Labels labels(svg_);
    const std::size_t members = front_.count(Standing::front);
    for (std::size_t i = 0; i < members; ++i)
      labels.keep_clear(x_.at(value(front_.designs[i], 0)), y_.at(value(front_.designs[i], 1)));
    for (std::size_t i = 0; i < members; ++i)
      labels.add(x_.at(value(front_.designs[i], 0)), y_.at(value(front_.designs[i], 1)),
                 std::to_string(i + 1) + (front_.knee == i ? "*" : ""));
  }

  void legend() {
    struct Entry {
      Standing standing;
      const char* color;
      std::string text;
    };
    double x = kLeft;
    for (const Entry& entry :
         {Entry{Standing::front, kFrontColor, front_.knee ? "front (* knee)" : "front"},
          Entry{Standing::unresolved, kUnresolvedColor, "not to be told from it"},
          Entry{Standing::dominated, kDominatedColor, "dominated"}}) {
      const std::string text = std::to_string(front_.count(entry.standing)) + " " + entry.text;
      svg_.dot(x, kTop / 2 - 4, entry.color, entry.standing == Standing::front);
      svg_.text(x + 2 * kMarkerRadius, kTop / 2, text, "start");
      x += static_cast<double>(width_of(text)) * kLetter + 6 * kMarkerRadius;
    }
  }

  const DesignFront& front_;
  Svg svg_;
  Scale x_, y_;
};

}  // namespace

std::string to_svg(const DesignFront& front) {
  if (front.objectives.size() < 2)
    throw InputError({}, "--svg", "needs two objectives, which are its axes");
  return FrontPicture(front).drawn();
}

}  // namespace mho
