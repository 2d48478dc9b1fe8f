#include "sim/engine/sequence/demand.hpp"

#include <algorithm>
#include <vector>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/machine/vector_timing.hpp"

namespace mho {

namespace {

std::int64_t compute_fs(const Chip& chip, const ArrayJob& job) {
  return times_fs(job.cycles, femtoseconds(chip.spec().tile.mac_array->clock));
}

std::int64_t buffer_fs(const Chip& chip, const ArrayJob& job) {
  return times_fs(job.buffer_accesses * chip.tiles(),
                  femtoseconds(chip.spec().global_buffer.cycle));
}

std::int64_t operations_fs(const Chip& chip, const VectorWork& work) {
  const std::int64_t share = ceil_divide(work.operations, chip.tiles());
  return vector_unit_fs(chip.spec().tile.vector_unit, share);
}

std::int64_t vector_buffer_fs(const Chip& chip, const VectorWork& work) {
  return times_fs(
      work.counts[Action::global_buffer_read] + work.counts[Action::global_buffer_write],
      femtoseconds(chip.spec().global_buffer.cycle));
}

/// Sums per tile, of which the largest counts: tiles work side by side.
std::int64_t largest(const std::vector<std::int64_t>& by_tile) {
  return *std::max_element(by_tile.begin(), by_tile.end());
}

ResourceDemand demand_of(const Chip& chip, const SequencedLayer& layer) {
  std::vector<std::int64_t> compute(chip.tiles(), 0), buffer(chip.tiles(), 0),
      vector(chip.tiles(), 0);
  ResourceDemand demand;
  for (const ArrayJob& job : layer.jobs) {
    add_fs(compute[job.tile], compute_fs(chip, job));
    add_fs(buffer[job.tile], buffer_fs(chip, job));
    add_fs(vector[job.tile], vector_unit_fs(chip.spec().tile.vector_unit, job.vector_operations));
    add_fs(demand.of(Bound::weights), off_chip_fs(chip, job.weight_bytes));
    add_fs(demand.of(Bound::activations),
           off_chip_fs(chip, job.fetch_bytes) + off_chip_fs(chip, job.store_bytes));
  }
  demand.of(Bound::compute) = largest(compute);
  demand.of(Bound::buffer) = largest(buffer);
  add_fs(demand.of(Bound::buffer), vector_buffer_fs(chip, layer.vector));
  demand.of(Bound::vector_unit) = largest(vector);
  add_fs(demand.of(Bound::vector_unit), operations_fs(chip, layer.vector));
  add_fs(demand.of(Bound::activations),
         off_chip_fs(chip, layer.vector.fetch_bytes) + off_chip_fs(chip, layer.vector.store_bytes));
  return demand;
}

}  // namespace

std::int64_t stream_fs(const Chip& chip, const ArrayJob& job) {
  return std::max(compute_fs(chip, job), buffer_fs(chip, job));
}

std::int64_t vector_share_fs(const Chip& chip, const VectorWork& work) {
  return std::max(operations_fs(chip, work), vector_buffer_fs(chip, work));
}

std::int64_t off_chip_fs(const Chip& chip, std::int64_t bytes) {
  const DramSpec& memory = *chip.spec().off_chip;
  const std::int64_t width = std::int64_t{memory.width_bits} * memory.channels;
  return times_fs(ceil_divide(8 * bytes, width), femtoseconds(memory.data_rate));
}

std::int64_t host_link_fs(const Chip& chip, std::int64_t bits) {
  const LinkSpec& link = chip.spec().host_link;
  return times_fs(ceil_divide(bits, link.width_bits), femtoseconds(link.clock));
}

void add_demands(const QuantizedGraph& graph, const Chip& chip, SequencePlan& plan) {
  for (SequencedLayer& layer : plan.layers) {
    layer.demand = demand_of(chip, layer);
    const QuantizedLayer& source = graph.layers[layer.layer];
    const bool reads_image =
        std::find(source.inputs.begin(), source.inputs.end(), graph.input) != source.inputs.end();
    if (reads_image) add_fs(layer.demand.of(Bound::host), host_link_fs(chip, plan.input_bits));
    if (source.output == graph.output)
      add_fs(layer.demand.of(Bound::host), host_link_fs(chip, plan.output_bits));
  }
}

}  // namespace mho
