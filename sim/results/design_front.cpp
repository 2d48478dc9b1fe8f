#include "sim/results/design_front.hpp"

#include <algorithm>

namespace mho {

const char* name_of(Standing standing) {
  switch (standing) {
    case Standing::front:
      return "front";
    case Standing::unresolved:
      return "unresolved";
    case Standing::dominated:
      return "dominated";
    case Standing::infeasible:
      return "infeasible";
  }
  return "";
}

std::size_t DesignFront::count(Standing standing) const {
  return static_cast<std::size_t>(
      std::count_if(designs.begin(), designs.end(),
                    [&](const FrontDesign& design) { return design.standing == standing; }));
}

}  // namespace mho
