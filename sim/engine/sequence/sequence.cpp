#include "sim/engine/sequence/sequence.hpp"

#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/sequence/demand.hpp"

namespace mho {

namespace {

std::int64_t tensor_bytes(const QuantizedTensor& tensor, int batch) {
  return ceil_divide(tensor.size() * tensor.bits * batch, 8);
}

/// Index of the last layer that reads each tensor; the network's output is read by the host.
std::vector<int> last_readers(const QuantizedGraph& graph) {
  std::vector<int> last(graph.tensors.size(), -1);
  for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer)
    for (const int input : graph.layers[layer].inputs) last[input] = layer;
  last[graph.output] = static_cast<int>(graph.layers.size());
  return last;
}

/// Which tensors the global buffer cannot hold: wherever what is alive exceeds it, the largest go.
/// Room for the next batch's input is kept all the time.
class Residency {
 public:
  Residency(const QuantizedGraph& graph, const Chip& chip, int batch)
      : graph_(graph),
        batch_(batch),
        capacity_(chip.spec().global_buffer.capacity_bytes),
        off_chip_(graph.tensors.size(), false) {
    if (chip.spec().tile.mac_array->dataflow == Dataflow::row_stationary) {
      // The buffer holds a pass's inputs and sums (sim/mapping/dataflow_row_stationary.cpp).
      off_chip_.assign(graph.tensors.size(), true);
      return;
    }
    const std::vector<int> last = last_readers(graph);
    std::vector<int> alive{graph.input};
    for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer) {
      alive.push_back(graph.layers[layer].output);
      while (held(alive) > capacity_) spill(alive);
      peak_ = std::max(peak_, held(alive));
      std::erase_if(alive, [&](int tensor) { return last[tensor] <= layer; });
    }
  }

  std::vector<bool> take() { return std::move(off_chip_); }
  std::int64_t peak() const { return peak_; }

 private:
  std::int64_t bytes(int tensor) const {
    return off_chip_[tensor] ? 0 : tensor_bytes(graph_.tensors[tensor], batch_);
  }
  std::int64_t held(const std::vector<int>& alive) const {
    std::int64_t sum = bytes(graph_.input);  // of the next batch
    for (const int tensor : alive) sum += bytes(tensor);
    return sum;
  }
  void spill(const std::vector<int>& alive) {
    const auto largest = std::max_element(alive.begin(), alive.end(),
                                          [&](int a, int b) { return bytes(a) < bytes(b); });
    // With nothing left of the living it is the next batch's input that does not fit.
    off_chip_[bytes(*largest) > 0 ? *largest : graph_.input] = true;
  }

  const QuantizedGraph& graph_;
  int batch_;
  std::int64_t capacity_;
  std::int64_t peak_ = 0;
  std::vector<bool> off_chip_;
};

std::int64_t buffer_accesses(const Chip& chip, const QuantizedTensor& tensor, int batch) {
  return std::int64_t{batch} * tensor.pixels() *
         chip.spec().global_buffer.accesses(std::int64_t{tensor.channels} * tensor.bits);
}

VectorWork vector_work(const QuantizedGraph& graph, const Chip& chip, const SequencePlan& plan,
                       std::span<const double> nonzero, const QuantizedLayer& layer) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const auto port_bytes = [&](int tensor) {
    return off_chip_bytes(array, graph.tensors[tensor].size() * plan.batch,
                          graph.tensors[tensor].bits, nonzero.empty() ? 1 : nonzero[tensor]);
  };
  const QuantizedTensor& output = graph.tensors[layer.output];
  VectorWork work;
  work.operations =
      vector_operations_per_pixel(graph, layer) * output.pixels() * std::int64_t{plan.batch};
  work.counts[Action::vector_operation] = work.operations;
  for (const int input : layer.inputs) {
    // Overlapping windows read a pixel once: the vector unit has their rows in registers.
    work.counts[Action::global_buffer_read] +=
        buffer_accesses(chip, graph.tensors[input], plan.batch);
    if (!plan.off_chip[input]) continue;
    work.fetch_bytes += port_bytes(input);
    work.counts[Action::global_buffer_write] +=
        buffer_accesses(chip, graph.tensors[input], plan.batch);
  }
  work.counts[Action::global_buffer_write] += buffer_accesses(chip, output, plan.batch);
  if (plan.off_chip[layer.output]) {
    work.store_bytes = port_bytes(layer.output);
    work.counts[Action::global_buffer_read] += buffer_accesses(chip, output, plan.batch);
  }
  work.counts[Action::off_chip_read_bit] = 8 * work.fetch_bytes;
  work.counts[Action::off_chip_write_bit] = 8 * work.store_bytes;
  return work;
}

/// Jobs of a product of activations: each input of the batch has weights of its own, which come
/// from the global buffer unless they live off chip.
std::vector<ArrayJob> product_jobs(const ArrayLayer& shape, const Chip& chip, int batch,
                                   bool weights_off_chip) {
  std::vector<ArrayJob> jobs;
  for (int input = 0; input < batch; ++input) {
    for (ArrayJob job : array_jobs(shape, chip, 1)) {
      if (!weights_off_chip) {
        const std::int64_t accesses = chip.spec().global_buffer.accesses(8 * job.weight_bytes);
        job.counts[Action::off_chip_read_bit] -= 8 * job.weight_bytes;
        job.counts[Action::global_buffer_read] += accesses;
        job.buffer_accesses += accesses;
        job.weight_bytes = job.frees_on_load = job.frees_on_end = 0;
      }
      jobs.push_back(std::move(job));
    }
  }
  return jobs;
}

/// Jobs of a recurrent layer: those of one position, again for every step. The arrays hold a part
/// of the weights at a time, so that all come anew for each.
std::vector<ArrayJob> recurrent_jobs(ArrayLayer shape, const Chip& chip, int batch, int steps) {
  shape.input_h = shape.input_w = shape.output_h = shape.output_w = 1;
  const std::vector<ArrayJob> of_step = array_jobs(shape, chip, batch);
  std::vector<ArrayJob> jobs;
  for (int step = 0; step < steps; ++step) jobs.insert(jobs.end(), of_step.begin(), of_step.end());
  return jobs;
}

/// What moves to or from the memory beside the chip passes the PHY.
void count_interface(ActionCounts& counts) {
  counts[Action::off_chip_link_bit] =
      counts[Action::off_chip_read_bit] + counts[Action::off_chip_write_bit];
}

SequencedLayer sequenced_layer(const QuantizedGraph& graph, const Chip& chip,
                               const SequencePlan& plan, std::span<const double> nonzero,
                               int index) {
  const QuantizedLayer& layer = graph.layers[index];
  SequencedLayer result;
  result.layer = index;
  if (has_weights(layer.kind) || layer.kind == LayerKind::product) {
    ArrayLayer shape = array_layer(graph, index, nonzero);
    shape.input_off_chip = plan.off_chip[layer.inputs[0]];
    shape.output_off_chip = plan.off_chip[layer.output];
    if (layer.kind == LayerKind::lstm) {
      result.steps = graph.tensors[layer.output].pixels();
      result.jobs = recurrent_jobs(shape, chip, plan.batch, result.steps);
    } else if (layer.kind == LayerKind::matrix) {
      result.jobs = array_jobs(shape, chip, plan.batch);
    } else {
      result.jobs = product_jobs(shape, chip, plan.batch, plan.off_chip[layer.inputs[1]]);
    }
  } else {
    result.vector = vector_work(graph, chip, plan, nonzero, layer);
  }
  count_interface(result.vector.counts);
  for (ArrayJob& job : result.jobs) count_interface(job.counts);
  return result;
}

}  // namespace

SequencePlan plan_sequence(const QuantizedGraph& graph, const Chip& chip, int batch,
                           std::span<const double> nonzero) {
  if (!chip.spec().off_chip)
    throw InputError({}, "chip.off_chip",
                     "a chip of MAC arrays fetches its weights from there; allowed: a section that "
                     "describes off-chip memory");
  SequencePlan plan;
  plan.batch = batch;
  Residency residency(graph, chip, batch);
  plan.peak_buffer_bytes = residency.peak();
  plan.off_chip = residency.take();
  const auto bits = [&](int tensor) {
    return graph.tensors[tensor].size() * graph.tensors[tensor].bits * batch;
  };
  plan.input_bits = bits(graph.input);
  plan.output_bits = bits(graph.output);
  for (int layer = 0; layer < static_cast<int>(graph.layers.size()); ++layer)
    plan.layers.push_back(sequenced_layer(graph, chip, plan, nonzero, layer));
  add_demands(graph, chip, plan);
  return plan;
}

}  // namespace mho
