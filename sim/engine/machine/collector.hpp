// The home of a matrix stage: partial sums of all its tiles meet here, are added in the tile's
// accumulator, and each complete output pixel goes through the vector unit, in order.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <vector>

#include "sim/engine/kernel/server.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/window_reader.hpp"
#include "sim/engine/noc/packet.hpp"

namespace mho {

/// An output pixel of a stage, ready to leave.
using PixelReady = std::function<void(std::int64_t image, int pixel, std::vector<std::int32_t>)>;

class Collector : public sc_core::sc_module {
 public:
  Collector(const sc_core::sc_module_name& name, Context& context, int stage, Server& accumulator,
            Server& vector_unit, PixelReady ready);

  void collect(const PartialSums& part);

 private:
  struct Pending {
    std::vector<std::int64_t> sums;
    std::vector<bool> touched;  ///< [outputs]: has a sum that the next one is added to
    std::vector<std::int32_t> gates;
    int missing = 0;  ///< groups not added yet
  };

  void record(Site site, const char* what, const OutputPosition& position, std::int64_t start_fs,
              std::int64_t duration_fs);
  void note_added(std::int64_t ordinal, int groups);
  void finish(std::int64_t ordinal, const Pending& pending);
  std::vector<std::int32_t> finished_pixel(const OutputPosition& position, const Pending& pending);

  Context& context_;
  int stage_index_;
  const StagePlan& stage_;
  Server& accumulator_;
  Server& vector_unit_;
  PixelReady ready_;
  std::deque<Pending> pending_;  ///< from first_ on
  std::int64_t first_ = 0;
  std::vector<double> cell_;  ///< state of an lstm layer
  std::int64_t accumulate_fs_ = 0, vector_fs_ = 0;
};

}  // namespace mho
