// A layer on a tile's vector unit: pooling, addition, ..., or a matrix layer that placement gives
// to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/kernel/server.hpp"
#include "sim/engine/machine/collector.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/window_reader.hpp"

namespace mho {

class VectorLayer : public sc_core::sc_module {
 public:
  VectorLayer(const sc_core::sc_module_name& name, Context& context, int stage,
              BufferPort& buffer_port, Server& vector_unit, PixelReady ready);

  void add_waits(std::vector<Wait>& waits) const { reader_.add_waits(waits); }

 private:
  void load(const OutputPosition& position);
  std::vector<std::int32_t> compute(const OutputPosition& position);

  Context& context_;
  int stage_index_;
  const StagePlan& stage_;
  Server& vector_unit_;
  PixelReady ready_;
  WindowReader reader_;
  std::vector<double> cell_;  ///< state of an lstm layer
  std::int64_t vector_fs_ = 0;
};

}  // namespace mho
