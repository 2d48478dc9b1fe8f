// The timed driver: a network executed on the chip in SystemC, packets carrying real activations.
// It decides *when*; what and how much come from ProgrammedNetwork and Chip. One simulation per
// process: the SystemC kernel is global, so a second call in one process throws Bug;
// simulate_in_child() forks for each.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/chip/action.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

struct EngineOptions {
  /// Fault for tests of the watchdog and the like may be added here; empty otherwise.
};

/// Where a layer spent its time, over all images. Femtoseconds are the engine's clock.
struct LayerTrace {
  int layer = 0;
  std::int64_t first_start_fs = 0;  ///< first image: first MVM or vector operation
  std::int64_t first_end_fs = 0;    ///< first image: last output pixel sent
  std::int64_t busy_fs = 0;         ///< summed over its macros (or vector unit), all images
  std::int64_t wait_input_fs = 0;   ///< ready resources, window not arrived
  std::int64_t wait_output_fs = 0;  ///< pixel ready, no room downstream or in the network
};

/// Counts of one (layer, tile); layer -1: what belongs to no layer, tile -1: what belongs to no
/// tile (NoC, host, global buffer).
struct CountedActions {
  int layer = 0;
  int tile = 0;
  ActionCounts counts;
};

struct EngineResult {
  std::vector<IntTensor> outputs;       ///< per image, the graph's output tensor
  std::vector<std::int64_t> start_fs;   ///< per image: first bit leaves the host
  std::vector<std::int64_t> finish_fs;  ///< per image: last bit back at the host
  std::int64_t end_fs = 0;              ///< simulated time
  std::vector<CountedActions> actions;  ///< sorted by (layer, tile)
  std::vector<LayerTrace> layers;
  std::int64_t packets_sent = 0, packets_received = 0;
  std::int64_t noc_wait_fs = 0;  ///< time that packets waited for links, summed
  std::int64_t events = 0;  ///< SystemC delta cycles or process activations: cost of the simulation
};

/// Runs the images, image i with index i, in a pipeline: the host offers the next image as soon as
/// there is room. Throws InputError when an input buffer is smaller than the window it must hold
/// (naming layer, tile, bytes needed).
EngineResult simulate(const ProgrammedNetwork& network, std::span<const IntTensor> images);

/// The same in a forked child process, so that it can be called more than once. The process should
/// have one thread.
EngineResult simulate_in_child(const ProgrammedNetwork& network, std::span<const IntTensor> images);

}  // namespace mho
