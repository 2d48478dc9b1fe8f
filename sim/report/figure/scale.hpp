// The values of an axis onto a length: even or logarithmic steps, the unit they are shown in, and
// where to write a number.
#pragma once

#include <string>
#include <vector>

#include "sim/report/figure/figure.hpp"
#include "sim/report/latex/latex_table.hpp"

namespace mho {

enum class AxisOf { x, y };

/// Values of all series at an axis, with the ends of their intervals; of bars where they begin and
/// end.
Limits span_of(const FigurePanel& panel, AxisOf which);

/// The unit that an axis shows.
SharedUnit unit_of(const FigurePanel& panel, AxisOf which);

/// "energy per inference [nJ]", of the unit as the form writes it.
std::string title_of(const std::string& title, const std::string& unit);

/// Where the bars of a series begin: behind those of the series before it.
double begin_of_bar(const FigurePanel& panel, std::size_t series, double category);

class Scale {
 public:
  /// From `from` to `to` (lengths). Bars begin at its low end.
  Scale(const FigurePanel& panel, AxisOf which, double from, double to);

  double at(double value) const;
  /// Cut to the axis: a logarithm of what is not positive is none.
  double within(double value) const;
  /// 1, 2, 5 of every decade, decades alone where there are many, or even steps.
  std::vector<double> ticks() const;
  double low() const;
  double high() const;

 private:
  double mapped(double value) const;
  std::vector<double> log_ticks() const;
  std::vector<double> even_ticks() const;

  bool is_log_ = false;
  double low_ = 0, high_ = 1, from_, to_;
  double factor_ = 1;  ///< into the unit that is shown, in which steps are even
};

}  // namespace mho
