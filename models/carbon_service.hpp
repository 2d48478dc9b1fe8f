// What one more inference emits: use, its share of making the chip, its share of training; from
// which number on use outweighs making; and the same inference sent over a network to a server.
// Electricity of networks is an average over what they carry: a byte more takes less, a byte less
// saves less. Ignored: making of network and server, the sender's own radio.
#pragma once

#include <optional>
#include <string>

#include "models/carbon.hpp"

namespace mho {

/// Making, or training, spread over this many inferences; use of one comes on top. `inferences` >
/// 0.
Mass per_inference(Mass use, Mass once, double inferences);

/// Inferences after which use has emitted as much as `once`; empty where use emits nothing.
std::optional<double> break_even(Mass use, Mass once);

/// Software Carbon Intensity, ISO/IEC 21031:2024: (E I + M) per R, R = `units` of the function.
Mass software_carbon_intensity(Energy energy, CarbonIntensity intensity, Mass embodied,
                               double units);

/// A network between device and server.
struct NetworkLink {
  std::string name;
  double kwh_per_gb = 0;  ///< 1e9 bytes, device to server
  double low_kwh_per_gb = 0, high_kwh_per_gb = 0;
  Time round_trip;  ///< of no bytes
  double bits_per_s = 0;
  std::string source;

  void fields(Fields& f);
  /// Of `bytes` at that intensity.
  Energy energy(double bytes, double at_kwh_per_gb) const;
  Time time(double bytes) const;
};

/// Average intensity of a fixed line by year, in developed countries: 0.06 kWh/GB in 2015, halved
/// every two years (Aslan et al., J. Ind. Ecol. 22, 785 (2018)). Found for 2000 to 2015; later
/// years extrapolate.
double aslan_kwh_per_gb(double year);

/// A machine in a data center, for one inference.
struct Server {
  std::string name;
  Energy energy;              ///< stated; 0: of the next two
  double tops_per_joule = 0;  ///< its peak
  double utilization = 1;     ///< of the peak, that networks achieve at the peak's power
  double idle_share = 0;      ///< of the server's energy, drawn while nothing is asked of it
  double pue = 1;             ///< power of the center over that of its machines
  Time latency;
  std::string source;

  void fields(Fields& f);
  /// Of the machine while it works on so many operations.
  Energy machine_energy(double operations) const;
  /// With the idle time between inferences, cooling and power supply.
  Energy center_energy(double operations) const;
};

}  // namespace mho
