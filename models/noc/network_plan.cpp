#include "models/noc/network_plan.hpp"

namespace mho {

std::string Endpoints::name(int endpoint) const {
  if (endpoint < tiles) return "tile " + std::to_string(endpoint);
  if (endpoint == global_buffer()) return "global buffer";
  return endpoint == next_chip() ? "gateway to next chip" : "gateway to previous chip";
}

}  // namespace mho
