#include "sim/engine/engine.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <systemc>
#include <tuple>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/kernel/kernel.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/host.hpp"
#include "sim/engine/machine/phase_control.hpp"
#include "sim/engine/machine/tile.hpp"
#include "sim/engine/machine/watchdog.hpp"
#include "sim/engine/noc/noc.hpp"
#include "sim/engine/noc/traffic.hpp"
#include "sim/engine/off_chip/memory.hpp"

// libsystemc holds a main() that calls this; a program with a main() of its own never gets here,
// but has to link. Weak: a SystemC program brings its own.
int sc_main(int, char*[]);
[[gnu::weak]] int sc_main(int, char*[]) { return 2; }

namespace mho {

namespace {

/// The whole chip with its host and its memory; tiles that hold nothing are left out.
class Machine : public sc_core::sc_module {
 public:
  Machine(const sc_core::sc_module_name& name, Context& context, std::span<const IntTensor> images,
          const EngineOptions& options)
      : sc_module(name),
        noc_("noc", context.chip(), traffic_of(context.plan), context.tally, options.lost_packet) {
    if (const auto& memory = context.chip().spec().off_chip) {
      port_ = std::make_unique<OffChipPort>("off_chip_port", *memory, context.tally);
      port_->watch(context.recorder);
      target_ = attach_memory(*port_, *memory, options.memory_target);
    }
    buffer_ = std::make_unique<GlobalBuffer>(
        "global_buffer", context, noc_, port_.get(),
        [this](PixelPayload pixel) { host_->return_result(std::move(pixel)); });
    host_ = std::make_unique<Host>("host", context, *buffer_, images);
    phases_ = std::make_unique<PhaseControl>(
        "phases", context, noc_, port_.get(),
        [this](const PhasePlan& phase, std::int64_t count) { buffer_->start(phase, count); });
    context.array_written = [this] { phases_->note_written(); };
    std::set<int> used;
    for (const StagePlan& stage : context.plan.stages)
      for (const GroupPlan& group : stage.groups) used.insert(group.tile);
    for (int tile : used)
      tiles_.push_back(
          std::make_unique<Tile>(("tile_" + std::to_string(tile)).c_str(), context, noc_, tile));
  }

  /// Has the run's recorder told of what the spans refer to.
  void begin_recording(const Context& context) {
    noc_.watch(context.recorder);
    RecordedMachine machine;
    for (const QuantizedLayer& layer : context.graph().layers) machine.layers.push_back(layer.name);
    for (const StagePlan& stage : context.plan.stages)
      machine.stages.push_back(
          machine.layers[stage.layer] +
          (stage.replica > 0 ? " (copy " + std::to_string(stage.replica) + ")" : ""));
    machine.links = noc_.link_names();
    context.recorder->begin(machine);
  }

  const Noc& noc() const { return noc_; }
  const Host& host() const { return *host_; }
  const PhaseControl& phases() const { return *phases_; }

  /// How long the busiest of all resources was needed: macros and ways into the network, by layer;
  /// ports and units of the tiles, links, global buffer, host.
  std::int64_t busiest_fs(const std::vector<LayerTrace>& layers, const NocUse& use) const {
    std::int64_t busiest = std::max(buffer_->busiest_fs(), host_->busiest_fs());
    for (const LayerTrace& layer : layers) busiest = std::max(busiest, layer.demand.least_fs());
    for (const LinkUse& link : use.links) busiest = std::max(busiest, link.busy_fs);
    for (const auto& tile : tiles_) busiest = std::max(busiest, tile->busiest_fs());
    return busiest;
  }

  /// Who waits for what; nothing, when all is done.
  std::vector<Wait> waits() const {
    std::vector<Wait> waits;
    for (const auto& tile : tiles_) tile->add_waits(waits);
    buffer_->add_waits(waits);
    return waits;
  }

 private:
  Noc noc_;
  std::unique_ptr<OffChipPort> port_;
  std::unique_ptr<OffChipTarget> target_;
  std::unique_ptr<GlobalBuffer> buffer_;
  std::unique_ptr<Host> host_;
  std::unique_ptr<PhaseControl> phases_;
  std::vector<std::unique_ptr<Tile>> tiles_;
};

EngineResult collect_result(const Context& context, const Machine& machine) {
  EngineResult result;
  machine.host().report(result);
  result.end_fs = now_fs();
  result.actions = context.tally.sorted();
  result.layers = context.traces;
  result.phases = machine.phases().traces();
  for (const auto& store : context.stores) {
    const StorePlan& plan = store->plan();
    result.buffers.push_back(
        {plan.tensor, plan.tile, plan.pixel_bits, plan.needed, plan.capacity, store->peak()});
  }
  std::sort(result.buffers.begin(), result.buffers.end(), [](const auto& a, const auto& b) {
    return std::tie(a.tile, a.tensor) < std::tie(b.tile, b.tensor);
  });
  result.noc = machine.noc().use();
  result.packets_sent =
      result.noc.packets_sent + result.noc.packets_forked - result.noc.packets_merged;
  result.packets_received = result.noc.packets_received;
  result.noc_wait_fs = result.noc.wait_fs;
  result.busiest_fs = machine.busiest_fs(result.layers, result.noc);
  result.events = static_cast<std::int64_t>(sc_core::sc_delta_count());
  return result;
}

}  // namespace

EngineResult simulate(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                      const EngineOptions& options) {
  const QuantizedGraph& graph = network.graph();
  const std::int64_t count = network.is_programmed() ? std::ssize(images) : options.images;
  require(count > 0, "a simulation needs an image");
  for (const IntTensor& image : images)
    require(std::ssize(image) == graph.tensors[graph.input].size(),
            "an image does not have the size of the network's input");
  EnginePlan plan = options.plan != nullptr
                        ? *options.plan
                        : plan_engine(graph, network.chip(), network.placement(), count);
  for (StorePlan& store : plan.stores)
    if (store.tensor == options.squeezed_tensor && store.tile != kGlobalBuffer) store.capacity = 1;

  claim_kernel();
  Context context(network, plan, count);
  context.statistics = options.statistics;
  context.recorder = options.recorder;
  std::int64_t pixels = 0;
  for (const PhasePlan& phase : plan.phases) pixels += phase.pixels_of_image;
  WorkShare share(options.tell, count * pixels);
  context.pixel_sent = [&share] { share.advance(); };
  Machine machine("machine", context, images, options);
  if (context.recorder) {
    machine.begin_recording(context);
    run_kernel(*context.recorder, context.tally, [&context] { return context.fills(); });
  } else {
    run_kernel();
  }
  if (machine.host().finished() != count)
    throw Bug("the simulation stood still before all images were done:" +
              describe_waits(graph, machine.waits()) + machine.phases().stuck());
  EngineResult result = collect_result(context, machine);
  result.turn = network.placement().takes_turns() ? plan.batch : 1;
  check_sums(graph, result);
  if (context.recorder) context.recorder->end(result.end_fs, context.tally, context.fills());
  return result;
}

}  // namespace mho
