// Brings one tensor from the global buffer to the tiles during one phase, pixel by pixel in raster
// order: the image as it comes from the host, or what an earlier phase has left. A tensor that was
// left in off-chip memory is fetched row by row, one row ahead of the one that is leaving.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <string>

#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/outbox.hpp"
#include "sim/engine/noc/noc.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

class Feeder : public sc_core::sc_module {
 public:
  /// `sent` is called for every pixel that has left the global buffer.
  Feeder(const sc_core::sc_module_name& name, Context& context, Noc& noc, int feed,
         BufferPort& port, OffChipPort* memory, std::function<void()> sent);

  /// The next pixel of the image is in the global buffer.
  void offer(PixelPayload pixel);
  /// The phase has begun: the next `images` images may go to the tiles; a tensor that was left in
  /// memory is there, whole.
  void start(std::int64_t images);

  void add_waits(std::vector<Wait>& waits) const { outbox_.add_waits(waits); }

 private:
  const FeedPlan& plan() const { return context_.plan.feeds[feed_]; }
  PixelPayload stored(std::int64_t number) const;
  void fetch_row();
  void read();

  Context& context_;
  int feed_;
  std::int64_t pixel_bits_, pixels_, width_;
  BufferPort& port_;
  OffChipPort* memory_;  ///< null: the tensor is in the global buffer
  std::function<void()> sent_;
  TransferOrder order_;
  Outbox outbox_;
  std::deque<PixelPayload> offered_;  ///< of the image, to be read
  std::int64_t next_ = 0;             ///< pixel to be read, counted over all images
  std::int64_t here_ = 0;             ///< pixels of a stored tensor that are in the global buffer
  std::int64_t asked_ = 0;            ///< pixels of a stored tensor that were asked for
  std::int64_t end_ = 0;              ///< pixels that may be read
  int leaving_ = 0;                   ///< pixels read and not yet sent
};

}  // namespace mho
