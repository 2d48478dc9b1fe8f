// What a simulation leaves behind: outputs, times, counted actions and waits, per image, layer,
// phase and buffer. Integers all, so that no sum depends on the order of events.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/chip/action.hpp"
#include "sim/engine/record/bound.hpp"
#include "sim/engine/record/noc_use.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Where a layer spent its time, over all images. Femtoseconds are the engine's clock.
struct LayerTrace {
  int layer = 0;
  std::int64_t first_start_fs = 0;  ///< first image: first MVM or vector operation
  std::int64_t first_end_fs = 0;    ///< first image: last output pixel sent
  std::int64_t busy_fs = 0;         ///< summed over its macros (or vector unit), all images
  /// A register was free and the window not there, after the first position; summed over tiles.
  std::int64_t wait_input_fs = 0;
  /// The window was there and its image's operand not in the arrays yet (layers on arrays that are
  /// written for every image), after the first position; summed over tiles.
  std::int64_t wait_write_fs = 0;
  /// From a finished pixel to its last flit leaving, less its flits: no room downstream or in the
  /// network.
  std::int64_t wait_output_fs = 0;
  std::int64_t wait_port_fs = 0;  ///< windows waited for a port or bank of the input buffer
  std::int64_t wait_unit_fs = 0;  ///< sums waited for the accumulator or the vector unit
  // On a MAC array alone, where wait_input_fs counts the array without inputs, and wait_output_fs
  // with all sums waiting for the vector unit or off-chip memory:
  std::int64_t wait_weights_fs = 0;  ///< weights were not in their FIFO
  std::int64_t wait_load_fs = 0;     ///< weights were on their way from there into the array
  ResourceDemand demand;             ///< of all images; on a MAC array of one batch
};

/// The times of one phase, summed over batches.
struct PhaseTrace {
  int phase = 0;
  std::int64_t load_fs = 0;     ///< from asking for its weights to the last array written
  std::int64_t exposed_fs = 0;  ///< before it began, with no other phase working
  std::int64_t work_fs = 0;     ///< from its beginning to its last pixel
};

/// Counts of one (layer, tile); layer -1: what belongs to no layer, tile -1: what belongs to no
/// tile (NoC, host, global buffer).
struct CountedActions {
  int layer = 0;
  int tile = 0;
  ActionCounts counts;
};

/// One tensor's share of a tile's input buffer (tile -1: the results in the global buffer).
struct BufferUse {
  int tensor = 0;
  int tile = 0;
  std::int64_t pixel_bits = 0;
  std::int64_t needed = 0;    ///< pixels: below this the pipeline could deadlock
  std::int64_t capacity = 0;  ///< pixels
  std::int64_t peak = 0;      ///< pixels: most that were held or on their way at once
};

/// What of a result was not simulated (steady.hpp).
struct Extrapolation {
  std::int64_t images = 0;  ///< 0: everything was
  double error = 0;         ///< measured on the simulated images; relative
};

struct EngineResult {
  std::vector<IntTensor> outputs;       ///< per image, the graph's output tensor
  std::vector<std::int64_t> start_fs;   ///< per image: first bit leaves the host
  std::vector<std::int64_t> finish_fs;  ///< per image: last bit back at the host
  std::int64_t end_fs = 0;              ///< simulated time
  /// Images of a turn of the schedule, which does the same for the next ones: those of a batch
  /// where layers or phases take turns, else one. The last turn may have fewer.
  std::int64_t turn = 1;
  /// How long the resource was needed that was needed longest, by all images: they cannot follow
  /// one another faster than in their share of it.
  std::int64_t busiest_fs = 0;
  std::vector<CountedActions> actions;  ///< sorted by (layer, tile)
  std::vector<LayerTrace> layers;       ///< by layer
  std::vector<PhaseTrace> phases;       ///< as in the placement
  std::vector<BufferUse> buffers;       ///< sorted by (tile, tensor)
  /// Sent: to each of a packet's destinations, less those that were merged on the way.
  std::int64_t packets_sent = 0, packets_received = 0;
  std::int64_t noc_wait_fs = 0;  ///< time that packets waited for links, summed
  NocUse noc;                    ///< more of the network
  Extrapolation extrapolation;
  std::int64_t events = 0;  ///< SystemC delta cycles: cost of the simulation

  std::int64_t images() const { return static_cast<std::int64_t>(finish_fs.size()); }
  std::int64_t simulated_images() const { return images() - extrapolation.images; }
};

}  // namespace mho
