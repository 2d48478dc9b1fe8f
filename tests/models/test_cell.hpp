// A cell for the crossbar's tests: normal programming error (a share of the range), read noise with
// a constant and a proportional part, any of them zero.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "devices/cell.hpp"

namespace mho {

class TestCell : public Cell {
 public:
  int bits = 4;
  double g_min_s = 0;
  double g_max_s = 15e-6;
  double programming_sigma = 0;  ///< of (g_max - g_min)
  double read_sigma = 0;         ///< of (g_max - g_min), constant
  double read_relative = 0;      ///< of the conductance
  double second = 0;             ///< current V g (1 + second V + third V^2)
  double third = 0;

  const char* kind() const override { return "test"; }
  void fields(Fields&) override {}
  int levels() const override { return 1 << bits; }
  Conductance g_min() const override { return from_si<Conductance>(g_min_s); }
  Conductance g_max() const override { return from_si<Conductance>(g_max_s); }
  Conductance g_ceiling() const override {
    return from_si<Conductance>(g_max_s + 4 * programming_sigma * (g_max_s - g_min_s));
  }
  void conductances(const CellGrid&, const Conditions&, std::span<const float> target_s,
                    const Stream& stream, std::span<float> conductance_s) const override {
    std::vector<float> normal(target_s.size());
    stream.normals(0, normal);
    const double range = g_max_s - g_min_s;
    for (std::size_t n = 0; n < target_s.size(); ++n)
      conductance_s[n] = static_cast<float>(
          std::clamp(static_cast<double>(target_s[n]) +
                         programming_sigma * range * static_cast<double>(normal[n]),
                     0.0, g_ceiling().value()));
  }
  void read_variance(const Conditions&, std::span<const float> conductance_s,
                     std::span<float> variance_s2) const override {
    const double constant = read_sigma * (g_max_s - g_min_s);
    for (std::size_t n = 0; n < conductance_s.size(); ++n) {
      const double proportional = read_relative * static_cast<double>(conductance_s[n]);
      variance_s2[n] = static_cast<float>(constant * constant + proportional * proportional);
    }
  }
  bool has_read_noise(const Effects&) const override { return read_sigma > 0 || read_relative > 0; }
  int voltage_terms() const override { return third != 0 ? 3 : (second != 0 ? 2 : 1); }
  void voltage_term(int term, std::span<const float> conductance_s,
                    std::span<float> coefficient) const override {
    const auto factor = static_cast<float>(term == 2 ? second : third);
    for (std::size_t n = 0; n < conductance_s.size(); ++n)
      coefficient[n] = factor * conductance_s[n];
  }
  Effects effects() const override { return {}; }
  const CellCost& cost() const override { return cost_; }

 private:
  CellCost cost_;
};

/// An exact cell of `bits` bits with infinite on/off ratio.
inline TestCell exact_cell(int bits) {
  TestCell cell;
  cell.bits = bits;
  return cell;
}

}  // namespace mho
