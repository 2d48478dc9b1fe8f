#include "sim/engine/noc/traffic.hpp"

namespace mho {

NocTraffic traffic_of(const EnginePlan& plan) {
  NocTraffic traffic;
  const auto add_flow = [&](int source, int destination) {
    if (source != destination) traffic.flows.push_back({source, destination});
  };
  for (const FeedPlan& feed : plan.feeds)
    for (int store : feed.destinations) add_flow(kGlobalBuffer, plan.stores[store].tile);
  for (const PhasePlan& phase : plan.phases)
    for (const LoadPlan& load : phase.loads) add_flow(kGlobalBuffer, load.tile);
  for (std::size_t index = 0; index < plan.stages.size(); ++index) {
    const StagePlan& stage = plan.stages[index];
    for (int store : stage.destinations) add_flow(stage.home(), plan.stores[store].tile);
    ReductionFlow reduction{static_cast<int>(index), stage.home(), stage.sum_bits, {}};
    for (const GroupPlan& group : stage.groups) {
      add_flow(group.tile, stage.home());
      if (group.tile != stage.home())
        reduction.contributions.push_back({group.tile, &group.outputs});
    }
    if (!reduction.contributions.empty()) traffic.reductions.push_back(std::move(reduction));
  }
  return traffic;
}

}  // namespace mho
