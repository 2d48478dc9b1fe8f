// The front of a stage on one tile: waits until the window of its next output position has arrived,
// a register is free and the stage may start another position, then reads the window from the
// tile's input buffer.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <systemc>
#include <vector>

#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/machine/array_writer.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/watchdog.hpp"

namespace mho {

/// An output position of a stage: number `n` of its positions of `image`.
struct OutputPosition {
  std::int64_t ordinal = 0;  ///< counted over all images
  std::int64_t image = 0;
  int n = 0;
  int pixel = 0;
};

OutputPosition output_position(const StagePlan& stage, std::int64_t ordinal);

class WindowReader : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(WindowReader);
  /// `loaded` is called when a window is in the registers; the tensors it needs are valid until it
  /// returns. The register is then taken until free_register(). `writer`: of arrays that must hold
  /// an image's operand before its first position is read; else null.
  WindowReader(const sc_core::sc_module_name& name, Context& context, int stage, int group,
               BufferPort& buffer_port, std::function<void(const OutputPosition&)> loaded,
               const ArrayWriter* writer = nullptr);

  void free_register();

  /// Per input slot, the tensor as far as it is held here.
  std::vector<std::span<const std::int32_t>> inputs(std::int64_t image);

  /// Adds what it waits for, if it has not done its work.
  void add_waits(std::vector<Wait>& waits) const;

 private:
  void advance();
  bool window_arrived();
  void find_window();
  void read();
  void finish(const OutputPosition& position);
  void release();
  void note_waits();
  void record_wait(const char* cause, std::int64_t begin_fs, std::int64_t end_fs,
                   const OutputPosition& position);
  std::int64_t window_bits() const;
  std::int64_t bits_to_read();

  Context& context_;
  int stage_index_;
  const StagePlan& stage_;
  const GroupPlan& group_;
  const StageProgress& progress_;
  bool is_home_;
  BufferPort& buffer_port_;
  std::function<void(const OutputPosition&)> loaded_;
  const ArrayWriter* writer_;
  Agenda agenda_;
  std::int64_t total_;
  OutputPosition next_;
  bool register_free_ = true;
  std::int64_t waiting_since_fs_ = -1;    ///< for the window; -1: for something else
  std::int64_t arrived_since_fs_ = -1;    ///< the window; -1: it has not
  std::vector<std::vector<int>> window_;  ///< of the next position, by slot
  std::vector<std::size_t> arrived_;      ///< by slot: leading pixels of the window that are here
  std::int64_t shifted_image_ = -1;       ///< the window in the line buffer
  int shifted_row_ = -1;
  std::vector<int> shifted_;
  sc_core::sc_event register_event_;
  std::int64_t read_fs_ = 0;  ///< of the buffer's port
};

}  // namespace mho
