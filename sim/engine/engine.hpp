// The timed driver: a network executed on the chip in SystemC, packets carrying real activations.
// It decides *when*; what and how much come from ProgrammedNetwork and Chip. One simulation per
// process: the SystemC kernel is global, so a second call in one process throws Bug;
// simulate_in_child() forks for each.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "sim/engine/off_chip/target.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/result.hpp"
#include "sim/engine/record/work_share.hpp"
#include "sim/inference/mvm_statistics.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

struct EnginePlan;

/// Faults for tests, none by default; and what else may stand behind the chip's socket.
struct EngineOptions {
  std::int64_t lost_packet = -1;  ///< number of a packet that vanishes at its destination
  int squeezed_tensor = -1;       ///< tiles have room for one pixel of this tensor
  std::int64_t images = 0;        ///< of a network that is not programmed: how many
  /// What the MVMs of a network that is not programmed count; null: what MVMs of the usual inputs
  /// do (sim/inference/typical_mvm.hpp).
  const MvmStatistics* statistics = nullptr;
  OffChipTargetFactory memory_target{};  ///< absent: our own memory
  TellShare tell{};                      ///< hears how much is done: output pixels of all layers
  Recorder* recorder = nullptr;          ///< watches; null: nobody
  const EnginePlan* plan = nullptr;      ///< plan_engine() of these images; null: made here
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

/// Any simulation in a forked child process, under the same condition; `tell` hears which share of
/// its work the simulation says is done. Throws InputError as well where memory or processes are
/// short.
using TimedSimulation = std::function<EngineResult(const TellShare& tell)>;
EngineResult in_child(const TimedSimulation& simulation, const TellShare& tell = {});

}  // namespace mho
