#include "tests/models/wires/wires_case.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include "sim/base/error.hpp"
#include "sim/base/random.hpp"

namespace mho {

std::string WireCase::text() const {
  std::ostringstream out;
  out << "topology " << static_cast<int>(spec.topology) << ", " << rows << " x " << columns
      << ", row " << spec.row.value() << ", column " << spec.column.value() << ", driver "
      << spec.driver.value() << ", sense " << spec.sense.value() << " Ohm";
  return out.str();
}

std::vector<double> uniform(std::uint64_t seed, std::size_t count) {
  const Stream stream(seed);
  std::vector<double> out(count);
  for (std::size_t i = 0; i < count; ++i)
    out[i] = stream.words({static_cast<std::uint32_t>(i), 0, 0, 0})[0] * 0x1p-32;
  return out;
}

WireSpec wires(double row_ohm, double column_ohm, double driver_ohm, double sense_ohm,
               WireTopology topology) {
  WireSpec spec;
  spec.row = from_si<Resistance>(row_ohm);
  spec.column = from_si<Resistance>(column_ohm);
  spec.driver = from_si<Resistance>(driver_ohm);
  spec.sense = from_si<Resistance>(sense_ohm);
  spec.topology = topology;
  return spec;
}

WireCase random_wires(WireTopology topology, int rows, int columns, std::uint64_t seed) {
  WireCase c;
  c.rows = rows;
  c.columns = columns;
  const std::vector<double> u = uniform(seed, 4);
  c.spec = wires(0.1 + 19.9 * u[0], 0.1 + 19.9 * u[1], 1 + 499 * u[2], 1 + 499 * u[3], topology);
  for (const double x : uniform(seed + 1000, static_cast<std::size_t>(rows) * columns))
    c.conductance_s.push_back(1e-6 + 99e-6 * x);
  for (const double x : uniform(seed + 2000, rows)) c.voltage_v.push_back(0.01 + 0.99 * x);
  return c;
}

std::vector<double> effective_currents(const WireCase& c) {
  std::vector<double> effective(c.conductance_s.size());
  effective_conductance(c.spec, c.rows, c.columns, c.conductance_s, effective);
  std::vector<double> current(c.column_wires(), 0);
  for (int n = 0; n < c.rows; ++n) {
    for (int j = 0; j < c.columns; ++j) {
      const double part = effective[static_cast<std::size_t>(n) * c.columns + j] * c.voltage_v[n];
      if (c.interleaved())
        current[j / 2] += j % 2 == 0 ? part : -part;
      else
        current[j] += part;
    }
  }
  return current;
}

double difference(const std::vector<double>& a, const std::vector<double>& b) {
  require(a.size() == b.size(), "difference: sizes differ");
  double largest = 0;
  double off = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    off = std::max(off, std::abs(a[i] - b[i]));
    largest = std::max(largest, std::abs(b[i]));
  }
  return off / largest;
}

}  // namespace mho
