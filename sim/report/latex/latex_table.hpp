// Tables of LaTeX with the rules of the package booktabs, and texts and numbers for their cells.
#pragma once

#include <string>
#include <vector>

namespace mho {

/// printable(), with the characters escaped that TeX would take for its own.
std::string escaped_tex(const std::string& text);

/// "mm$^2$", "$\mu$J".
std::string unit_tex(const std::string& unit);

/// One unit for figures side by side: that of the largest of them, "nJ".
struct SharedUnit {
  std::string unit;
  double factor = 1;  ///< from the metric's unit into it
};
SharedUnit shared_unit(const std::string& unit, double largest);

/// A figure in a shared unit, without it: as many digits as reports have.
std::string number_text(double value, const SharedUnit& unit);

struct LatexTable {
  std::string comment;                         ///< one line above it
  std::string columns;                         ///< of the tabular: "lrr"
  std::vector<std::string> head;               ///< cells are TeX
  std::vector<std::vector<std::string>> rows;  ///< an empty row is a rule
  std::string below{};                         ///< a comment
};

/// A tabular. ASCII but for what names hold.
std::string to_latex(const LatexTable& table);

}  // namespace mho
