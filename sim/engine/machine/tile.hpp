// A tile: its buffers, accumulators and vector unit, and the stages and parts of stages that are
// placed on the tile and share these.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/kernel/server.hpp"
#include "sim/engine/machine/collector.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/macro.hpp"
#include "sim/engine/machine/outbox.hpp"
#include "sim/engine/machine/vector_layer.hpp"
#include "sim/engine/noc/noc.hpp"

namespace mho {

class Tile : public sc_core::sc_module, public PacketReceiver {
 public:
  Tile(const sc_core::sc_module_name& name, Context& context, Noc& noc, int index);

  void receive(const Packet& packet, int store) override;

  /// Adds what the tile's stages wait for, if they have not done their work.
  void add_waits(std::vector<Wait>& waits) const;
  /// How long the tile's busiest port or unit was needed.
  std::int64_t busiest_fs() const;

 private:
  void place_stage(int stage);
  void place_group(int stage, int group);
  void write(int store, SharedPixel pixel, bool over_network);
  void write_array(const ArrayWeights& weights);
  std::int64_t bits_of_output(const StagePlan& stage) const;
  void pass_output_buffer(int layer, int pixel, std::int64_t bits, std::function<void()> done);

  Context& context_;
  Noc& noc_;
  int index_;
  BufferPort buffer_port_;
  std::unique_ptr<BufferPort> output_port_;  ///< null: the tile has no output buffer
  TransferOrder output_writes_, output_reads_;
  Server accumulator_, vector_unit_;
  std::vector<std::unique_ptr<Server>> core_accumulators_;  ///< by core; empty: no such level
  Agenda agenda_;                                           ///< arrays that are being written
  std::map<int, std::unique_ptr<Outbox>> outboxes_;         ///< by stage
  std::map<int, std::unique_ptr<Collector>> collectors_;    ///< by stage
  std::vector<std::unique_ptr<VectorLayer>> vector_layers_;
  std::vector<std::unique_ptr<Macro>> macros_;
};

}  // namespace mho
