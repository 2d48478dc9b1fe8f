// Weight-stationary: blocks of rows x columns weights, one after another, each against all vectors
// that one bank of accumulators holds; the blocks of the same outputs one after another, so that
// their sums meet there. Where a batch has more vectors than a bank, the weights are fetched again
// for each bankful. Groups that fit share a block, block-diagonally.
#include <algorithm>
#include <cmath>

#include "sim/base/division.hpp"
#include "sim/mapping/cuts.hpp"
#include "sim/mapping/dataflow.hpp"

namespace mho {

namespace {

/// Vectors number [begin, end) of the batch: one of `count` parts of even size.
struct VectorRange {
  std::int64_t begin, end;
};
VectorRange part_of(std::int64_t all, std::int64_t index, std::int64_t count) {
  return {all * index / count, all * (index + 1) / count};
}

std::int64_t block_bytes(const ArrayLayer& layer, const MacArraySpec& array, const Block& block) {
  const std::int64_t weights =
      array.padded_blocks ? array.macs() : std::int64_t{block.rows()} * block.outputs();
  return ceil_divide(weights * layer.weight_bits, 8);
}

/// What is done when the sums of `vectors` vectors of a block's outputs are complete.
void close(const ArrayLayer& layer, const Chip& chip, const Block& block, std::int64_t vectors,
           ArrayJob& job) {
  const BufferSpec& buffer = chip.spec().global_buffer;
  const std::int64_t all_outputs = std::int64_t{layer.outputs} * layer.groups;
  job.closes = true;
  job.vector_operations =
      ceil_divide(layer.vector_operations * block.outputs(), all_outputs) * vectors;
  job.counts[Action::vector_operation] += job.vector_operations;
  job.counts[Action::global_buffer_write] +=
      vectors * buffer.accesses(std::int64_t{block.outputs()} * layer.output_bits);
  if (!layer.output_off_chip) return;
  job.store_bytes = off_chip_bytes(*chip.spec().tile.mac_array, vectors * block.outputs(),
                                   layer.output_bits, layer.output_nonzero);
  job.counts[Action::global_buffer_read] +=
      vectors * buffer.accesses(std::int64_t{block.outputs()} * layer.output_bits);
  job.counts[Action::off_chip_write_bit] += 8 * job.store_bytes;
}

ArrayJob job_of(const ArrayLayer& layer, const Chip& chip, const Block& block,
                std::int64_t vectors) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const BufferSpec& buffer = chip.spec().global_buffer;
  const int cycles_per_mac = array.cycles_per_mac(layer.weight_bits, layer.input_bits);
  ArrayJob job;
  job.cycles = vectors * cycles_per_mac;
  job.buffer_accesses = vectors * buffer.accesses(std::int64_t{block.rows()} * layer.input_bits);
  const std::int64_t macs = vectors * cycles_per_mac * block.rows() * block.outputs();
  const std::int64_t live =
      array.zero_gating ? std::llround(static_cast<double>(macs) * layer.input_nonzero) : macs;
  job.counts[Action::mac] = live;
  // An input and a sum each move on by one register; the weight stays.
  job.counts[Action::mac_register_access] = macs + live;
  job.counts[Action::accumulator_access] = vectors * cycles_per_mac * block.outputs();
  job.counts[Action::global_buffer_read] = job.buffer_accesses;
  return job;
}

void add_weights(const ArrayLayer& layer, const MacArraySpec& array, const Block& block,
                 ArrayJob& job) {
  job.weight_bytes = block_bytes(layer, array, block);
  job.frees_on_load = job.weight_bytes;
  job.load_cycles =
      std::int64_t{array.load_cycles} * ceil_divide(layer.weight_bits, array.weight_bits);
  const std::int64_t accesses = array.weight_fifo.accesses(8 * job.weight_bytes);
  job.counts[Action::off_chip_read_bit] += 8 * job.weight_bytes;
  job.counts[Action::weight_fifo_write] += accesses;
  job.counts[Action::weight_fifo_read] += accesses;
}

void add_fetch(const ArrayLayer& layer, const Chip& chip, const Block& block, std::int64_t vectors,
               ArrayJob& job) {
  if (!layer.input_off_chip) return;
  // A patch's values are fetched once for each output position: overlapping windows again.
  const std::int64_t values = vectors * block.rows();
  job.fetch_bytes =
      off_chip_bytes(*chip.spec().tile.mac_array, values, layer.input_bits, layer.input_nonzero);
  job.counts[Action::off_chip_read_bit] += 8 * job.fetch_bytes;
  job.counts[Action::global_buffer_write] +=
      vectors * chip.spec().global_buffer.accesses(std::int64_t{block.rows()} * layer.input_bits);
}

}  // namespace

std::vector<ArrayJob> weight_stationary_jobs(const ArrayLayer& layer, const Chip& chip, int batch) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  MatrixWeights shape;
  shape.outputs = layer.outputs * layer.groups;
  shape.groups = layer.groups;
  shape.rows_per_group = layer.rows();
  const std::vector<Block> blocks = cut(shape, array.rows, array.columns);

  const std::int64_t vectors = std::int64_t{batch} * layer.positions();
  const std::int64_t bank = array.accumulator_depth / array.accumulator_banks;
  const std::int64_t parts = ceil_divide(vectors, bank);
  std::vector<ArrayJob> jobs;
  std::int64_t dealt = 0;
  for (std::size_t first = 0, last = 0; first < blocks.size(); first = last) {
    while (last < blocks.size() && blocks[last].output_begin == blocks[first].output_begin) ++last;
    for (std::int64_t p = 0; p < parts; ++p, ++dealt) {
      const VectorRange part = part_of(vectors, p, parts);
      const std::int64_t count = part.end - part.begin;
      for (std::size_t b = first; b < last; ++b) {
        ArrayJob job = job_of(layer, chip, blocks[b], count);
        job.tile = static_cast<int>(dealt % chip.tiles());
        job.opens = b == first;
        // A block that is alone for its outputs stays for the next bankful on the same tile.
        if (last - first > 1 || p < chip.tiles()) add_weights(layer, array, blocks[b], job);
        add_fetch(layer, chip, blocks[b], count, job);
        if (b + 1 == last) close(layer, chip, blocks[b], count, job);
        jobs.push_back(job);
      }
    }
  }
  return jobs;
}

}  // namespace mho
