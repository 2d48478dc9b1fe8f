// Row-stationary: a PE keeps a filter row and slides it along an input row; a column of R PEs adds
// up the R rows of a kernel; e output rows stand side by side. Sums of one set of m filters stay in
// the global buffer until all channels have been added, then leave for off-chip memory, from where
// inputs come again for each set. Inputs and sums of a pass cross the array while it computes;
// filters enter before it. Ignored: the pipeline's fill in a pass, filters that stay for a
// following pass.
#include <algorithm>
#include <cmath>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/mapping/dataflow.hpp"
#include "sim/mapping/row_stationary.hpp"

namespace mho {

namespace {

/// The sizes of one pass, cut off where the layer ends.
struct Pass {
  std::int64_t inputs, filters, channels, output_rows, input_rows;
  bool first_channels;  ///< of the sums' channels
  bool first_filters;   ///< the first to use its inputs
};

void count_array(const ArrayLayer& layer, const MacArraySpec& array, const Pass& pass,
                 const RowStationaryMapping& mapping, ArrayJob& job) {
  const std::int64_t sums =
      pass.inputs * pass.filters * pass.output_rows * layer.output_w;  // of all channels' rows
  const std::int64_t macs = sums * pass.channels * layer.kernel_h * layer.kernel_w;
  const std::int64_t live =
      array.zero_gating ? std::llround(static_cast<double>(macs) * layer.input_nonzero) : macs;
  const int cycles_per_mac = array.cycles_per_mac(layer.weight_bits, layer.input_bits);
  // Channels that share a PE are added in its own scratchpad; the others on the way through.
  const std::int64_t chain = layer.kernel_h * std::min<std::int64_t>(mapping.r, pass.channels);
  const std::int64_t rows_of_pes = pass.output_rows * layer.kernel_h;
  const std::int64_t filter_words = pass.filters * pass.channels * layer.kernel_h * layer.kernel_w;
  // A filter row goes to the PEs of all output rows, an input row to those of all filters.
  const std::int64_t filters_in = filter_words * pass.output_rows;
  const std::int64_t inputs_in = pass.inputs * pass.channels * layer.input_w * rows_of_pes *
                                 ceil_divide(pass.filters, mapping.p);
  job.counts[Action::mac] = live * cycles_per_mac;
  // Input read for each MAC; filter read, sum read and written for each that is not gated; words
  // that come are written, sums that go are read.
  job.counts[Action::mac_register_access] =
      (macs + 3 * live) * cycles_per_mac + filters_in + inputs_in + sums * chain;
  job.counts[Action::mac_transfer] = filters_in + inputs_in + sums * chain;
}

void count_buffer(const ArrayLayer& layer, const Chip& chip, const Pass& pass, ArrayJob& job) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const BufferSpec& buffer = chip.spec().global_buffer;
  const std::int64_t inputs = pass.inputs * pass.channels * pass.input_rows * layer.input_w;
  const std::int64_t sums = pass.inputs * pass.filters * pass.output_rows * layer.output_w;
  const std::int64_t input_reads = buffer.accesses(inputs * layer.input_bits);
  const std::int64_t sum_accesses = buffer.accesses(sums * array.sum_bits);
  job.counts[Action::global_buffer_read] = input_reads + (pass.first_channels ? 0 : sum_accesses);
  job.counts[Action::global_buffer_write] = sum_accesses;
  job.buffer_accesses =
      job.counts[Action::global_buffer_read] + job.counts[Action::global_buffer_write];
  if (!pass.first_filters) return;
  job.fetch_bytes = off_chip_bytes(array, inputs, layer.input_bits, layer.input_nonzero);
  job.counts[Action::off_chip_read_bit] += 8 * job.fetch_bytes;
  job.counts[Action::global_buffer_write] += input_reads;
}

void add_weights(const ArrayLayer& layer, const MacArraySpec& array, const Pass& pass,
                 ArrayJob& job) {
  const std::int64_t words = pass.filters * pass.channels * layer.kernel_h * layer.kernel_w;
  job.weight_bytes = ceil_divide(words * layer.weight_bits, 8);
  job.frees_on_load = job.weight_bytes;
  job.load_cycles = ceil_divide(words, array.scratchpad->filter_words_per_cycle);
  const std::int64_t accesses = array.weight_fifo.accesses(8 * job.weight_bytes);
  job.counts[Action::off_chip_read_bit] += 8 * job.weight_bytes;
  job.counts[Action::weight_fifo_write] = accesses;
  job.counts[Action::weight_fifo_read] = accesses;
}

/// Sums of n inputs x m filters x e rows are complete: through the vector unit off the chip.
void close(const ArrayLayer& layer, const Chip& chip, const Pass& pass, std::int64_t filters,
           ArrayJob& job) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const std::int64_t pixels = pass.inputs * pass.output_rows * layer.output_w;
  const std::int64_t all_outputs = std::int64_t{layer.outputs} * layer.groups;
  job.closes = true;
  job.vector_operations = ceil_divide(layer.vector_operations * filters, all_outputs) * pixels;
  job.counts[Action::vector_operation] = job.vector_operations;
  job.counts[Action::global_buffer_read] +=
      chip.spec().global_buffer.accesses(pixels * filters * array.sum_bits);
  if (!layer.output_off_chip) return;
  job.store_bytes =
      off_chip_bytes(array, pixels * filters, layer.output_bits, layer.output_nonzero);
  job.counts[Action::off_chip_write_bit] += 8 * job.store_bytes;
}

/// All passes of one set of sums: n inputs x m filters x e output rows of one group.
void add_set(const ArrayLayer& layer, const Chip& chip, const RowStationaryMapping& mapping,
             const Pass& set, int tile, std::vector<ArrayJob>& jobs) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const std::int64_t channels_of_pass = std::int64_t{mapping.q} * mapping.r;
  const std::int64_t filters_of_pass = std::int64_t{mapping.p} * mapping.t;
  const std::size_t begin = jobs.size();
  for (std::int64_t c = 0; c < layer.channels; c += channels_of_pass) {
    for (std::int64_t f = 0; f < set.filters; f += filters_of_pass) {
      Pass pass = set;
      pass.channels = std::min(channels_of_pass, layer.channels - c);
      pass.filters = std::min(filters_of_pass, set.filters - f);
      pass.first_channels = c == 0;
      pass.first_filters = f == 0;
      ArrayJob job;
      job.tile = tile;
      job.cycles = pass_cycles(layer, array, mapping, pass.inputs, pass.channels, pass.filters,
                               pass.output_rows);
      count_array(layer, array, pass, mapping, job);
      count_buffer(layer, chip, pass, job);
      add_weights(layer, array, pass, job);
      jobs.push_back(job);
    }
  }
  jobs[begin].opens = true;
  close(layer, chip, set, set.filters, jobs.back());
}

}  // namespace

std::vector<ArrayJob> row_stationary_jobs(const ArrayLayer& original, const Chip& chip, int batch) {
  const ArrayLayer layer = fit_kernel(original, *chip.spec().tile.mac_array);
  const RowStationaryMapping mapping = row_stationary_mapping(layer, chip, batch);
  std::vector<ArrayJob> jobs;
  std::int64_t dealt = 0;
  for (int n = 0; n < batch; n += mapping.n)
    for (int group = 0; group < layer.groups; ++group)
      for (int m = 0; m < layer.outputs; m += mapping.m)
        for (int e = 0; e < layer.output_h; e += mapping.e) {
          Pass set{};
          set.inputs = std::min(mapping.n, batch - n);
          set.filters = std::min(mapping.m, layer.outputs - m);
          set.output_rows = std::min(mapping.e, layer.output_h - e);
          set.input_rows = input_rows(layer, set.output_rows);
          add_set(layer, chip, mapping, set, static_cast<int>(dealt++ % chip.tiles()), jobs);
        }
  return jobs;
}

}  // namespace mho
