#include "sim/results/design_table.hpp"

#include <algorithm>

namespace mho {

std::size_t DesignTable::trials() const {
  std::size_t most = 0;
  for (const TableDesign& design : designs) most = std::max(most, design.trials.size());
  return most;
}

}  // namespace mho
