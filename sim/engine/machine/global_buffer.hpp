// The global buffer at the root of the network: pixels of images wait in it for the tiles, results
// for the host, and what one phase leaves for a later one, as far as it has room; the rest of that
// goes on to off-chip memory, row by row.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sim/engine/kernel/buffer_port.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/feeder.hpp"
#include "sim/engine/machine/watchdog.hpp"
#include "sim/engine/noc/noc.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

class GlobalBuffer : public sc_core::sc_module, public PacketReceiver {
 public:
  SC_HAS_PROCESS(GlobalBuffer);
  /// `memory`: null where the chip has none. `to_host` takes each pixel of the results, in order.
  GlobalBuffer(const sc_core::sc_module_name& name, Context& context, Noc& noc, OffChipPort* memory,
               std::function<void(PixelPayload)> to_host);

  /// The host asks for room before it sends a pixel of an image.
  bool has_room() const { return pixels_ < context_.plan.image_pixels_buffered; }
  void reserve() { ++pixels_; }
  const sc_core::sc_event& room() const { return room_; }
  /// A pixel of an image has come from the host, for a feed of the image.
  void accept(int feed, PixelPayload pixel);
  /// The feeds of a phase may begin with its next images.
  void start(const PhasePlan& phase, std::int64_t images);

  void receive(const Packet& packet, int store) override;

  void add_waits(std::vector<Wait>& waits) const;
  std::int64_t busiest_fs() const { return port_.least_fs(); }

 private:
  const BufferSpec& spec() const { return context_.chip().spec().global_buffer; }
  void record(const char* what, std::int64_t start_fs, std::int64_t accesses, std::int64_t image,
              int pixel);
  void keep(int store);
  void spill(int store, const PixelPayload& pixel);
  void forward();

  Context& context_;
  BufferPort port_;
  OffChipPort* memory_;
  /// Pixels of images, and of each store, are written in the order in which they come.
  TransferOrder image_order_;
  std::vector<TransferOrder> arrivals_;
  TransferOrder results_order_;
  std::vector<std::unique_ptr<Feeder>> feeders_;  ///< as in the plan
  std::int64_t pixels_ = 0;                       ///< of images: reserved or held
  TensorStore& results_;
  std::int64_t next_result_ = 0;  ///< pixel, counted over all images
  sc_core::sc_event room_;
  std::function<void(PixelPayload)> to_host_;
};

}  // namespace mho
