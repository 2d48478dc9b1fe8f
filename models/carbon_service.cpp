#include "models/carbon_service.hpp"

#include <cmath>

namespace mho {

namespace {

constexpr double kTera = 1e12;
constexpr double kBytesPerGb = 1e9;
constexpr double kBitsPerByte = 8;

}  // namespace

Mass per_inference(Mass use, Mass once, double inferences) { return use + once / inferences; }

std::optional<double> break_even(Mass use, Mass once) {
  if (use.value() == 0) return std::nullopt;
  return once / use;
}

Mass software_carbon_intensity(Energy energy, CarbonIntensity intensity, Mass embodied,
                               double units) {
  return (energy * intensity + embodied) / units;
}

void NetworkLink::fields(Fields& f) {
  f.text("name", name, "What kind of network it is.");
  f.number("kwh_per_gb", kwh_per_gb, {0, 1e3},
           "Electricity of the network per data sent, kWh per 1e9 bytes.");
  f.number("low_kwh_per_gb", low_kwh_per_gb, {0, 1e3}, "The least that sources say.");
  f.number("high_kwh_per_gb", high_kwh_per_gb, {0, 1e3}, "The most that sources say.");
  f.quantity("round_trip", round_trip, {0, 1e4}, "To the server and back, without bytes.");
  f.number("bits_per_s", bits_per_s, {1, 1e15}, "Rate of the device's own line, bit/s.");
  f.text("source", source, "Where the figures were read.");
  f.rule(low_kwh_per_gb <= kwh_per_gb && kwh_per_gb <= high_kwh_per_gb, "kwh_per_gb",
         "lies outside of low_kwh_per_gb to high_kwh_per_gb");
}

Energy NetworkLink::energy(double bytes, double at_kwh_per_gb) const {
  return from_si<Energy>(bytes / kBytesPerGb * at_kwh_per_gb * kJoulesPerKwh);
}

Time NetworkLink::time(double bytes) const {
  return round_trip + from_si<Time>(bytes * kBitsPerByte / bits_per_s);
}

double aslan_kwh_per_gb(double year) {
  constexpr double kIn2015 = 0.06;
  constexpr double kHalvingYears = 2;
  return kIn2015 * std::exp2((2015 - year) / kHalvingYears);
}

void Server::fields(Fields& f) {
  f.text("name", name, "What the server computes with.");
  f.quantity("energy", energy, {0, 1e6},
             "Of the machine for one inference: measured, or what a run of its chip says; in the "
             "place of tops_per_joule.",
             Presence::optional);
  f.number("tops_per_joule", tops_per_joule, {0, 1e6},
           "Peak of the machine, TOPS/J, 2 operations per multiply-accumulate.",
           Presence::optional);
  f.number("utilization", utilization, {1e-6, 1}, "Of the peak, at the power of the peak.",
           Presence::optional);
  f.number("idle_share", idle_share, {0, 0.999},
           "Of the machine's energy, drawn while it waits for inferences.", Presence::optional);
  f.number("pue", pue, {1, 10}, "Power of the data center over that of its machines.");
  f.quantity("latency", latency, {0, 1e4}, "Of one inference on the machine; 0: not told.",
             Presence::optional);
  f.text("source", source, "Where the figures were read.");
  f.rule((energy.value() > 0) != (tops_per_joule > 0), "name",
         "needs either energy or tops_per_joule");
}

Energy Server::machine_energy(double operations) const {
  if (energy.value() > 0) return energy;
  return from_si<Energy>(operations / (tops_per_joule * kTera * utilization));
}

Energy Server::center_energy(double operations) const {
  return pue * machine_energy(operations) / (1 - idle_share);
}

}  // namespace mho
