// Partial sums added on the way: the routes of one stage's partial sums to its home form a tree;
// where several of its branches meet in a node, what comes first waits in a register for the
// others, and one packet with the sums goes on. Registers cannot run out: a stage has at most
// kPositionsInFlight positions on their way, for each of which a node has one. So a packet that
// waits for another never holds a port.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/engine/noc/fabric.hpp"
#include "sim/engine/noc/packet.hpp"
#include "sim/engine/noc/traffic.hpp"

namespace mho {

/// A node where branches of one stage's tree meet, and its registers.
struct ReductionJoin {
  struct Register {
    std::int64_t ordinal = 0;
    int missing = 0;         ///< branches not here yet
    std::int64_t flits = 0;  ///< of the packets that are here
    PartialSums sums;        ///< of the branches that are here
  };

  int stage = 0;
  int branches = 0;
  std::vector<int> outputs;    ///< of all branches, ascending
  std::int64_t additions = 0;  ///< that all branches take
  std::int64_t bits = 0;       ///< of the packet that goes on
  std::vector<Register> registers;
};

class ReductionTrees {
 public:
  ReductionTrees(const Fabric& fabric, const std::vector<ReductionFlow>& flows);

  /// Null where a stage's partial sums go on as they come.
  ReductionJoin* at(int node, int stage);

 private:
  std::vector<std::vector<ReductionJoin>> joins_;  ///< [node]
};

/// Adds `from` to `into`, both of one stage and position, where they may have sums. Exact:
/// integers.
void add_partial_sums(const PartialSums& from, const std::vector<int>& outputs, PartialSums& into);

}  // namespace mho
