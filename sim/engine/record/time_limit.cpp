#include "sim/engine/record/time_limit.hpp"

#include <algorithm>

#include "sim/base/femtoseconds.hpp"

namespace mho {

InputError too_long(const std::string& what, std::int64_t limit_fs) {
  constexpr std::int64_t kSecond = 1'000'000'000'000'000;
  return {{},
          "simulated time",
          "exceeds " + std::to_string(limit_fs / kSecond) + " s: " + what +
              "; allowed: less, by faster parts, fewer images or smaller batches"};
}

void check_sums(const QuantizedGraph& graph, const EngineResult& result) {
  for (const LayerTrace& layer : result.layers)
    for (const std::int64_t sum_fs :
         {layer.busy_fs, layer.wait_input_fs, layer.wait_write_fs, layer.wait_output_fs,
          layer.wait_port_fs, layer.wait_unit_fs, layer.wait_weights_fs, layer.wait_load_fs})
      if (sum_fs == kForeverFs)
        throw too_long("the times of all arrays and images of layer '" +
                           graph.layers[static_cast<std::size_t>(layer.layer)].name + "', added up",
                       kForeverFs);
  const auto links = {result.noc_wait_fs, result.noc.wait_fs};
  if (std::max(links) == kForeverFs)
    throw too_long("the waits of all packets for links, added up", kForeverFs);
}

}  // namespace mho
