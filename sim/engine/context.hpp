// What every module of one simulation shares: the network, the plan, the stores, and where counts
// and times are noted.
#pragma once

#include <cstdint>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/engine/engine.hpp"
#include "sim/engine/plan.hpp"
#include "sim/engine/tally.hpp"
#include "sim/engine/tensor_store.hpp"

namespace mho {

/// How far a stage has come: the credit that its readers on all tiles see.
struct StageProgress {
  std::int64_t sent = 0;  ///< output pixels that have left, over all images
  sc_core::sc_event changed;
};

struct Context {
  const ProgrammedNetwork& network;
  const EnginePlan& plan;
  std::int64_t images = 0;
  std::vector<std::unique_ptr<TensorStore>> stores;      ///< as in the plan
  std::vector<std::unique_ptr<StageProgress>> progress;  ///< by stage
  std::vector<LayerTrace> traces;                        ///< by layer
  Tally tally;

  const QuantizedGraph& graph() const { return network.graph(); }
  const TileSpec& tile_spec() const { return network.chip().spec().tile; }
};

}  // namespace mho
