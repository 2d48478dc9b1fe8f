// Random arrays with wires for the sweeps of the wire tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/wires/wires.hpp"

namespace mho {

inline constexpr WireTopology kTopologies[] = {
    WireTopology::sense_last_row, WireTopology::sense_first_row, WireTopology::drive_both_ends,
    WireTopology::sense_both_ends, WireTopology::interleaved};

struct WireCase {
  WireSpec spec;
  int rows = 0;
  int columns = 0;
  std::vector<double> conductance_s;  ///< [rows][columns], uniform in 1 to 100 uS
  std::vector<double> voltage_v;      ///< [rows], uniform in 0.01 to 1 V

  bool interleaved() const { return spec.topology == WireTopology::interleaved; }
  int column_wires() const { return interleaved() ? columns / 2 : columns; }
  std::string text() const;
};

/// Uniform numbers in [0, 1) number 0, 1, ... of a seed.
std::vector<double> uniform(std::uint64_t seed, std::size_t count);

WireSpec wires(double row_ohm, double column_ohm, double driver_ohm, double sense_ohm,
               WireTopology topology = WireTopology::sense_last_row);

/// A random array; resistances are uniform in 0.1 to 20 Ohm (segments) and 1 to 500 Ohm
/// (terminals).
WireCase random_wires(WireTopology topology, int rows, int columns, std::uint64_t seed);

/// The sensed currents by the effective matrix.
std::vector<double> effective_currents(const WireCase& c);

/// Largest |a - b| over the largest |b|.
double difference(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace mho
