// Arrays that are written while the network runs, of one stage on one tile: for each image it waits
// for all of operand B, reads it from the input buffer and writes it, row after row, into all
// arrays at the same time. The next image's operand waits until the arrays' last MVM is done.
// Reading and writing do not overlap; read-out of rows for a check, and writing part of an array
// only, are not modelled.
#pragma once

#include <cstdint>
#include <systemc>
#include <vector>

#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/machine/context.hpp"

namespace mho {

class ArrayWriter : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(ArrayWriter);
  ArrayWriter(const sc_core::sc_module_name& name, Context& context, int stage, int group,
              BufferPort& buffer_port);

  /// Do the arrays hold this image's operand, or have they held it?
  bool has_written(std::int64_t image) const { return image < written_images_; }
  const sc_core::sc_event& written() const { return written_; }
  /// With values: block number `block` of the group, as written for the image at work.
  const BlockArray& array(std::size_t block) const { return arrays_[block]; }

  /// The last MVM of the image at work is done.
  void free_arrays();

  /// The tensor that it waits for, for the watchdog; -1: none.
  int missing_tensor() const;

 private:
  void advance();
  bool operand_arrived();
  void write();
  void finish();

  Context& context_;
  int stage_index_;
  const StagePlan& stage_;
  const GroupPlan& group_;
  const WritePlan& plan_;
  const LayerPlacement& layer_;
  TensorStore& operand_;
  BufferPort& buffer_port_;
  Agenda agenda_;
  std::vector<BlockArray> arrays_;  ///< as group_.blocks
  bool arrays_free_ = true;
  std::int64_t written_images_ = 0;
  std::size_t arrived_ = 0;  ///< leading pixels of the next image's operand that are here
  sc_core::sc_event written_, freed_;
};

}  // namespace mho
