// Where a cell's published coefficients were measured; outside, a run warns and names the range.
// Age, temperatures and voltage are 0 where the source does not state them.
#pragma once

#include <string>
#include <vector>

#include "devices/conditions.hpp"
#include "sim/config/fields.hpp"

namespace mho {

struct ValidRange {
  Conductance min_conductance;
  Conductance max_conductance;
  Time max_age;
  Temperature min_temperature;
  Temperature max_temperature;
  Voltage max_voltage;

  void fields(Fields& f);
  /// One sentence for each way in which cells between these conductances leave the range.
  std::vector<std::string> warnings(const Conditions& conditions, Voltage read_voltage,
                                    Conductance g_min, Conductance g_max) const;
};

}  // namespace mho
