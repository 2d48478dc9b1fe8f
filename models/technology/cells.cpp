#include "models/technology/cells.hpp"

#include <array>

#include "models/technology/nodes.hpp"

namespace mho {

double sram_cell_f2(Length node) {
  constexpr std::array<double, 10> node_nm{180, 45, 28, 22, 14, 10, 7, 5, 4, 3};
  constexpr std::array<double, 10> f2{146, 146, 162, 190, 326, 410, 551, 840, 1313, 2333};
  return at_node(node_nm, node, f2);
}

Area cell_area(double f2, Length node) { return f2 * node * node; }

}  // namespace mho
