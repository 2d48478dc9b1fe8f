// Who will send what to whom: all that a network must know of a plan before time starts. From it
// point-to-point links are laid and trees of reduction are drawn.
#pragma once

#include <vector>

#include "sim/engine/plan/plan.hpp"

namespace mho {

/// Packets go from one tile (or kGlobalBuffer) to another.
struct NocFlow {
  int source = 0;
  int destination = 0;
};

/// Partial sums of one stage that its tiles send home, each for some of the layer's outputs.
struct ReductionFlow {
  struct Contribution {
    int tile = 0;
    const std::vector<int>* outputs = nullptr;  ///< ascending
  };
  int stage = 0;
  int home = 0;
  std::int64_t sum_bits = 0;
  std::vector<Contribution> contributions;  ///< from tiles other than home
};

struct NocTraffic {
  std::vector<NocFlow> flows;  ///< each pair may be there several times
  std::vector<ReductionFlow> reductions;
};

/// Refers to the plan.
NocTraffic traffic_of(const EnginePlan& plan);

}  // namespace mho
