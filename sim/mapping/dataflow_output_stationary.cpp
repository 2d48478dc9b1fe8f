// Output-stationary: rows x columns outputs grow in place, rows being output positions of the batch
// and columns outputs of a group; one weight and one input of each pass by per cycle. Weights of a
// block of outputs are fetched once when half of the weight memory holds them, else once for each
// block of positions, in parts that half of it holds.
#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/mapping/dataflow.hpp"

namespace mho {

namespace {

/// A block of `positions` x `outputs` over rows [begin, end) of the weight matrix.
struct OutputBlock {
  std::int64_t positions, outputs, begin, end;
  bool fetches;

  std::int64_t rows() const { return end - begin; }
};

ArrayJob job_of(const ArrayLayer& layer, const Chip& chip, const OutputBlock& block) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const BufferSpec& buffer = chip.spec().global_buffer;
  const int cycles_per_mac = array.cycles_per_mac(layer.weight_bits, layer.input_bits);
  ArrayJob job;
  job.opens = block.begin == 0;
  job.closes = block.end == layer.rows();
  job.cycles = block.rows() * cycles_per_mac;
  job.buffer_accesses = block.rows() * buffer.accesses(block.positions * layer.input_bits);
  const std::int64_t macs = block.rows() * cycles_per_mac * block.positions * block.outputs;
  const std::int64_t live =
      array.zero_gating ? std::llround(static_cast<double>(macs) * layer.input_nonzero) : macs;
  job.counts[Action::mac] = live;
  // Input and weight each move on by one register; the sum's is read and written.
  job.counts[Action::mac_register_access] = macs + 3 * live;
  job.counts[Action::global_buffer_read] = job.buffer_accesses;
  const std::int64_t word_bits = block.outputs * layer.weight_bits;
  job.counts[Action::weight_fifo_read] = block.rows() * array.weight_fifo.accesses(word_bits);
  if (block.fetches) {
    job.weight_bytes = ceil_divide(block.rows() * word_bits, 8);
    job.counts[Action::off_chip_read_bit] = 8 * job.weight_bytes;
    job.counts[Action::weight_fifo_write] = array.weight_fifo.accesses(8 * job.weight_bytes);
  }
  if (layer.input_off_chip) {
    job.fetch_bytes = off_chip_bytes(array, block.rows() * block.positions, layer.input_bits,
                                     layer.input_nonzero);
    job.counts[Action::off_chip_read_bit] += 8 * job.fetch_bytes;
    job.counts[Action::global_buffer_write] += job.buffer_accesses;
  }
  return job;
}

void close(const ArrayLayer& layer, const Chip& chip, const OutputBlock& block, ArrayJob& job) {
  const BufferSpec& buffer = chip.spec().global_buffer;
  const std::int64_t all_outputs = std::int64_t{layer.outputs} * layer.groups;
  job.vector_operations =
      ceil_divide(layer.vector_operations * block.outputs, all_outputs) * block.positions;
  job.counts[Action::accumulator_access] = block.positions * block.outputs;
  job.counts[Action::vector_operation] = job.vector_operations;
  const std::int64_t accesses =
      block.positions * buffer.accesses(block.outputs * layer.output_bits);
  job.counts[Action::global_buffer_write] += accesses;
  if (!layer.output_off_chip) return;
  job.store_bytes = off_chip_bytes(*chip.spec().tile.mac_array, block.positions * block.outputs,
                                   layer.output_bits, layer.output_nonzero);
  job.counts[Action::global_buffer_read] += accesses;
  job.counts[Action::off_chip_write_bit] += 8 * job.store_bytes;
}

}  // namespace

std::vector<ArrayJob> output_stationary_jobs(const ArrayLayer& layer, const Chip& chip, int batch) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const std::int64_t vectors = std::int64_t{batch} * layer.positions();
  const std::int64_t half_bits = 8 * array.weight_fifo.capacity_bytes / 2;
  const int blocks_of_outputs = ceil_divide(layer.outputs, array.columns);
  std::vector<ArrayJob> jobs;
  std::int64_t dealt = 0;
  for (int block = 0; block < blocks_of_outputs * layer.groups; ++block) {
    const int first = block % blocks_of_outputs * array.columns;
    const std::int64_t outputs = std::min(array.columns, layer.outputs - first);
    const std::int64_t rows_held = half_bits / (outputs * layer.weight_bits);
    if (rows_held < 1)
      throw InputError({}, "chip.tile.mac_array.weight_fifo.capacity",
                       "half of it does not hold a row of weights of " + std::to_string(outputs) +
                           " outputs; allowed: at least " +
                           std::to_string(ceil_divide(2 * outputs * layer.weight_bits, 8)) + " B");
    const bool held = layer.rows() <= rows_held;
    const int tile = static_cast<int>(dealt++ % chip.tiles());
    std::int64_t fetched = 0;  // bytes that no job has given back
    for (std::int64_t position = 0; position < vectors; position += array.rows) {
      OutputBlock part{std::min<std::int64_t>(array.rows, vectors - position), outputs, 0, 0, true};
      for (part.begin = 0; part.begin < layer.rows(); part.begin = part.end) {
        part.end = std::min<std::int64_t>(part.begin + rows_held, layer.rows());
        part.fetches = !held || position == 0;
        ArrayJob job = job_of(layer, chip, part);
        job.tile = tile;
        fetched += job.weight_bytes;
        if (!held || position + array.rows >= vectors) job.frees_on_end = std::exchange(fetched, 0);
        if (job.closes) close(layer, chip, part, job);
        jobs.push_back(job);
      }
    }
  }
  return jobs;
}

}  // namespace mho
