// The macros of one tile that hold blocks of one stage: they get the same window, start together
// and share one event; the slowest of them decides when the next window can start and when the sums
// are there. Computes the real partial sums; adds those of blocks that belong to the same
// outputs in the accumulators of the cores and of the tile, and hands the sums to the stage's home.
// Arrays of a dynamic layer are written by an ArrayWriter, which learns from here when they are
// free again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/chip/mvm_timing.hpp"
#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/kernel/server.hpp"
#include "sim/engine/machine/array_writer.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/window_reader.hpp"
#include "sim/engine/noc/packet.hpp"

namespace mho {

class Macro : public sc_core::sc_module {
 public:
  Macro(const sc_core::sc_module_name& name, Context& context, int stage, int group,
        BufferPort& buffer_port, Server& accumulator,
        std::vector<std::unique_ptr<Server>>& core_accumulators,
        std::function<void(PartialSums)> hand_over);

  void add_waits(std::vector<Wait>& waits) const { reader_.add_waits(waits); }

 private:
  /// One block's macro.
  struct BlockTime {
    MacroPipeline pipeline;
    std::vector<PassRecord> passes;  ///< of the MVM that was computed last
  };

  void load(const OutputPosition& position);
  /// Adds the products of all blocks to `sums`, and counts what the MVMs did.
  void multiply(const OutputPosition& position, std::span<std::int64_t> sums);
  /// Enters the computed MVM into all pipelines. Adds up the macros' busy time in `busy_fs`.
  MvmSchedule schedule(std::int64_t& busy_fs);
  void start(const OutputPosition& position, const MvmSchedule& times, std::int64_t busy_fs,
             PartialSums sums);
  void record(const OutputPosition& position, const MvmSchedule& times);
  void record_added(Site site, int unit, std::int64_t ordinal, std::int64_t start_fs,
                    std::int64_t duration_fs);
  /// Adds what blocks share: in the cores, side by side; then between them in the tile.
  void finish(PartialSums sums);
  void add_in_tile(PartialSums sums);
  void count(const MvmActivity& activity);
  void count_digital(const MvmActivity& activity);
  void count_typical();

  Context& context_;
  int stage_index_;
  const StagePlan& stage_;
  const GroupPlan& group_;
  bool is_home_;
  const LayerPlacement& layer_;
  const TileSpec& tile_;
  Server& accumulator_;
  std::vector<std::unique_ptr<Server>>& core_accumulators_;
  std::function<void(PartialSums)> hand_over_;
  Agenda agenda_;
  std::unique_ptr<ArrayWriter> writer_;  ///< of a dynamic layer
  WindowReader reader_;
  std::vector<BlockTime> blocks_;  ///< as group_.blocks
  bool time_depends_on_data_;
  BlockInputs inputs_;               ///< work space
  std::vector<SampledMvm> typical_;  ///< by block, without values
  std::int64_t mvms_ = 0;            ///< counted, without values
  std::int64_t compute_fs_ = 0;      ///< from starts to the next ones
  std::int64_t accumulate_fs_ = 0;
};

}  // namespace mho
