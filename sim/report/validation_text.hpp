// A Validation for people: a table a point, 100 columns, and a summary.
#pragma once

#include <string>

#include "sim/results/validation.hpp"

namespace mho {

std::string to_text(const Validation& validation);

/// The cells of one figure that all forms show: what was published with its relation, what was
/// simulated, the error, what is allowed.
struct FigureText {
  std::string published;  ///< "372.4 GOPS", ">= 92.6 %"
  std::string simulated;  ///< "0.3724 TOPS"
  std::string error;      ///< "-0.03 %", "+0.40 pt"
  std::string allowed;    ///< "1 %", "0.5 pt", "-"
};
FigureText figure_text(const ValidatedFigure& figure);

/// "45 figures: 40 within tolerance, 2 missed, 3 shown only (...)."
std::string summary_text(const Validation& validation);

}  // namespace mho
