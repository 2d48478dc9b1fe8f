#include "models/technology/wires.hpp"

#include <algorithm>
#include <array>

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

}  // namespace mho
