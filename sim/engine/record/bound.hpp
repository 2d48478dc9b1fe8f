// The resource that limits a layer: the one that it needs longest (roofline, Williams et al., CACM
// 52(4), 2009).
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace mho {

enum class Bound {
  none,         ///< nothing is needed
  compute,      ///< the array's MACs, or the macros' MVMs
  weights,      ///< off-chip memory, of which weights take more than activations
  activations,  ///< off-chip memory, of which activations take more than weights
  buffer,       ///< the port of the global buffer, or of a tile's input buffer
  accumulator,  ///< adding partial sums
  vector_unit,  ///< scale, bias, activation, and layers without weights
  network,      ///< the way out of the tile
  host          ///< the link to the host
};
inline constexpr std::size_t kBounds = static_cast<std::size_t>(Bound::host) + 1;

/// Word for reports; "" for none.
inline const char* name_of(Bound bound) {
  constexpr std::array<const char*, kBounds> kNames{
      "",         "compute",     "weight bandwidth", "activation bandwidth",
      "buffer",   "accumulator", "vector unit",      "network",
      "host link"};
  return kNames[static_cast<std::size_t>(bound)];
}

/// How long a layer needs each resource, femtoseconds; of several instances the busiest.
struct ResourceDemand {
  std::array<std::int64_t, kBounds> fs{};

  std::int64_t& of(Bound bound) { return fs[static_cast<std::size_t>(bound)]; }
  std::int64_t of(Bound bound) const { return fs[static_cast<std::size_t>(bound)]; }
  /// One of several instances has been needed so long by now.
  void raise(Bound bound, std::int64_t instance_fs) {
    of(bound) = std::max(of(bound), instance_fs);
  }
  /// Weights and activations share the off-chip port.
  std::int64_t off_chip_fs() const { return of(Bound::weights) + of(Bound::activations); }
  /// No time for the layer can be shorter: the longest of the resources.
  std::int64_t least_fs() const {
    return std::max({of(Bound::compute), off_chip_fs(), of(Bound::buffer), of(Bound::accumulator),
                     of(Bound::vector_unit), of(Bound::network), of(Bound::host)});
  }
  /// The resource that takes least_fs(), the first of several; none when nothing is needed.
  Bound bound() const {
    const std::int64_t least = least_fs();
    if (least == 0) return Bound::none;
    if (of(Bound::compute) == least) return Bound::compute;
    if (off_chip_fs() == least)
      return of(Bound::weights) >= of(Bound::activations) ? Bound::weights : Bound::activations;
    for (const Bound each : {Bound::buffer, Bound::accumulator, Bound::vector_unit, Bound::network})
      if (of(each) == least) return each;
    return Bound::host;
  }
};

}  // namespace mho
