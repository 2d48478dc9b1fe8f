// The global buffer on router 0: image pixels wait in one half for the first stages, results in the
// other for the host. One port, every pixel is written once and read once.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/buffer_port.hpp"
#include "sim/engine/context.hpp"
#include "sim/engine/noc.hpp"
#include "sim/engine/outbox.hpp"

namespace mho {

class GlobalBuffer : public sc_core::sc_module, public PacketReceiver {
 public:
  SC_HAS_PROCESS(GlobalBuffer);
  /// `to_host` takes each pixel of the results, in order.
  GlobalBuffer(const sc_core::sc_module_name& name, Context& context, Noc& noc,
               std::function<void(PixelPayload)> to_host);

  /// The host asks for room before it sends a pixel of an image.
  bool has_room() const { return pixels_ < context_.plan.image_pixels_buffered; }
  void reserve() { ++pixels_; }
  const sc_core::sc_event& room() const { return room_; }
  /// A pixel of an image has come from the host.
  void accept(PixelPayload pixel);

  void receive(const Packet& packet, int store) override;

  std::string stuck() const { return outbox_.stuck(); }

 private:
  const BufferSpec& spec() const { return context_.network.chip().spec().global_buffer; }
  void fetch();
  void forward();

  Context& context_;
  BufferPort port_;
  TransferOrder image_order_, results_order_;  ///< of what leaves the buffer
  Outbox outbox_;
  std::int64_t pixels_ = 0;           ///< of images: reserved or held
  std::deque<PixelPayload> waiting_;  ///< of images, to be read
  int leaving_ = 0;                   ///< pixels read and not yet sent
  TensorStore& results_;
  std::int64_t next_result_ = 0;  ///< pixel, counted over all images
  sc_core::sc_event room_;
  std::function<void(PixelPayload)> to_host_;
};

}  // namespace mho
