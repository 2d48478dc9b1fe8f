// What every module of one simulation shares: the network, the plan, the stores, and where counts
// and times are noted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "sim/engine/machine/tensor_store.hpp"
#include "sim/engine/plan/plan.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/result.hpp"
#include "sim/engine/record/tally.hpp"
#include "sim/inference/mvm_statistics.hpp"
#include "sim/inference/programmed_network.hpp"
#include "sim/inference/typical_mvm.hpp"

namespace mho {

/// How far a stage has come: the credit that its readers on all tiles see.
struct StageProgress {
  std::int64_t sent = 0;  ///< output pixels that have left, over all images
  sc_core::sc_event changed;
};

struct Context {
  Context(const ProgrammedNetwork& programmed, const EnginePlan& engine_plan, std::int64_t count);

  const ProgrammedNetwork& network;
  const EnginePlan& plan;
  std::int64_t images = 0;
  TypicalMvms typical;                                   ///< what MVMs do without values
  const MvmStatistics* statistics = nullptr;             ///< instead, where there are any
  bool values = true;                                    ///< else packets carry none
  std::vector<std::unique_ptr<TensorStore>> stores;      ///< as in the plan
  std::vector<std::unique_ptr<StageProgress>> progress;  ///< by stage
  std::vector<LayerTrace> traces;                        ///< by layer
  std::vector<std::int64_t> pixels_sent;  ///< by phase: of its stages, over all images
  std::vector<std::int64_t> pixels_kept;  ///< by store of the global buffer: written there
  sc_core::sc_event pixel_done;           ///< one of these has changed
  std::function<void()> array_written;    ///< called when the weights of an array are
  std::function<void()> pixel_sent;       ///< called when an output pixel of a stage has left
  Tally tally;
  Recorder* recorder = nullptr;  ///< null: nobody watches

  const QuantizedGraph& graph() const { return network.graph(); }
  const Chip& chip() const { return network.chip(); }
  /// What the buffers hold, tile by tile.
  std::vector<BufferFill> fills() const;
  const TileSpec& tile_spec(int tile) const { return chip().tile(tile); }
};

/// The number of an arrow: a pixel on its way to a store.
inline std::uint64_t arrow_to(const Context& context, int store, std::int64_t image, int pixel) {
  const auto pixels = std::ssize(context.plan.stores[store].sequence);
  return static_cast<std::uint64_t>((image * pixels + pixel) * std::ssize(context.stores) + store) +
         1;
}

/// Tells of `accesses` to a buffer that begin then.
void record_access(RecordedSpan access, std::int64_t accesses, const BufferSpec& buffer,
                   Recorder& recorder);

/// Tells of a job of a unit that a stage has asked for now, and of its waiting for the unit.
void record_job(const RecordedSpan& job, int stage, Recorder& recorder);

}  // namespace mho
