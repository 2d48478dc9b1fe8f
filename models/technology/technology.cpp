#include "models/technology/technology.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "models/technology/leakage.hpp"
#include "models/technology/nodes.hpp"
#include "sim/config/fields.hpp"

namespace mho {

namespace {

constexpr std::size_t kNodes = 14;
constexpr std::array<double, kNodes> kNodeNm{180, 130, 90, 65, 45, 32, 20, 16, 14, 10, 7, 5, 4, 3};
/// The last node of the paper; what follows was announced.
constexpr double kPaperNm = 7;

/// Stillmaker and Baas, table of areas, row "from 45 nm".
constexpr std::array<double, kNodes> kAreaFrom45{19,
                                                 6.4,
                                                 2.8,
                                                 1.5,
                                                 1,
                                                 0.46,
                                                 0.21,
                                                 0.19,
                                                 0.17,
                                                 0.1,
                                                 0.059,
                                                 0.059 / 1.84,
                                                 0.059 / 1.84 * 0.94,
                                                 0.059 / 1.84 / 1.6};

struct Square {
  double a, b, c;

  double at(double v) const { return (a * v + b) * v + c; }
  /// From here on it rises at least as the square of v.
  double square_from() const { return -2 * c / b; }
};

struct Cubic {
  double a, b, c, d;

  double at(double v) const { return ((a * v + b) * v + c) * v + d; }
  double slope(double v) const { return (3 * a * v + 2 * b) * v + c; }
  /// Whether it falls more slowly than 1 / v.
  bool flat(double v) const { return v * slope(v) > -at(v); }
  /// Where the falling delay turns up.
  double turn() const {
    const double discriminant = b * b - 3 * a * c;
    if (discriminant < 0) return std::numeric_limits<double>::infinity();
    return -c / (b + std::sqrt(discriminant));
  }
  /// The last place between `low` and `high`, which is not beyond the turn, where it falls as 1 /
  /// v.
  double inverse_from(double low, double high) const {
    high = std::min(high, turn());
    return flat(high) ? edge((low + high) / 2, high) : high;
  }
  /// The first such place from `low` on.
  double inverse_until(double low, double high) const {
    return flat(low) ? edge((low + high) / 2, low) : low;
  }

 private:
  /// Where it becomes flat between the middle, where it falls fast at every node, and a flat end.
  double edge(double middle, double end) const {
    for (int i = 0; i < 50; ++i) {
      const double between = (middle + end) / 2;
      (flat(between) ? end : middle) = between;
    }
    return middle;
  }
};

/// Speeds at the same power that a foundry announced, each over the node before: 15 % of N5 over
/// N7, 11 % of N4P over N5, 18 % of N3E over N5.
constexpr double kAnnounced5 = 1.15;
constexpr double kAnnounced4 = 1.15 * 1.11;
constexpr double kAnnounced3 = 1.15 * 1.18;

/// One node of one family: nominal supply (PTM) and the polynomials of the paper, in volts.
struct Row {
  double nominal;
  Cubic delay;
  Square energy;

  double lowest() const { return 0.5 * nominal; }
  double highest() const { return 1.2 * nominal; }

  double energy_at(double v) const {
    const double join = std::clamp(energy.square_from(), lowest(), nominal);
    const double square = energy.at(join) * (v / join) * (v / join);
    return v < join ? square : std::max(energy.at(v), square);
  }
  double delay_at(double v) const {
    return delay.at(std::min(nominal, delay.turn())) * bounded_delay(v) / bounded_delay(nominal);
  }

 private:
  double bounded_delay(double v) const {
    const double join = delay.inverse_from(lowest(), highest());
    if (v >= join) return delay.at(join) * join / v;
    const double low = delay.inverse_until(lowest(), join);
    if (v >= low) return delay.at(v);
    // On with the slope at `low`, exponentially until that is as flat as 1 / v.
    const double fall = -delay.at(low) / delay.slope(low);
    const double last = std::max(v, std::min(low, fall));
    return delay.at(low) * std::exp((low - last) / fall) * last / v;
  }
};

constexpr Row k180{1.8, {0, 97.09, -356.7, 406.5}, {24.64, -17.98, 0}};
constexpr Row k130{1.3, {-76.65, 334.9, -493.4, 275.8}, {7.171, -6.709, 2.904}};
constexpr Row k90{1.2, {-60.34, 262.5, -384.2, 210.9}, {4.762, -4.781, 2.092}};
constexpr Row k65{1.1, {-53.3, 230.4, -333.9, 178.6}, {3.755, -4.398, 1.975}};

/// A row of an announced node: at the same supply as fast and as cheap as its speed at the same
/// power.
constexpr Row announced(const Row& last, double gain) {
  const auto [a, b, c, d] = last.delay;
  const auto [e, f, g] = last.energy;
  return {last.nominal, {a / gain, b / gain, c / gain, d / gain}, {e / gain, f / gain, g / gain}};
}

constexpr Row k7HighPerformance{0.7, {-28.58, 76.6, -70.26, 24.69}, {0.1776, -0.09097, 0.02447}};
constexpr Row k7LowPower{0.7, {-61.79, 196.1, -210.3, 79.55}, {0.09365, -0.03409, 0.02043}};

constexpr std::array<Row, kNodes> kHighPerformance{
    k180,
    k130,
    k90,
    k65,
    Row{1.0, {-501.6, 1567, -1619, 566.1}, {1.018, -0.3107, 0.1539}},
    Row{0.9, {-1047, 2982, -2797, 873.5}, {0.8367, -0.4341, 0.1701}},
    Row{0.9, {0, 34.63, -66.37, 41.15}, {0.373, -0.1582, 0.04104}},
    Row{0.85, {0, 24.8, -47.52, 28.87}, {0.2958, -0.1241, 0.03024}},
    Row{0.8, {-40.66, 109.2, -100.6, 35.92}, {0.2363, -0.09675, 0.02239}},
    Row{0.75, {-34.95, 93.65, -85.99, 30.4}, {0.2068, -0.09311, 0.02375}},
    k7HighPerformance,
    announced(k7HighPerformance, kAnnounced5),
    announced(k7HighPerformance, kAnnounced4),
    announced(k7HighPerformance, kAnnounced3)};

constexpr std::array<Row, kNodes> kLowPower{
    k180,
    k130,
    k90,
    k65,
    Row{1.1, {-285.7, 1239, -1795, 898.8}, {1.103, -0.362, 0.2767}},
    Row{1.0, {-325.9, 1374, -1922, 913.2}, {0.9559, -0.7823, 0.471}},
    Row{0.9, {-160.5, 514.1, -558.6, 217.5}, {0.2632, -0.14, 0.06841}},
    Row{0.85, {-114.6, 366.7, -397.4, 153.6}, {0.2139, -0.1187, 0.05639}},
    Row{0.8, {-85.37, 271.6, -292.2, 111.4}, {0.1556, -0.06472, 0.03066}},
    Row{0.75, {-71.76, 228.6, -246.3, 93.91}, {0.1261, -0.0518, 0.02769}},
    k7LowPower,
    announced(k7LowPower, kAnnounced5),
    announced(k7LowPower, kAnnounced4),
    announced(k7LowPower, kAnnounced3)};

const std::array<Row, kNodes>& rows(Transistors transistors) {
  switch (transistors) {
    case Transistors::high_performance:
      return kHighPerformance;
    case Transistors::low_power:
      return kLowPower;
  }
  return kHighPerformance;
}

template <class Of>
double interpolated(Length node, Transistors transistors, Of of) {
  const std::array<Row, kNodes>& table = rows(transistors);
  return at_node(kNodeNm, node, [&](std::size_t i) { return of(table[i]); });
}

/// The ratio of a curve of the rows between two points.
template <class Curve>
double factor(const OperatingPoint& from, const OperatingPoint& to, Curve curve) {
  const auto at = [&](const OperatingPoint& point) {
    return interpolated(point.node, point.transistors,
                        [&](const Row& row) { return curve(row, point.supply.value()); });
  };
  return at(to) / at(from);
}

/// The nodes whose high-performance leakage CACTI 7 has rise 40-fold from 350 K on.
constexpr double kSteepFromNm = 22;
constexpr double kSteepToNm = 32;
constexpr double kSteepKelvin = 350;
constexpr double kNodeRounding = 0.1;

void check_range(const char* what, double value, Range range, std::string_view unit,
                 std::vector<std::string>& warnings) {
  // Half a percent: a node or a supply at the very limit is inside.
  if (value >= range.min * 0.995 && value <= range.max * 1.005) return;
  warnings.push_back(std::string(what) + " " + format_si_rounded(value, unit, 3) +
                     " is outside of " + format_si_rounded(range.min, unit, 3) + " to " +
                     format_si_rounded(range.max, unit, 3) +
                     ", where the technology scaling was fitted; it is extrapolated");
}

}  // namespace

Voltage nominal_supply(Length node, Transistors transistors) {
  return interpolated(node, transistors, [](const Row& row) { return row.nominal; }) * si::volt;
}

SupplyRange supply_range(Length node, Transistors transistors) {
  return {interpolated(node, transistors, [](const Row& row) { return row.lowest(); }) * si::volt,
          interpolated(node, transistors, [](const Row& row) { return row.highest(); }) * si::volt};
}

double energy_factor(const OperatingPoint& from, const OperatingPoint& to) {
  return factor(from, to, [](const Row& row, double v) { return row.energy_at(v); });
}

double delay_factor(const OperatingPoint& from, const OperatingPoint& to) {
  return factor(from, to, [](const Row& row, double v) { return row.delay_at(v); });
}

double area_factor(Length from, Length to) {
  return at_node(kNodeNm, to, kAreaFrom45) / at_node(kNodeNm, from, kAreaFrom45);
}

std::vector<std::string> node_warnings(Length node) {
  std::vector<std::string> warnings;
  const double nm = node.value() * 1e9;
  if (nm < kPaperNm * 0.995 && nm > kNodeNm.back() * 0.995)
    warnings.push_back("node " + format_si_rounded(node.value(), "m", 3) +
                       " is below 7 nm: speed, energy and density move from there as a foundry "
                       "announced (N5, N4P, N3E), which nothing here has checked");
  check_range("node", node.value(), {kNodeNm.back() * 1e-9, kNodeNm.front() * 1e-9}, "m", warnings);
  return warnings;
}

std::vector<std::string> range_warnings(const OperatingPoint& point) {
  std::vector<std::string> warnings = node_warnings(point.node);
  const SupplyRange supply = supply_range(point.node, point.transistors);
  check_range("supply", point.supply.value(), {supply.lowest.value(), supply.highest.value()}, "V",
              warnings);
  check_range("temperature", point.temperature.value(), {250, 400}, "K", warnings);
  const double nm = point.node.value() * 1e9;
  if (point.transistors == Transistors::high_performance && nm > kSteepFromNm - kNodeRounding &&
      nm < kSteepToNm + kNodeRounding && point.temperature.value() >= kSteepKelvin)
    warnings.push_back("temperature " + format_si_rounded(point.temperature.value(), "K", 3) +
                       " of high-performance transistors of 22 to 32 nm: their leakage rises more "
                       "steeply from 350 K on than is modelled");
  return warnings;
}

LogicCost scaled(const LogicCost& cost, const OperatingPoint& from, const OperatingPoint& to) {
  return {cost.energy * energy_factor(from, to), cost.delay * delay_factor(from, to),
          cost.area * area_factor(from.node, to.node), cost.leakage * leakage_factor(from, to)};
}

std::string describe(const OperatingPoint& point) {
  std::string family;
  switch (point.transistors) {
    case Transistors::high_performance:
      family = "high performance";
      break;
    case Transistors::low_power:
      family = "low power";
      break;
  }
  const bool leaks_less = point.transistors == Transistors::high_performance &&
                          point.leaking_transistors() == Transistors::low_power;
  return format_si_rounded(point.node.value(), "m", 3) + ", " +
         format_si_rounded(point.supply.value(), "V", 3) + ", " +
         format_si_rounded(point.temperature.value(), "K", 3) + ", " + family +
         (leaks_less ? ", leaking as low power" : "");
}

}  // namespace mho
