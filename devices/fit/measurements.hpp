// Measured conductances of programmed cells, from a CSV file: one reading a line, columns by their
// names, each with its unit. What is wrong is reported by line, all together.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace mho {

struct Measurement {
  int device = 0;       ///< numbered from 0
  double target_s = 0;  ///< conductance that programming aimed at, S
  double conductance_s = 0;
  double time_s = 0;         ///< since programming ended
  double temperature_k = 0;  ///< at which the cell was kept since; 0: not stated
  int line = 0;
};

struct Measurements {
  std::string file;
  std::vector<Measurement> readings;
  int devices = 0;
  bool names_devices = false;  ///< without names every reading is of another device
  bool states_times = false;
  bool states_temperatures = false;
  std::vector<std::string> unused;  ///< columns that no quantity is read from
};

/// What the columns of a file are called and measured in, by the quantity: target, conductance,
/// time, temperature, device. What is not here is called like the quantity, with the unit in its
/// head: "target (uS)", "target [uS]" or "target_uS".
struct MeasuredColumns {
  std::map<std::string, std::string> names;
  std::map<std::string, std::string> units;
};

/// Target and conductance are needed. Units are those of mho, with prefixes: S; s, min, h, day,
/// year; K or C. Throws InputError with every problem: no such column, no unit, no number, out of
/// range (targets above 0, at most 1 S; times from 0; temperatures above 0 K), a device with two
/// targets.
Measurements read_measurements(const std::string& file, const MeasuredColumns& columns = {});

/// The quantities that a file may have, in the order of its documentation.
const std::vector<std::string>& measured_quantities();

/// The value in SI units of one of `unit` of a quantity, and of what is 0 in that unit (degrees
/// Celsius); throws InputError at `place` when it is none.
struct MeasuredUnit {
  double factor = 1;
  double zero = 0;
};
MeasuredUnit measured_unit(const std::string& quantity, const std::string& unit,
                           const std::string& file, int line);

}  // namespace mho
