#include "models/crossbar/drive_levels.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"

namespace mho {

namespace {

/// v of every code of one driver.
std::vector<double> outputs_of(const MvmFormat& f, const DacErrors& errors, int driver,
                               const Stream& stream) {
  const int codes = 1 << f.dac_bits;
  std::vector<float> normals(codes + 1, 0.0F);
  if (errors.any()) stream.normals(static_cast<std::uint64_t>(driver) * normals.size(), normals);
  const auto drawn = [&](int n) { return static_cast<double>(normals[n]); };
  std::vector<double> outputs(codes);
  for (int c = 0; c < codes; ++c) {
    double v = static_cast<double>(c) / (codes - 1) * (1 + errors.gain * drawn(0)) +
               errors.offset * drawn(1);
    if (c > 0) v += errors.level * drawn(c + 1);
    outputs[c] = f.input == InputDrive::voltage ? v : std::max(v, 0.0);
  }
  return outputs;
}

}  // namespace

std::vector<double> drive_outputs(const MvmFormat& format, const DacErrors& errors, int terms,
                                  int drivers, const Stream& stream) {
  std::vector<double> all;
  if (terms == 1 && !errors.any()) return all;
  for (int driver = 0; driver < (errors.any() ? drivers : 1); ++driver) {
    const std::vector<double> outputs = outputs_of(format, errors, driver, stream);
    for (int term = 1; term <= terms; ++term)
      for (const double v : outputs)
        all.push_back(std::pow(v, term) * ((1 << format.dac_bits) - 1));
  }
  return all;
}

DriveLevels drive_levels(std::span<const double> outputs, int terms, int fraction) {
  DriveLevels levels;
  levels.terms = terms;
  levels.fraction = fraction;
  for (const double output : outputs) {
    const double level = std::nearbyint(std::ldexp(output, fraction));
    if (std::fabs(level) > std::numeric_limits<std::int16_t>::max())
      throw InputError({}, "dac.errors",
                       "take a driver to " + format_si_rounded(output, "", 3) +
                           " steps of its code; allowed: up to 32767, which 16 bits hold");
    levels.table.push_back(static_cast<std::int16_t>(level));
  }
  return levels;
}

}  // namespace mho
