// The timed driver: a network executed on the chip in SystemC, packets carrying real activations.
// It decides *when*; what and how much come from ProgrammedNetwork and Chip. One simulation per
// process: the SystemC kernel is global, so a second call in one process throws Bug;
// simulate_in_child() forks for each.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/chip/action.hpp"
#include "sim/engine/bound.hpp"
#include "sim/engine/noc_use.hpp"
#include "sim/engine/off_chip_target.hpp"
#include "sim/engine/work_share.hpp"
#include "sim/inference/mvm_statistics.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

struct EnginePlan;

/// Faults for tests, none by default; and what else may stand behind the chip's socket.
struct EngineOptions {
  std::int64_t lost_packet = -1;  ///< number of a packet that vanishes at its destination
  int squeezed_tensor = -1;       ///< tiles have room for one pixel of this tensor
  std::int64_t images = 0;        ///< of a network that is not programmed: how many
  /// Likewise: what its MVMs count; null: what MVMs of the usual inputs do (typical_mvm.hpp).
  const MvmStatistics* statistics = nullptr;
  OffChipTargetFactory memory_target{};  ///< absent: our own memory
  TellShare tell{};                      ///< hears how much is done: output pixels of all layers
  const EnginePlan* plan = nullptr;      ///< plan_engine() of these images; null: made here
};

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

/// Runs the images, image i with index i, in a pipeline: the host offers the next image as soon as
/// there is room. Throws InputError when a buffer is smaller than what it must hold (naming tile,
/// layers, bytes needed and available); Bug when the simulation ends before the images do, naming
/// who waits for what, and when this process has simulated before.
/// A network that is not programmed is run without values: only counted, for `options.images`
/// images; `images` is empty then, and so are the outputs.
EngineResult simulate(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                      const EngineOptions& options = {});

/// The same in a forked child process, so that it can be called more than once. The calling process
/// must have one thread: a fork copies the caller's thread only.
EngineResult simulate_in_child(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                               const EngineOptions& options = {});

/// Any simulation in a forked child process, likewise; `tell` hears what it says of its share.
/// Throws InputError as well where memory or processes are short.
using TimedSimulation = std::function<EngineResult(const TellShare& tell)>;
EngineResult in_child(const TimedSimulation& simulation, const TellShare& tell = {});

}  // namespace mho
