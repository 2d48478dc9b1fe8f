// What temperature T does to a cell: its conductance changes linearly,
// g(T) = g [1 + c (T - T0)], c linear in the target between coefficients for g_min and g_max; and
// aging is faster by Arrhenius' factor exp(E/k (1/T0 - 1/T)). Gradients over the chip and
// self-heating are ignored.
#pragma once

#include <span>

#include "devices/error_curve.hpp"

namespace mho {

struct TemperatureDependence {
  Temperature reference;
  double coefficient_g_min = 0;
  double coefficient_g_max = 0;
  Energy activation;

  void fields(Fields& f);
  /// Changes conductances (S), programmed to target_s, from the reference to a temperature (K).
  void apply(double temperature_k, const ConductanceRange& range, std::span<const float> target_s,
             std::span<float> conductance_s) const;
  double factor(double temperature_k, double target_s, const ConductanceRange& range) const;
  /// How many times faster the cell ages at this temperature (K).
  double acceleration(double temperature_k) const;
  /// Whether anything changes with temperature: ageing counts only for a cell that ages.
  bool is_zero(bool ages) const {
    return coefficient_g_min == 0 && coefficient_g_max == 0 && (!ages || activation.value() == 0);
  }
};

}  // namespace mho
