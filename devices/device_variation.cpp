#include "devices/device_variation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "devices/draws.hpp"

namespace mho {

void DeviceVariation::fields(Fields& f) {
  f.choice("distribution", distribution,
           {{"normal", "factor 1 + sigma xi, not below 0"},
            {"lognormal", "factor exp(sigma xi), of median 1"}},
           "Of the device's factor on its conductance; xi is standard normal.");
  f.number("sigma", sigma, {0, 3}, "Relative standard deviation, or that of the logarithm.");
}

double DeviceVariation::factor(double xi) const {
  return distribution == Distribution::normal ? std::max(0.0, 1 + sigma * xi)
                                              : std::exp(sigma * xi);
}

void DeviceVariation::apply(const Stream& stream, std::span<float> conductance_s) const {
  std::vector<float> xi(conductance_s.size());
  drawn_for(stream, Draw::device).normals(0, xi);
  for (std::size_t n = 0; n < xi.size(); ++n)
    conductance_s[n] = static_cast<float>(static_cast<double>(conductance_s[n]) *
                                          factor(static_cast<double>(xi[n])));
}

}  // namespace mho
