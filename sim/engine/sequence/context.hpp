// What the modules of a sequenced machine share: the plan, the off-chip port, which tensors are
// ready, and where counts and times are noted.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "sim/engine/kernel/server.hpp"
#include "sim/engine/off_chip/memory.hpp"
#include "sim/engine/off_chip/port.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/result.hpp"
#include "sim/engine/record/tally.hpp"
#include "sim/engine/record/work_share.hpp"
#include "sim/engine/sequence/sequence.hpp"

namespace mho {

/// The way to off-chip memory. Of a memory with `timing: simple` a queue with bandwidth and
/// latency: transfers follow one another, each is done when its last byte has come, no event per
/// burst. Otherwise the off-chip port with its bursts, rows and banks.
class OffChipQueue {
 public:
  OffChipQueue(const sc_core::sc_module_name& name, const Chip& chip);

  /// Tells `recorder` of each read and write.
  void watch(Recorder* recorder);

  void read(std::int64_t bytes, std::function<void()> done);
  void write(std::int64_t bytes, std::function<void()> done);

 private:
  std::int64_t next_address(std::int64_t bytes);

  void queue(const char* what, std::int64_t bytes, std::function<void()> done);

  const Chip& chip_;
  Server queue_;
  Recorder* recorder_ = nullptr;
  std::unique_ptr<OffChipPort> port_;  ///< null: timing simple
  std::unique_ptr<OffChipTarget> target_;
  Tally uncounted_;  ///< jobs count what they move; whole bursts are the memory's affair
  std::int64_t address_ = 0;
};

/// One layer of one batch: what is still to come of it, and who hears that its output is ready.
class LayerBoard {
 public:
  static constexpr int kStep = -1;  ///< in the place of a tensor
  using TensorReady = std::function<void(std::int64_t batch, int tensor)>;

  LayerBoard(const QuantizedGraph& graph, const SequencePlan& plan, std::int64_t batches,
             std::vector<LayerTrace>& traces);

  /// Calls `listener` for each tensor that gets ready, in the order of listening; with kStep
  /// when a step of a layer is complete and others are to come.
  void listen(TensorReady listener) { listeners_.push_back(std::move(listener)); }

  /// When a layer's inputs were all ready, and so many of its own parts complete; -1: they are not.
  std::int64_t inputs_ready_fs(std::int64_t batch, int layer, int parts_before = 0) const;
  /// One part of the layer (of plan.layers[layer]: a job that closes, or a tile's share) is stored.
  void part_done(std::int64_t batch, int layer);
  /// The host's input has arrived.
  void input_arrived(std::int64_t batch);
  /// Tensors that are not ready yet, for the watchdog.
  std::string missing() const;

 private:
  void set_ready(std::int64_t batch, int tensor);
  std::int64_t& ready(std::int64_t batch, int tensor) {
    return ready_fs_[static_cast<std::size_t>(batch) * graph_.tensors.size() + tensor];
  }

  const QuantizedGraph& graph_;
  const SequencePlan& plan_;
  std::vector<LayerTrace>& traces_;
  std::vector<std::int64_t> ready_fs_;  ///< [batch][tensor], -1: not yet
  std::vector<int> parts_;              ///< [layer]
  std::vector<int> parts_left_;         ///< [batch][layer]
  std::vector<std::int64_t> part_fs_;   ///< [batch][layer]: when a part was completed last
  std::vector<TensorReady> listeners_;
};

struct SequenceContext {
  const QuantizedGraph& graph;
  const Chip& chip;
  const SequencePlan& plan;
  std::int64_t batches;
  std::vector<LayerTrace> traces;  ///< by layer
  Tally tally;
  WorkShare share;               ///< in jobs of the arrays
  Recorder* recorder = nullptr;  ///< null: nobody watches
};

}  // namespace mho
