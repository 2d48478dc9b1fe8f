#include "sim/engine/machine/window_reader.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/plan/line_buffer.hpp"
#include "sim/engine/plan/windows.hpp"

namespace mho {

namespace {

/// The layer that makes a tensor; -1: the image.
int producer_of(const QuantizedGraph& graph, int tensor) {
  for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer)
    if (graph.layers[layer].output == tensor) return layer;
  return -1;
}

}  // namespace

OutputPosition output_position(const StagePlan& stage, std::int64_t ordinal) {
  const auto per_image = static_cast<std::int64_t>(stage.positions.size());
  const int n = static_cast<int>(ordinal % per_image);
  return {ordinal, ordinal / per_image, n, stage.positions[n]};
}

WindowReader::WindowReader(const sc_core::sc_module_name& name, Context& context, int stage,
                           int group, BufferPort& buffer_port,
                           std::function<void(const OutputPosition&)> loaded,
                           const ArrayWriter* writer)
    : sc_module(name),
      context_(context),
      stage_index_(stage),
      stage_(context.plan.stages[stage]),
      group_(stage_.groups[group]),
      progress_(*context.progress[stage]),
      is_home_(group == 0),
      buffer_port_(buffer_port),
      loaded_(std::move(loaded)),
      writer_(writer),
      agenda_("agenda"),
      total_(context.images * std::ssize(stage_.positions)) {
  next_ = output_position(stage_, 0);
  find_window();
  release();  // pixels that only other readers need
  SC_METHOD(advance);
  sensitive << register_event_ << progress_.changed;
  for (const InputPlan& input : group_.inputs) sensitive << context_.stores[input.store]->arrived();
  if (writer_) sensitive << writer_->written();
}

void WindowReader::free_register() {
  register_free_ = true;
  register_event_.notify(sc_core::SC_ZERO_TIME);
}

std::vector<std::span<const std::int32_t>> WindowReader::inputs(std::int64_t image) {
  std::vector<std::span<const std::int32_t>> tensors;
  for (const InputPlan& input : group_.inputs)
    tensors.push_back(context_.stores[input.store]->tensor(image));
  return tensors;
}

void WindowReader::find_window() {
  const QuantizedLayer& layer = context_.graph().layers[stage_.layer];
  window_.resize(group_.inputs.size());
  arrived_.assign(group_.inputs.size(), 0);
  for (std::size_t i = 0; i < window_.size(); ++i)
    window_pixels(context_.graph(), layer, group_.inputs[i].slot, next_.pixel, window_[i]);
}

bool WindowReader::window_arrived() {
  for (std::size_t slot = 0; slot < window_.size(); ++slot) {
    const TensorStore& store = *context_.stores[group_.inputs[slot].store];
    std::size_t& arrived = arrived_[slot];
    while (arrived < window_[slot].size() && store.holds(next_.image, window_[slot][arrived]))
      ++arrived;
    if (arrived < window_[slot].size()) return false;
  }
  return true;
}

void WindowReader::advance() {
  if (!register_free_ || next_.ordinal == total_ ||
      next_.ordinal >= progress_.sent + kPositionsInFlight)
    return;
  if (waiting_since_fs_ < 0) waiting_since_fs_ = now_fs();
  if (!window_arrived()) return;
  if (arrived_since_fs_ < 0) arrived_since_fs_ = now_fs();
  if (writer_ && !writer_->has_written(next_.image)) return;
  note_waits();
  register_free_ = false;
  if (is_home_) ++context_.tally.of(stage_.layer, group_.tile)[Action::control_step];
  agenda_.after(femtoseconds(context_.tile_spec(group_.tile).control.delay), [this] { read(); });
}

void WindowReader::note_waits() {
  if (next_.ordinal > 0) {  // what comes before the first position is the filling of the pipeline
    LayerTrace& trace = context_.traces[stage_.layer];
    add_fs(trace.wait_input_fs, arrived_since_fs_ - waiting_since_fs_);
    add_fs(trace.wait_write_fs, now_fs() - arrived_since_fs_);
    if (context_.recorder) {
      record_wait("wait: inputs", waiting_since_fs_, arrived_since_fs_, next_);
      record_wait("wait: operand in the arrays", arrived_since_fs_, now_fs(), next_);
    }
  }
  waiting_since_fs_ = arrived_since_fs_ = -1;
}

void WindowReader::record_wait(const char* cause, std::int64_t begin_fs, std::int64_t end_fs,
                               const OutputPosition& position) {
  if (end_fs > begin_fs)
    context_.recorder->record({Site::waits, group_.tile, stage_index_, cause, begin_fs, end_fs,
                               stage_.layer, position.image, position.pixel});
}

std::int64_t WindowReader::window_bits() const {
  const QuantizedGraph& graph = context_.graph();
  const QuantizedLayer& layer = graph.layers[stage_.layer];
  const QuantizedTensor& first = graph.tensors[layer.inputs.front()];
  if (layer.kind == LayerKind::lstm)  // at home, what is added to the products as well
    return group_.rows * graph.tensors[layer.output].bits +
           (is_home_ ? std::int64_t{first.channels} * first.bits : 0);
  if (std::all_of(window_.begin(), window_.end(), [](const auto& each) { return each.empty(); }))
    return 0;  // padding alone
  if (layer.kind == LayerKind::matrix || writer_) return group_.rows * first.bits;
  // A rearrangement picks one value per output.
  if (layer.kind == LayerKind::permute)
    return std::int64_t{graph.tensors[layer.output].channels} * first.bits;
  std::int64_t bits = group_.cache_bits;
  for (std::size_t slot = 0; slot < window_.size(); ++slot)
    bits +=
        std::ssize(window_[slot]) * context_.stores[group_.inputs[slot].store]->plan().pixel_bits;
  return bits;
}

/// Bits that come from the buffer: the window, or, with a line buffer that holds it, what the
/// window before did not have.
std::int64_t WindowReader::bits_to_read() {
  const std::int64_t bits = window_bits();
  const auto& line_buffer = context_.tile_spec(group_.tile).line_buffer;
  if (!line_buffer || group_.blocks.empty()) return bits;
  // Each macro's holds the window's values for its rows.
  if (group_.most_rows * bits > 8 * line_buffer->capacity_bytes * group_.rows) return bits;
  const int width = context_.graph().tensors[context_.graph().layers[stage_.layer].output].width;
  const std::vector<int>& pixels = window_.back();
  const WindowAt window{next_.image, next_.pixel / width, pixels};
  const std::int64_t fetched = pixels_to_fetch(window, {shifted_image_, shifted_row_, shifted_});
  shifted_image_ = next_.image;
  shifted_row_ = next_.pixel / width;
  shifted_ = pixels;
  const std::int64_t read = bits_to_fetch(bits, fetched, std::ssize(pixels));
  context_.tally.of(stage_.layer, group_.tile)[Action::line_buffer_bit] += read;
  return read;
}

void WindowReader::read() {
  const BufferSpec& buffer = context_.tile_spec(group_.tile).input_buffer;
  const std::int64_t bits = bits_to_read();
  const std::int64_t accesses = buffer.accesses(bits);
  ActionCounts& counts = context_.tally.of(stage_.layer, group_.tile);
  counts[Action::buffer_read] += accesses;
  std::int64_t latency_fs = 0;
  if (!group_.blocks.empty()) {
    counts[Action::bus_bit] += bits;
    latency_fs = femtoseconds(context_.tile_spec(group_.tile).bus.delay);
  }
  const std::vector<int>& pixels = window_.front();
  const std::int64_t pixel_bits = context_.stores[group_.inputs.front().store]->plan().pixel_bits;
  const std::int64_t start_fs =
      buffer_port_.read(accesses, buffer.word(pixels.empty() ? 0 : pixels.front(), pixel_bits),
                        latency_fs, [this, position = next_] { finish(position); });
  read_fs_ += times_fs(accesses, femtoseconds(buffer.cycle));
  LayerTrace& trace = context_.traces[stage_.layer];
  add_fs(trace.wait_port_fs, start_fs - now_fs());
  if (context_.recorder) {
    record_wait("wait: port", now_fs(), start_fs, next_);
    record_access({Site::input_buffer, group_.tile, 0, "read", start_fs, 0, stage_.layer,
                   next_.image, next_.pixel},
                  accesses, buffer, *context_.recorder);
  }
  trace.demand.raise(Bound::buffer, read_fs_);
}

void WindowReader::finish(const OutputPosition& position) {
  next_ = output_position(stage_, position.ordinal + 1);
  find_window();
  loaded_(position);
  release();
}

void WindowReader::release() {
  for (const InputPlan& input : group_.inputs)
    context_.stores[input.store]->release(input.reader, next_.image, input.horizon[next_.n]);
}

void WindowReader::add_waits(std::vector<Wait>& waits) const {
  if (next_.ordinal == total_) return;
  const QuantizedGraph& graph = context_.graph();
  Wait wait;
  wait.layer = stage_.layer;
  wait.sentence = "layer '" + graph.layers[stage_.layer].name + "'";
  if (stage_.replica > 0) wait.sentence += " (copy " + std::to_string(stage_.replica) + ")";
  wait.sentence += " on tile " + std::to_string(group_.tile) + " waits for ";
  if (next_.ordinal >= progress_.sent + kPositionsInFlight) {
    wait.sentence += "its earlier pixels to leave";
    wait.waits_for.push_back(stage_.layer);
  } else if (writer_ && arrived_since_fs_ >= 0) {
    wait.sentence += "its operand to be written into the arrays, before the window";
    if (const int tensor = writer_->missing_tensor(); tensor >= 0)
      wait.waits_for.push_back(producer_of(graph, tensor));
  } else {
    wait.sentence += "the window";
    for (std::size_t slot = 0; slot < window_.size(); ++slot)
      if (arrived_[slot] < window_[slot].size())
        wait.waits_for.push_back(
            producer_of(graph, context_.stores[group_.inputs[slot].store]->plan().tensor));
  }
  wait.sentence +=
      " of pixel " + std::to_string(next_.pixel) + " of image " + std::to_string(next_.image);
  waits.push_back(std::move(wait));
}

}  // namespace mho
