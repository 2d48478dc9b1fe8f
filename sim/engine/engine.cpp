#include "sim/engine/engine.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <systemc>
#include <tuple>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/clock.hpp"
#include "sim/engine/context.hpp"
#include "sim/engine/host.hpp"
#include "sim/engine/kernel.hpp"
#include "sim/engine/noc.hpp"
#include "sim/engine/tile.hpp"

// libsystemc holds a main() that calls this; a program with a main() of its own never gets here,
// but has to link.
int sc_main(int, char*[]);
int sc_main(int, char*[]) { return 2; }

namespace mho {

namespace {

/// The whole chip with its host; tiles that hold nothing are left out.
class Machine : public sc_core::sc_module {
 public:
  Machine(const sc_core::sc_module_name& name, Context& context, std::span<const IntTensor> images,
          const EngineOptions& options)
      : sc_module(name),
        noc_("noc", context.network.chip(), context.tally, options.lost_packet),
        host_("host", context, noc_, images) {
    std::set<int> used;
    for (const StagePlan& stage : context.plan.stages)
      for (const GroupPlan& group : stage.groups) used.insert(group.tile);
    for (int tile : used)
      tiles_.push_back(
          std::make_unique<Tile>(("tile_" + std::to_string(tile)).c_str(), context, noc_, tile));
  }

  const Noc& noc() const { return noc_; }
  const Host& host() const { return host_; }

  std::string stuck() const {
    std::string text;
    for (const auto& tile : tiles_)
      for (const std::string& reason : tile->stuck()) text += "\n  " + reason;
    const std::string image = host_.global_buffer().stuck();
    if (!image.empty()) text += "\n  " + image;
    return text;
  }

 private:
  Noc noc_;
  Host host_;
  std::vector<std::unique_ptr<Tile>> tiles_;
};

Context make_context(const ProgrammedNetwork& network, const EnginePlan& plan,
                     std::int64_t images) {
  Context context{network, plan, images, {}, {}, {}, {}};
  const QuantizedGraph& graph = network.graph();
  for (const StorePlan& store : plan.stores)
    context.stores.push_back(std::make_unique<TensorStore>(store, graph.tensors[store.tensor]));
  for (std::size_t stage = 0; stage < plan.stages.size(); ++stage)
    context.progress.push_back(std::make_unique<StageProgress>());
  for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer) {
    context.traces.emplace_back().layer = layer;
    context.traces.back().first_start_fs = -1;
  }
  return context;
}

EngineResult collect_result(const Context& context, const Machine& machine) {
  EngineResult result;
  machine.host().report(result);
  result.end_fs = now_fs();
  result.actions = context.tally.sorted();
  result.layers = context.traces;
  for (const auto& store : context.stores) {
    const StorePlan& plan = store->plan();
    result.buffers.push_back(
        {plan.tensor, plan.tile, plan.pixel_bits, plan.needed, plan.capacity, store->peak()});
  }
  std::sort(result.buffers.begin(), result.buffers.end(), [](const auto& a, const auto& b) {
    return std::tie(a.tile, a.tensor) < std::tie(b.tile, b.tensor);
  });
  result.packets_sent = machine.noc().sent();
  result.packets_received = machine.noc().received();
  result.noc_wait_fs = machine.noc().wait_fs();
  result.events = static_cast<std::int64_t>(sc_core::sc_delta_count());
  return result;
}

}  // namespace

EngineResult simulate(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                      const EngineOptions& options) {
  const QuantizedGraph& graph = network.graph();
  require(!images.empty(), "a simulation needs an image");
  for (const IntTensor& image : images)
    require(std::ssize(image) == graph.tensors[graph.input].size(),
            "an image does not have the size of the network's input");
  const EnginePlan plan = plan_engine(graph, network.chip(), network.placement());

  claim_kernel();
  Context context = make_context(network, plan, std::ssize(images));
  const Machine machine("machine", context, images, options);
  run_kernel();
  if (machine.host().finished() != std::ssize(images))
    throw Bug("the simulation stood still before all images were done:" + machine.stuck());
  return collect_result(context, machine);
}

}  // namespace mho
