#include "sim/engine/noc/reduction.hpp"

#include <algorithm>
#include <iterator>
#include <map>

namespace mho {

namespace {

using Outputs = std::vector<int>;

Outputs united(const Outputs& a, const Outputs& b) {
  Outputs both;
  std::set_union(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

/// [node][port]: the outputs that come through it.
using Branches = std::map<int, std::map<int, Outputs>>;

Branches branches_of(const Fabric& fabric, const ReductionFlow& flow) {
  Branches branches;
  for (const ReductionFlow::Contribution& from : flow.contributions) {
    for (int port = fabric.entry(from.tile, flow.home); port >= 0;) {
      const int node = fabric.ports()[port].node;
      Outputs& outputs = branches[node][port];
      outputs = united(outputs, *from.outputs);
      port = fabric.turn(node, flow.home).port;
    }
  }
  return branches;
}

}  // namespace

ReductionTrees::ReductionTrees(const Fabric& fabric, const std::vector<ReductionFlow>& flows)
    : joins_(fabric.nodes()) {
  for (const ReductionFlow& flow : flows) {
    for (const auto& [node, ports] : branches_of(fabric, flow)) {
      if (ports.size() < 2) continue;
      ReductionJoin join;
      join.stage = flow.stage;
      join.branches = static_cast<int>(ports.size());
      for (const auto& [port, outputs] : ports) {
        join.additions += std::ssize(outputs);
        join.outputs = united(join.outputs, outputs);
      }
      join.additions -= std::ssize(join.outputs);
      join.bits = std::ssize(join.outputs) * flow.sum_bits;
      joins_[node].push_back(std::move(join));
    }
  }
}

ReductionJoin* ReductionTrees::at(int node, int stage) {
  for (ReductionJoin& join : joins_[node])
    if (join.stage == stage) return &join;
  return nullptr;
}

void add_partial_sums(const PartialSums& from, const std::vector<int>& outputs, PartialSums& into) {
  for (int output : outputs) into.sums[output] += from.sums[output];
  into.groups += from.groups;
}

}  // namespace mho
