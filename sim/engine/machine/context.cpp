#include "sim/engine/machine/context.hpp"

namespace mho {

Context::Context(const ProgrammedNetwork& programmed, const EnginePlan& engine_plan,
                 std::int64_t count)
    : network(programmed), plan(engine_plan), images(count), values(programmed.is_programmed()) {
  for (const StorePlan& store : plan.stores)
    stores.push_back(std::make_unique<TensorStore>(store, graph().tensors[store.tensor], values));
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    progress.push_back(std::make_unique<StageProgress>());
  for (int layer = 0; layer < static_cast<int>(graph().layers.size()); ++layer) {
    traces.emplace_back().layer = layer;
    traces.back().first_start_fs = -1;
  }
  pixels_sent.assign(plan.phases.size(), 0);
  pixels_kept.assign(plan.stores.size(), 0);
}

}  // namespace mho
