// What a MAC array does for one matrix layer: a list of jobs, each a block of weights and the
// vectors that stream against it, with cycles, memory accesses and counted actions. One function a
// dataflow, chosen by the array. Pure values: when a job runs, and what it waits for, is decided
// by the engine (sim/engine/sequence/sequencer.hpp).
//
// weight_stationary: Jouppi et al., ISCA 2017. row_stationary: Chen, Emer, Sze, ISCA 2016; Chen et
// al., JSSC 52(1), 2017.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/chip/action.hpp"
#include "sim/chip/chip.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// A matrix layer as an array sees it: per input of the network, per group.
struct ArrayLayer {
  int layer = 0;  ///< of the graph
  int groups = 1;
  int channels = 0;  ///< input channels of a group
  /// 1 x 1 where the kernel covers the whole input: then `channels` counts every input of a group.
  int kernel_h = 1, kernel_w = 1;
  int stride_h = 1, stride_w = 1;
  int input_h = 1, input_w = 1;    ///< without padding
  int output_h = 1, output_w = 1;  ///< output positions
  int outputs = 0;                 ///< of a group
  int weight_bits = 0, input_bits = 0, output_bits = 0;
  std::int64_t vector_operations = 0;            ///< of one output position, all outputs and groups
  double input_nonzero = 1, output_nonzero = 1;  ///< share of values that are not zero
  bool input_off_chip = false, output_off_chip = false;  ///< where the tensors live

  int positions() const { return output_h * output_w; }
  int rows() const { return channels * kernel_h * kernel_w; }  ///< of a group's weight matrix
  std::int64_t macs() const { return std::int64_t{groups} * positions() * rows() * outputs; }
};

/// The layer `layer` of a graph; `nonzero` by tensor, empty: nothing is known to be zero.
ArrayLayer array_layer(const QuantizedGraph& graph, int layer, std::span<const double> nonzero);

/// One block of weights and the vectors that stream against it, on one tile. Jobs of a tile run in
/// order.
struct ArrayJob {
  int tile = 0;
  std::int64_t weight_bytes = 0;  ///< fetched from off-chip memory for this job
  std::int64_t load_cycles = 0;   ///< to bring the weights from the FIFO into the array
  /// Bytes of the FIFO that are free again once the weights are in the array, or (weights that are
  /// read while vectors stream) once the job has streamed.
  std::int64_t frees_on_load = 0, frees_on_end = 0;
  std::int64_t cycles = 0;           ///< that vectors stream, without memory stalls
  std::int64_t buffer_accesses = 0;  ///< of the global buffer's port while they stream
  std::int64_t fetch_bytes = 0;      ///< of activations from off-chip memory, before they stream
  bool opens = false;                ///< takes an empty bank of accumulators
  bool closes = false;  ///< the sums are complete: to the vector unit, and the bank is given back
  std::int64_t vector_operations = 0;  ///< when it closes
  std::int64_t store_bytes = 0;        ///< of activations to off-chip memory, when it closes
  ActionCounts counts;                 ///< all of the above
};

/// The jobs of a batch of inputs on the chip's array, those of a tile in order. Blocks of outputs
/// are dealt over the tiles. Throws InputError when the layer cannot be laid onto the array.
std::vector<ArrayJob> array_jobs(const ArrayLayer& layer, const Chip& chip, int batch);

/// How a row-stationary array takes a layer; names as in Chen et al., JSSC 2017, Table III: in one
/// pass n inputs, p x t filters, q x r channels and e output rows; m filters share the buffer.
struct RowStationaryMapping {
  int n = 1, m = 1, e = 1, p = 1, q = 1, r = 1, t = 1;

  bool operator==(const RowStationaryMapping&) const = default;
};

/// The mapping of least energy among those that fit scratchpads, array and buffer: words that move,
/// at the chip's prices, and the chip's static power over the time.
RowStationaryMapping row_stationary_mapping(const ArrayLayer& layer, const Chip& chip, int batch);

/// Active PEs of a mapping: the rows of the kernel x e x r x t.
int active_pes(const ArrayLayer& layer, const RowStationaryMapping& mapping);

/// Bytes of `values` activations on the off-chip port; with zero_compression three values that are
/// not zero share 64 bits with the runs of zeros before them, where that is shorter.
std::int64_t off_chip_bytes(const MacArraySpec& array, std::int64_t values, int bits,
                            double nonzero);

// One function a dataflow; array_jobs chooses.
std::vector<ArrayJob> weight_stationary_jobs(const ArrayLayer& layer, const Chip& chip, int batch);
std::vector<ArrayJob> output_stationary_jobs(const ArrayLayer& layer, const Chip& chip, int batch);
std::vector<ArrayJob> row_stationary_jobs(const ArrayLayer& layer, const Chip& chip, int batch);

}  // namespace mho
