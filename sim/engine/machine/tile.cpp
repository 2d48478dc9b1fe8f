#include "sim/engine/machine/tile.hpp"

#include <algorithm>
#include <span>
#include <utility>
#include <variant>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

Tile::Tile(const sc_core::sc_module_name& name, Context& context, Noc& noc, int index)
    : sc_module(name),
      context_(context),
      noc_(noc),
      index_(index),
      buffer_port_("buffer_port", context.tile_spec(index).input_buffer),
      accumulator_("accumulator"),
      vector_unit_("vector_unit"),
      agenda_("agenda") {
  noc_.connect(index, *this);
  for (int core = 0; core < context.tile_spec(index).cores(); ++core)
    core_accumulators_.push_back(
        std::make_unique<Server>(("core_accumulator_" + std::to_string(core)).c_str()));
  if (const auto& buffer = context.tile_spec(index).output_buffer)
    output_port_ = std::make_unique<BufferPort>("output_port", *buffer);
  const std::vector<StagePlan>& stages = context_.plan.stages;
  for (int stage = 0; stage < static_cast<int>(stages.size()); ++stage) {
    if (stages[stage].home() == index_) place_stage(stage);
    for (int group = 0; group < static_cast<int>(stages[stage].groups.size()); ++group)
      if (stages[stage].groups[group].tile == index_ && !stages[stage].groups[group].blocks.empty())
        place_group(stage, group);
  }
}

std::int64_t Tile::busiest_fs() const {
  std::int64_t busiest =
      std::max({buffer_port_.least_fs(), accumulator_.busy_fs(), vector_unit_.busy_fs()});
  if (output_port_) busiest = std::max(busiest, output_port_->least_fs());
  for (const auto& accumulator : core_accumulators_)
    busiest = std::max(busiest, accumulator->busy_fs());
  return busiest;
}

void Tile::place_stage(int stage) {
  const StagePlan& plan = context_.plan.stages[stage];
  const std::string number = std::to_string(stage);
  OutboxHooks hooks;
  hooks.write_local = [this](int store, SharedPixel pixel) {
    write(store, std::move(pixel), false);
  };
  hooks.sent = [&context = context_, &progress = *context_.progress[stage],
                &pixels = context_.pixels_sent[plan.phase]] {
    ++progress.sent;
    progress.changed.notify(sc_core::SC_ZERO_TIME);
    ++pixels;
    context.pixel_sent();
    context.pixel_done.notify(sc_core::SC_ZERO_TIME);
  };
  auto outbox = std::make_unique<Outbox>(("outbox_" + number).c_str(), context_, noc_, plan.layer,
                                         index_, plan.destinations, std::move(hooks), stage);
  const std::int64_t pixel_bits = bits_of_output(plan);
  const PixelReady ready = [this, out = outbox.get(), layer = plan.layer, pixel_bits](
                               std::int64_t image, int pixel, std::vector<std::int32_t> values) {
    if (!output_port_) {
      out->push(image, pixel, std::move(values));
      return;
    }
    pass_output_buffer(layer, pixel, pixel_bits,
                       [out, image, pixel, held = std::move(values)]() mutable {
                         out->push(image, pixel, std::move(held));
                       });
  };
  outboxes_[stage] = std::move(outbox);
  if (plan.groups.front().blocks.empty())
    vector_layers_.push_back(std::make_unique<VectorLayer>(
        ("vector_layer_" + number).c_str(), context_, stage, buffer_port_, vector_unit_, ready));
  else
    collectors_[stage] = std::make_unique<Collector>(("collector_" + number).c_str(), context_,
                                                     stage, accumulator_, vector_unit_, ready);
}

void Tile::place_group(int stage, int group) {
  const StagePlan& plan = context_.plan.stages[stage];
  std::function<void(PartialSums)> hand_over;
  if (plan.home() == index_) {
    hand_over = [home = collectors_.at(stage).get()](const PartialSums& sums) {
      home->collect(sums);
    };
  } else {
    const std::int64_t bits = std::ssize(plan.groups[group].outputs) * plan.sum_bits;
    hand_over = [this, &plan, bits](PartialSums sums) {
      noc_.send({plan.layer, index_, {{plan.home(), 0}}, bits, std::move(sums)});
    };
  }
  macros_.push_back(std::make_unique<Macro>(("macro_" + std::to_string(stage)).c_str(), context_,
                                            stage, group, buffer_port_, accumulator_,
                                            core_accumulators_, std::move(hand_over)));
}

void Tile::write(int index, SharedPixel pixel, bool over_network) {
  const BufferSpec& buffer = context_.tile_spec(index_).input_buffer;
  TensorStore& store = *context_.stores[index];
  const std::int64_t bits = store.plan().pixel_bits;
  const std::int64_t tensor_bits = std::ssize(store.plan().sequence) * bits;
  const std::int64_t accesses = buffer.write_accesses(pixel->pixel * bits, bits, tensor_bits);
  context_.tally.of(store.plan().reader_layers.front(), index_)[Action::buffer_write] += accesses;
  const std::int64_t word = buffer.word(pixel->pixel, bits);
  const std::int64_t image = pixel->image;
  const int number = pixel->pixel;
  const std::int64_t start_fs = buffer_port_.write(
      accesses, word, 0,
      [&store, held = std::move(pixel)] { store.arrive(held->image, held->pixel, held->values); });
  if (context_.recorder == nullptr) return;
  const std::uint64_t arrow = arrow_to(context_, index, image, number);
  const std::span<const std::uint64_t> arrows(&arrow, over_network ? 1 : 0);
  record_access({Site::input_buffer, index_, 0, "write", start_fs, 0,
                 store.plan().reader_layers.front(), image, number, arrows},
                accesses, buffer, *context_.recorder);
}

void Tile::receive(const Packet& packet, int store) {
  if (const auto* pixel = std::get_if<SharedPixel>(&packet.payload))
    write(store, *pixel, true);
  else if (const auto* sums = std::get_if<PartialSums>(&packet.payload))
    collectors_.at(sums->stage)->collect(*sums);
  else
    write_array(std::get<ArrayWeights>(packet.payload));
}

std::int64_t Tile::bits_of_output(const StagePlan& stage) const {
  const QuantizedGraph& graph = context_.graph();
  const QuantizedTensor& output = graph.tensors[graph.layers[stage.layer].output];
  return std::int64_t{output.channels} * output.bits;
}

/// A pixel is written to the tile's output buffer, and read from there on its way out.
void Tile::pass_output_buffer(int layer, int pixel, std::int64_t bits, std::function<void()> done) {
  const BufferSpec& buffer = *context_.tile_spec(index_).output_buffer;
  const std::int64_t accesses = buffer.accesses(bits);
  const std::int64_t word = buffer.word(pixel, bits);
  ActionCounts& counts = context_.tally.of(layer, index_);
  counts[Action::output_buffer_write] += accesses;
  counts[Action::output_buffer_read] += accesses;
  const auto record = [this, layer, pixel, accesses](const char* what, std::int64_t start_fs) {
    if (context_.recorder)
      record_access({Site::output_buffer, index_, 0, what, start_fs, 0, layer, -1, pixel}, accesses,
                    *context_.tile_spec(index_).output_buffer, *context_.recorder);
  };
  const std::int64_t start_fs = output_port_->write(
      accesses, word, 0,
      [this, accesses, word, record, then = std::move(done)]() mutable {
        record("read", output_port_->read(accesses, word, 0, std::move(then), &output_reads_));
      },
      &output_writes_);
  record("write", start_fs);
}

void Tile::write_array(const ArrayWeights& weights) {
  const LoadPlan& load = context_.plan.phases[weights.phase].loads[weights.load];
  context_.tally.of(load.layer, index_)[Action::cell_write] += load.cells;
  agenda_.after(load.write_fs, [this] { context_.array_written(); });
  if (context_.recorder)
    context_.recorder->record({Site::arrays, index_, -1, "write weights", now_fs(),
                               now_fs() + load.write_fs, load.layer});
}

void Tile::add_waits(std::vector<Wait>& waits) const {
  for (const auto& macro : macros_) macro->add_waits(waits);
  for (const auto& layer : vector_layers_) layer->add_waits(waits);
  for (const auto& [stage, outbox] : outboxes_) outbox->add_waits(waits);
}

}  // namespace mho
