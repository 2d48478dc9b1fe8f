// Physical quantities: Boost.Units types under short names, and their text form in YAML and
// reports. A product of quantities has the type of its physics: V * V * S * s is an Energy; V + J
// does not compile. Bulk arrays do not use these types: they hold SI doubles or floats and a unit
// suffix in the name.
#pragma once

#include <boost/units/quantity.hpp>
#include <boost/units/systems/si.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace mho {

namespace si = boost::units::si;

using Area = boost::units::quantity<si::area>;
using Capacitance = boost::units::quantity<si::capacitance>;
using Conductance = boost::units::quantity<si::conductance>;
using Current = boost::units::quantity<si::current>;
using Energy = boost::units::quantity<si::energy>;
using Frequency = boost::units::quantity<si::frequency>;
using Length = boost::units::quantity<si::length>;
using Power = boost::units::quantity<si::power>;
using Resistance = boost::units::quantity<si::resistance>;
using Temperature = boost::units::quantity<si::temperature>;
using Time = boost::units::quantity<si::time>;
using Voltage = boost::units::quantity<si::electric_potential>;

/// The SI unit symbol of a quantity type, as YAML and reports write it: "J", "m2", "Hz".
template <class Quantity>
std::string_view unit_of();
template <>
inline std::string_view unit_of<Area>() {
  return "m2";
}
template <>
inline std::string_view unit_of<Capacitance>() {
  return "F";
}
template <>
inline std::string_view unit_of<Conductance>() {
  return "S";
}
template <>
inline std::string_view unit_of<Current>() {
  return "A";
}
template <>
inline std::string_view unit_of<Energy>() {
  return "J";
}
template <>
inline std::string_view unit_of<Frequency>() {
  return "Hz";
}
template <>
inline std::string_view unit_of<Length>() {
  return "m";
}
template <>
inline std::string_view unit_of<Power>() {
  return "W";
}
template <>
inline std::string_view unit_of<Resistance>() {
  return "Ohm";
}
template <>
inline std::string_view unit_of<Temperature>() {
  return "K";
}
template <>
inline std::string_view unit_of<Time>() {
  return "s";
}
template <>
inline std::string_view unit_of<Voltage>() {
  return "V";
}

/// A quantity from its value in SI units: from_si<Energy>(1e-12) is one picojoule.
template <class Quantity>
constexpr Quantity from_si(double value) {
  return Quantity::from_value(value);
}

/// Text with an SI prefix from y to P that parse_si reads back to the same double: "1.2 GHz",
/// "83000 um2".
std::string format_si(double value, std::string_view unit);

/// As format_si, rounded to `digits` significant digits, for people: "41.3 TOPS".
std::string format_si_rounded(double value, std::string_view unit, int digits);

/// The SI value of "1.2 GHz" when `unit` is "Hz". Blanks between number and unit are free. Prefixes
/// of squared units are squared ("um2" = 1e-12 m2). Seconds may also be min, h, day, year (365.25
/// days), J also Wh to GWh, kg also t, g, mg; bytes (unit "B") KiB, MiB, GiB and kB, MB, GB. Empty
/// when the number, the prefix or the unit is wrong or missing, also for a bare 0.
std::optional<double> parse_si(std::string_view text, std::string_view unit);

}  // namespace mho
