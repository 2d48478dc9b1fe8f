#include "models/technology/leakage.hpp"

#include <array>
#include <cmath>
#include <numbers>

#include "models/technology/nodes.hpp"
#include "models/technology/technology.hpp"
#include "sim/base/physical_constants.hpp"

namespace mho {

namespace {

constexpr std::array<double, 8> kTargetNodeNm{180, 130, 90, 65, 45, 32, 22, 14};
/// ITRS targets at 300 K and nominal supply, in A/m.
constexpr std::array<double, 8> kTargetHighPerformance{7e-4, 1e-2,  3.24e-2,  1.96e-1,
                                                       0.28, 0.152, 1.216e-1, 0.1};
constexpr std::array<double, 8> kTargetLowPower{1e-6,    1e-6,    2.81e-6, 9.12e-6,
                                                1.01e-5, 2.06e-5, 2.43e-5, 2.43e-5};

constexpr double kReferenceK = 300;
constexpr double kVoltsPerKelvin = kBoltzmann / kElementaryCharge;
constexpr double kLargestFinNode = 20e-9;

struct Family {
  const std::array<double, 8>& target;
  double share;
  double barrier_v;
};

Family family(Transistors transistors) {
  switch (transistors) {
    case Transistors::high_performance:
      return {kTargetHighPerformance, kLibraryShare, 0.128};
    case Transistors::low_power:
      return {kTargetLowPower, 1, 0.385};
  }
  return {kTargetHighPerformance, kLibraryShare, 0.128};
}

/// A/m at nominal supply and 300 K. Below the table's last node the targets stay.
double target(Length node, const Family& of) {
  if (node.value() * 1e9 <= kTargetNodeNm.back()) return of.share * of.target.back();
  return of.share * at_node(kTargetNodeNm, node, of.target);
}

}  // namespace

Current off_current(const OperatingPoint& point, Length width) {
  const Family of = family(point.leaking_transistors());
  const bool fins = point.node.value() < kLargestFinNode * 1.001;
  const double swing_v = fins ? 0.070 : 0.100;  // per decade
  const double dibl = fins ? 0.050 : 0.100;
  const double thermal0_v = kVoltsPerKelvin * kReferenceK;
  const double thermal_v = kVoltsPerKelvin * point.temperature.value();
  const double slope = swing_v / (std::numbers::ln10 * thermal0_v);
  const double above_v =
      (point.supply - nominal_supply(point.node, point.leaking_transistors())).value();
  const double barrier_v = of.barrier_v - above_v * dibl / slope;
  const double amperes_per_meter = target(point.node, of) *
                                   std::sqrt(point.temperature.value() / kReferenceK) *
                                   std::exp(of.barrier_v / thermal0_v - barrier_v / thermal_v);
  return amperes_per_meter * width.value() * si::ampere;
}

double leakage_factor(const OperatingPoint& from, const OperatingPoint& to) {
  const Power at_from = from.supply * off_current(from, from.node);
  const Power at_to = to.supply * off_current(to, to.node);
  return at_to / at_from;
}

}  // namespace mho
