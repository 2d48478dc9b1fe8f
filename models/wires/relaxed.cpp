// Newton's method with conjugate gradients for cells between wires; see wires/relaxed.hpp.
#include "models/wires/relaxed.hpp"

#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "models/wires/circuit.hpp"
#include "models/wires/drop.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

using Eigen::ArrayXd;

constexpr int kSteps = 100;         ///< of Newton; ohmic cells take a few
constexpr int kHalvings = 30;       ///< of one step
constexpr int kProducts = 100'000;  ///< of one linear solve
/// Share of the error that a linear solve leaves to the next step: no more than is asked for, as
/// the slopes change with the step.
constexpr double kLeastForcing = 1e-3, kMostForcing = 0.1;

std::span<const double> view(const ArrayXd& a) {
  return {a.data(), static_cast<std::size_t>(a.size())};
}
std::span<double> view(ArrayXd& a) { return {a.data(), static_cast<std::size_t>(a.size())}; }

/// Cells [row wires][column wires] at given voltages.
class Cells {
 public:
  Cells(const WireSpec& spec, const WireCircuit& circuit, const CellLaw& law,
        std::span<const double> row_voltage_v, std::span<const std::uint8_t> connected);

  /// Voltages without any current.
  const ArrayXd& drive_v() const { return drive_v_; }
  /// Sets all that follows from the cells' voltages.
  void set(const ArrayXd& voltage_v);
  const ArrayXd& voltage_v() const { return voltage_v_; }
  const ArrayXd& slope_s() const { return slope_s_; }
  /// drive - drop - voltage.
  const ArrayXd& residual_v() const { return residual_v_; }

  std::vector<double> column_currents() const;
  double error_a() const;
  /// Largest column's sum of |current|.
  double scale_a() const;
  /// The step that Newton's method adds to the voltages, up to a share `forcing` of the error.
  ArrayXd step(double forcing);

  int products() const { return products_; }

 private:
  using Matrix = Eigen::Array<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Eigen::Map<const Matrix> by_column(const ArrayXd& cells) const {
    return {cells.data(), cells.size() / columns_, columns_};
  }
  void drop(const ArrayXd& current_a, ArrayXd& drop_v) {
    wires_.drop(current_a, drop_v);
    ++products_;
  }

  WireDrop wires_;
  const CellLaw& law_;
  int columns_;
  int products_ = 0;
  ArrayXd conductance_s_, connected_, drive_v_, voltage_v_, current_a_, slope_s_, drop_v_,
      residual_v_;
};

Cells::Cells(const WireSpec& spec, const WireCircuit& circuit, const CellLaw& law,
             std::span<const double> row_voltage_v, std::span<const std::uint8_t> connected)
    : wires_(spec, circuit), law_(law), columns_(circuit.column_wires()) {
  const Eigen::Index cells = static_cast<Eigen::Index>(circuit.row_wires()) * columns_;
  for (ArrayXd* a : {&conductance_s_, &connected_, &drive_v_, &voltage_v_, &current_a_, &slope_s_,
                     &drop_v_, &residual_v_})
    a->setZero(cells);
  for (int n = 0; n < circuit.row_wires(); ++n) {
    const int row = n / circuit.rows_per_tap();
    const double sign = n % circuit.rows_per_tap() == 0 ? 1 : -1;
    drive_v_.segment(n * columns_, columns_) = sign * row_voltage_v[row];
    connected_.segment(n * columns_, columns_) = connected.empty() || connected[row] != 0 ? 1 : 0;
    for (int j = 0; j < columns_; ++j)
      conductance_s_[n * columns_ + j] = circuit.conductance_s(n, j);
  }
}

void Cells::set(const ArrayXd& voltage_v) {
  voltage_v_ = voltage_v;
  law_(view(std::as_const(conductance_s_)), view(std::as_const(voltage_v_)), view(current_a_),
       view(slope_s_));
  require((slope_s_ >= 0).all(), "relaxed_currents: a cell's current falls with its voltage");
  current_a_ *= connected_;
  slope_s_ *= connected_;
  drop(current_a_, drop_v_);
  residual_v_ = drive_v_ - drop_v_ - voltage_v_;
}

std::vector<double> Cells::column_currents() const {
  const Eigen::ArrayXd sums = by_column(current_a_).colwise().sum().transpose();
  return {sums.begin(), sums.end()};
}

double Cells::error_a() const {
  const double column_s = by_column(slope_s_).colwise().sum().maxCoeff();
  return std::sqrt(column_s * (slope_s_ * residual_v_.square()).sum());
}

double Cells::scale_a() const { return by_column(current_a_).abs().colwise().sum().maxCoeff(); }

ArrayXd Cells::step(double forcing) {
  const ArrayXd root = slope_s_.sqrt();
  ArrayXd r = root * residual_v_;
  ArrayXd y = ArrayXd::Zero(r.size());
  ArrayXd p = r;
  ArrayXd current_a(r.size());
  ArrayXd product(r.size());
  double rr = r.square().sum();
  const double start = std::sqrt(rr);
  double largest = 1;  // eigenvalue, from below
  for (int n = 0; std::sqrt(rr) * largest > forcing * start; ++n) {
    require(n < kProducts, "relaxed_currents: the linear solve stalls");
    current_a = root * p;
    drop(current_a, product);
    product = p + root * product;
    const double curvature = (p * product).sum();
    largest = std::max(largest, curvature / p.square().sum());
    const double length = rr / curvature;
    y += length * p;
    r -= length * product;
    const double next = r.square().sum();
    p = r + next / rr * p;
    rr = next;
  }
  current_a = root * y;
  drop(current_a, product);
  return residual_v_ - product;
}

}  // namespace

void ohmic_cells(std::span<const double> conductance_s, std::span<const double> voltage_v,
                 std::span<double> current_a, std::span<double> slope_s) {
  std::transform(conductance_s.begin(), conductance_s.end(), voltage_v.begin(), current_a.begin(),
                 std::multiplies<>());
  std::copy(conductance_s.begin(), conductance_s.end(), slope_s.begin());
}

RelaxedCurrents relaxed_currents(const WireSpec& spec, int rows, int columns,
                                 std::span<const double> conductance_s,
                                 std::span<const double> row_voltage_v,
                                 std::span<const std::uint8_t> connected, const CellLaw& law,
                                 double tolerance) {
  const WireCircuit circuit(spec, rows, columns, conductance_s);
  require(row_voltage_v.size() == static_cast<std::size_t>(rows),
          "relaxed_currents: one voltage per row is needed");
  require(connected.empty() || connected.size() == static_cast<std::size_t>(rows),
          "relaxed_currents: one gate per row is needed");
  require(tolerance >= 1e-12 && tolerance <= 1, "relaxed_currents: tolerance not in 1e-12..1");
  Cells cells(spec, circuit, law, row_voltage_v, connected);
  cells.set(cells.drive_v());
  for (int n = 0;; ++n) {
    const double error = cells.error_a();
    const double allowed = tolerance * cells.scale_a();
    if (error <= allowed) break;
    require(n < kSteps, "relaxed_currents: Newton's method stalls");
    const ArrayXd before_v = cells.voltage_v();
    const double residual = cells.residual_v().matrix().norm();
    ArrayXd step = cells.step(std::clamp(0.5 * allowed / error, kLeastForcing, kMostForcing));
    cells.set(before_v + step);
    for (int h = 0; cells.residual_v().matrix().norm() >= residual; ++h) {
      require(h < kHalvings, "relaxed_currents: Newton's method stalls");
      step /= 2;
      cells.set(before_v + step);
    }
  }
  return {cells.column_currents(), cells.error_a(), cells.products()};
}

}  // namespace mho
