// Voltage lost along wires; see wires/drop.hpp.
#include "models/wires/drop.hpp"

#include <algorithm>

namespace mho {

WireDrop::WireDrop(const WireSpec& spec, const WireCircuit& circuit)
    : row_{spec.row.value(),       spec.driver.value(),    true,
           circuit.driven_right(), circuit.column_wires(), 1},
      column_{spec.column.value(),
              spec.sense.value(),
              circuit.sensed_top(),
              circuit.sensed_bottom(),
              circuit.row_wires() / circuit.rows_per_tap(),
              circuit.column_wires()},
      rows_per_tap_(circuit.rows_per_tap()),
      row_wires_(circuit.row_wires()),
      tap_current_a_(column_.positions * column_.lanes),
      tap_drop_v_(column_.positions * column_.lanes),
      flow_a_(column_.lanes),
      lost_v_(column_.lanes) {}

/// Sets flow_a_ to the current that enters each lane at its first position.
void WireDrop::entering(const Wires& w, const double* current_a) {
  std::fill_n(flow_a_.begin(), w.lanes, 0.0);
  if (!w.at_first) return;
  const int last = w.positions - 1;
  // With terminals at both ends, both paths from the source to the source lose the same voltage.
  const double loop_ohm = 2 * w.terminal_ohm + w.segment_ohm * last;
  for (int m = 0; m <= last; ++m) {
    double share = 1;
    if (w.at_last)
      share = loop_ohm > 0 ? (w.terminal_ohm + w.segment_ohm * (last - m)) / loop_ohm : 0.5;
    for (int lane = 0; lane < w.lanes; ++lane)
      flow_a_[lane] += share * current_a[static_cast<std::size_t>(m) * w.lanes + lane];
  }
}

void WireDrop::along(const Wires& w, const double* current_a, double* drop_v) {
  entering(w, current_a);
  const auto at = [&](int m) { return static_cast<std::size_t>(m) * w.lanes; };
  for (int lane = 0; lane < w.lanes; ++lane) lost_v_[lane] = w.terminal_ohm * flow_a_[lane];
  for (int m = 0; m < w.positions; ++m) {
    const double segment_ohm = m > 0 ? w.segment_ohm : 0;
    for (int lane = 0; lane < w.lanes; ++lane) {
      lost_v_[lane] += segment_ohm * flow_a_[lane];
      flow_a_[lane] -= current_a[at(m) + lane];
      drop_v[at(m) + lane] = lost_v_[lane];
    }
  }
  if (w.at_first) return;
  // All leaves at the last position: what is lost there is known, flow_a_ is minus the total.
  for (int lane = 0; lane < w.lanes; ++lane)
    lost_v_[lane] = -w.terminal_ohm * flow_a_[lane] - drop_v[at(w.positions - 1) + lane];
  for (int m = 0; m < w.positions; ++m)
    for (int lane = 0; lane < w.lanes; ++lane) drop_v[at(m) + lane] += lost_v_[lane];
}

void WireDrop::drop(const Eigen::ArrayXd& current_a, Eigen::ArrayXd& drop_v) {
  const Eigen::Index columns = column_.lanes;
  tap_current_a_.setZero();
  for (int n = 0; n < row_wires_; ++n) {
    along(row_, current_a.data() + n * columns, drop_v.data() + n * columns);
    tap_current_a_.segment(n / rows_per_tap_ * columns, columns) +=
        current_a.segment(n * columns, columns);
  }
  along(column_, tap_current_a_.data(), tap_drop_v_.data());
  for (int n = 0; n < row_wires_; ++n)
    drop_v.segment(n * columns, columns) +=
        tap_drop_v_.segment(n / rows_per_tap_ * columns, columns);
}

}  // namespace mho
