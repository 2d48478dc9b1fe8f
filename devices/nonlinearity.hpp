// I-V curvature of a cell: I = g V + g2 V^2 + g3 V^3. Form cubic: g2 = 0, g3 = -k g. Form
// logarithmic: g2 and g3 are polynomials in log10(g / 1 S), as CrossSim fits Milo et al., IRPS
// (2021). Hysteresis and time dependence are ignored.
#pragma once

#include <span>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

struct Nonlinearity {
  enum class Form { cubic, logarithmic };

  Form form = Form::cubic;
  double k = 0;
  std::vector<double> second;
  std::vector<double> third;

  void fields(Fields& f);
  bool is_zero() const;
  int terms() const { return is_zero() ? 1 : 3; }
  /// The coefficient g2 (S/V) or g3 (S/V^2) of each conductance (S); term is 2 or 3.
  void coefficients(int term, std::span<const float> conductance_s,
                    std::span<float> coefficient) const;
};

}  // namespace mho
