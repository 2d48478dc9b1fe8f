#include "sim/engine/machine/array_writer.hpp"

#include "sim/engine/kernel/clock.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {

ArrayWriter::ArrayWriter(const sc_core::sc_module_name& name, Context& context, int stage,
                         int group, BufferPort& buffer_port)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      stage_(context.plan.stages[stage]),
      group_(stage_.groups[group]),
      plan_(*group_.writes),
      layer_(*context.network.placement().of_layer(stage_.layer)),
      operand_(*context.stores[plan_.store]),
      buffer_port_(buffer_port),
      agenda_("agenda"),
      arrays_(context.values ? group_.blocks.size() : 0) {
  SC_METHOD(advance);
  sensitive << freed_ << operand_.arrived();
}

void ArrayWriter::free_arrays() {
  arrays_free_ = true;
  freed_.notify(sc_core::SC_ZERO_TIME);
}

bool ArrayWriter::operand_arrived() {
  const std::vector<int>& pixels = operand_.plan().pixels;
  while (arrived_ < pixels.size() && operand_.holds(written_images_, pixels[arrived_])) ++arrived_;
  return arrived_ == pixels.size();
}

void ArrayWriter::advance() {
  if (!arrays_free_ || written_images_ == context_.images || !operand_arrived()) return;
  arrays_free_ = false;
  const BufferSpec& buffer = context_.tile_spec(group_.tile).input_buffer;
  const std::int64_t accesses = buffer.accesses(plan_.bits);
  ActionCounts& counts = context_.tally.of(stage_.layer, group_.tile);
  counts[Action::buffer_read] += accesses;
  counts[Action::bus_bit] += plan_.bits;
  buffer_port_.read(accesses, 0, femtoseconds(context_.tile_spec(group_.tile).bus.delay),
                    [this] { write(); });
}

void ArrayWriter::write() {
  context_.tally.of(stage_.layer, group_.tile)[Action::cell_write] += plan_.cells;
  if (context_.values) {
    const MatrixWeights matrix = product_matrix(
        context_.graph(), context_.graph().layers[stage_.layer], operand_.tensor(written_images_));
    for (std::size_t b = 0; b < arrays_.size(); ++b)
      arrays_[b] = context_.network.write_block(layer_, group_.blocks[b], matrix,
                                                static_cast<std::uint32_t>(written_images_));
  }
  agenda_.after(plan_.write_fs, [this] { finish(); });
  if (context_.recorder)
    context_.recorder->record({Site::arrays, group_.tile, stage_index_, "write operand", now_fs(),
                               now_fs() + plan_.write_fs, stage_.layer, written_images_});
}

void ArrayWriter::finish() {
  operand_.release(plan_.reader, ++written_images_, 0);
  arrived_ = 0;
  written_.notify(sc_core::SC_ZERO_TIME);
}

int ArrayWriter::missing_tensor() const {
  return arrays_free_ && arrived_ < operand_.plan().pixels.size() ? operand_.plan().tensor : -1;
}

}  // namespace mho
