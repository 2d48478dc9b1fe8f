// The macros of one tile that hold blocks of one stage: they get the same window, start together
// and share one event. Computes the real partial sums; adds those of its blocks that belong to the
// same outputs in the tile's accumulator and hands the rest to the stage's home tile.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "sim/engine/context.hpp"
#include "sim/engine/packet.hpp"
#include "sim/engine/server.hpp"
#include "sim/engine/window_reader.hpp"

namespace mho {

class Macro : public sc_core::sc_module {
 public:
  Macro(const sc_core::sc_module_name& name, Context& context, int stage, int group,
        Server& buffer_port, Server& accumulator, std::function<void(PartialSums)> hand_over);

  std::string stuck() const { return reader_.stuck(); }

 private:
  void load(const OutputPosition& position);
  void start(const OutputPosition& position, PartialSums sums);
  void finish(PartialSums sums);
  const MacroSpec& macro_spec() const;
  void count(const MvmActivity& activity);
  void count_digital();

  Context& context_;
  int stage_index_, group_index_;
  const StagePlan& stage_;
  const GroupPlan& group_;
  const LayerPlacement& layer_;
  Server& accumulator_;
  std::function<void(PartialSums)> hand_over_;
  Agenda agenda_;
  WindowReader reader_;
  std::int64_t free_at_fs_ = 0;
};

}  // namespace mho
