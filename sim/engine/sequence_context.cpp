#include "sim/engine/sequence_context.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/clock.hpp"
#include "sim/engine/sequence_demand.hpp"

namespace mho {

OffChipQueue::OffChipQueue(const sc_core::sc_module_name& name, const Chip& chip)
    : chip_(chip), port_(name) {}

void OffChipQueue::move(std::int64_t bytes, std::function<void()> done) {
  port_.submit(off_chip_fs(chip_, bytes), femtoseconds(chip_.spec().off_chip->latency),
               std::move(done));
}

LayerBoard::LayerBoard(const QuantizedGraph& graph, const SequencePlan& plan, std::int64_t batches,
                       std::vector<LayerTrace>& traces)
    : graph_(graph),
      plan_(plan),
      traces_(traces),
      ready_fs_(static_cast<std::size_t>(batches) * graph.tensors.size(), -1) {
  for (std::int64_t batch = 0; batch < batches; ++batch)
    for (const SequencedLayer& layer : plan.layers) parts_left_.push_back(layer.parts());
}

std::int64_t LayerBoard::inputs_ready_fs(std::int64_t batch, int layer) const {
  std::int64_t latest = 0;
  for (const int input : graph_.layers[layer].inputs) {
    const std::int64_t at =
        ready_fs_[static_cast<std::size_t>(batch) * graph_.tensors.size() + input];
    if (at < 0) return -1;
    latest = std::max(latest, at);
  }
  return latest;
}

void LayerBoard::part_done(std::int64_t batch, int layer) {
  int& left = parts_left_[static_cast<std::size_t>(batch) * plan_.layers.size() + layer];
  if (--left > 0) return;
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
