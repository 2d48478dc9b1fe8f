// The host and its link to the global buffer: sends images pixel by pixel as the buffer has room,
// and takes the results. The link is full duplex; a pixel is one transfer. An image that several
// phases read is sent once for each. What the host does with images and results is outside the
// machine and costs nothing.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "sim/engine/kernel/server.hpp"
#include "sim/engine/machine/context.hpp"
#include "sim/engine/machine/global_buffer.hpp"

namespace mho {

class Host : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Host);
  /// `images`: their values, empty where the simulation has none.
  Host(const sc_core::sc_module_name& name, Context& context, GlobalBuffer& buffer,
       std::span<const IntTensor> images);

  /// A pixel of a result has left the global buffer.
  void return_result(PixelPayload pixel);
  std::int64_t finished() const { return finished_; }  ///< images
  /// How long the busier direction of the link was needed.
  std::int64_t busiest_fs() const { return std::max(downlink_.busy_fs(), uplink_.busy_fs()); }
  /// Writes outputs, start_fs and finish_fs.
  void report(EngineResult& result) const;

 private:
  /// The images of one batch on their way to one feed.
  struct Sending {
    int feed = 0;
    std::int64_t first_image = 0, images = 0;
  };
  std::int64_t transfer_fs(std::int64_t bits) const;
  PixelPayload pixel_of(std::int64_t image, int pixel) const;
  void offer();
  void send(const Sending& sending, PixelPayload pixel);
  void record(Site site, std::int64_t start_fs, std::int64_t bits, std::int64_t image, int pixel);
  void take(const PixelPayload& pixel);

  Context& context_;
  std::span<const IntTensor> images_;
  Server downlink_, uplink_;
  GlobalBuffer& buffer_;
  std::vector<Sending> sendings_;  ///< in order
  std::size_t sending_ = 0;        ///< the one under way
  std::int64_t next_pixel_ = 0;    ///< of that image
  std::vector<IntTensor> outputs_;
  std::vector<std::int64_t> start_fs_, finish_fs_, missing_;  ///< by image
  std::int64_t finished_ = 0;
};

}  // namespace mho
