#include "sim/engine/sequence/context.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/sequence/demand.hpp"

namespace mho {

OffChipQueue::OffChipQueue(const sc_core::sc_module_name& name, const Chip& chip)
    : chip_(chip), queue_(name) {
  const DramSpec& memory = *chip.spec().off_chip;
  if (memory.timing == MemoryTiming::simple) return;
  port_ = std::make_unique<OffChipPort>("off_chip_port", memory, uncounted_);
  target_ = attach_memory(*port_, memory);
}

/// Streams go through the memory from its beginning to its end, and again.
std::int64_t OffChipQueue::next_address(std::int64_t bytes) {
  if (address_ + bytes > chip_.spec().off_chip->capacity_bytes) address_ = 0;
  const std::int64_t address = address_;
  address_ += bytes;
  return address;
}

void OffChipQueue::watch(Recorder* recorder) {
  recorder_ = recorder;
  if (port_) port_->watch(recorder);
}

void OffChipQueue::queue(const char* what, std::int64_t bytes, std::function<void()> done) {
  const std::int64_t duration_fs = off_chip_fs(chip_, bytes);
  const std::int64_t start_fs =
      queue_.submit(duration_fs, femtoseconds(chip_.spec().off_chip->latency), std::move(done));
  if (recorder_) recorder_->record({Site::memory, -1, 0, what, start_fs, start_fs + duration_fs});
}

void OffChipQueue::read(std::int64_t bytes, std::function<void()> done) {
  if (port_ && bytes > 0)
    port_->read(next_address(bytes), bytes, -1, -1, std::move(done));
  else
    queue("read", bytes, std::move(done));
}

void OffChipQueue::write(std::int64_t bytes, std::function<void()> done) {
  if (port_ && bytes > 0)
    port_->write(next_address(bytes), bytes, -1, -1, std::move(done));
  else
    queue("write", bytes, std::move(done));
}

LayerBoard::LayerBoard(const QuantizedGraph& graph, const SequencePlan& plan, std::int64_t batches,
                       std::vector<LayerTrace>& traces)
    : graph_(graph),
      plan_(plan),
      traces_(traces),
      ready_fs_(static_cast<std::size_t>(batches) * graph.tensors.size(), -1) {
  for (const SequencedLayer& layer : plan.layers) parts_.push_back(layer.parts());
  for (std::int64_t batch = 0; batch < batches; ++batch)
    parts_left_.insert(parts_left_.end(), parts_.begin(), parts_.end());
  part_fs_.assign(parts_left_.size(), 0);
}

std::int64_t LayerBoard::inputs_ready_fs(std::int64_t batch, int layer, int parts_before) const {
  std::int64_t latest = 0;
  if (parts_before > 0) {
    const std::size_t at = static_cast<std::size_t>(batch) * plan_.layers.size() + layer;
    if (parts_[layer] - parts_left_[at] < parts_before) return -1;
    latest = part_fs_[at];
  }
  for (const int input : graph_.layers[layer].inputs) {
    const std::int64_t at =
        ready_fs_[static_cast<std::size_t>(batch) * graph_.tensors.size() + input];
    if (at < 0) return -1;
    latest = std::max(latest, at);
  }
  return latest;
}

void LayerBoard::part_done(std::int64_t batch, int layer) {
  const std::size_t at = static_cast<std::size_t>(batch) * plan_.layers.size() + layer;
  const int steps = plan_.layers[layer].steps;
  part_fs_[at] = now_fs();
  if (--parts_left_[at] > 0) {
    if (steps > 1 && parts_left_[at] % (parts_[layer] / steps) == 0)
      for (const TensorReady& listener : listeners_) listener(batch, kStep);
    return;
  }
  if (batch == 0) traces_[layer].first_end_fs = now_fs();
  set_ready(batch, graph_.layers[layer].output);
}

void LayerBoard::input_arrived(std::int64_t batch) { set_ready(batch, graph_.input); }

void LayerBoard::set_ready(std::int64_t batch, int tensor) {
  ready(batch, tensor) = now_fs();
  for (const TensorReady& listener : listeners_) listener(batch, tensor);
}

std::string LayerBoard::missing() const {
  std::string text;
  for (std::size_t i = 0; i < ready_fs_.size(); ++i)
    if (ready_fs_[i] < 0)
      text += "\n  batch " + std::to_string(i / graph_.tensors.size()) + " waits for tensor " +
              graph_.tensors[i % graph_.tensors.size()].name;
  return text;
}

}  // namespace mho
