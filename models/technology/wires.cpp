#include "models/technology/wires.hpp"

#include <algorithm>
#include <array>
#include <numbers>

#include "models/technology/nodes.hpp"

namespace mho {

Length local_wire_width(Length node) {
  constexpr std::array<double, 10> node_nm{130, 90, 65, 45, 32, 22, 14, 10, 7, 5};
  constexpr std::array<double, 10> width_nm{175, 110, 105, 80, 56, 40, 32, 22, 20, 15};
  return at_node(node_nm, node, width_nm) * 1e-9 * si::meter;
}

double wire_resistivity_ohm_m(Length width) {
  constexpr std::array<double, 2> width_nm{175, 15};
  constexpr std::array<double, 2> ohm_m{2.0e-8, 7.9e-8};
  constexpr double kBulkOhmM = 1.68e-8;
  return std::max(kBulkOhmM, at_node(width_nm, width, ohm_m));
}

Resistance line_resistance(Length length, Length node) {
  const Length width = 2.0 * local_wire_width(node);
  const double section = kWireAspectRatio * width.value() * width.value();
  return from_si<Resistance>(wire_resistivity_ohm_m(width) * length.value() / section);
}

double settling_constants(int bits) { return (bits + 1) * std::numbers::ln2; }

}  // namespace mho
