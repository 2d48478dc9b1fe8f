// The host and its link to the global buffer: sends images pixel by pixel as the buffer has room,
// and takes the results. The link is full duplex; a pixel is one transfer. What the host does with
// images and results is outside the machine and costs nothing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/engine/context.hpp"
#include "sim/engine/global_buffer.hpp"
#include "sim/engine/server.hpp"

namespace mho {

class Host : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(Host);
  Host(const sc_core::sc_module_name& name, Context& context, Noc& noc,
       std::span<const IntTensor> images);

  std::int64_t finished() const { return finished_; }  ///< images
  const GlobalBuffer& global_buffer() const { return buffer_; }
  /// Writes outputs, start_fs and finish_fs.
  void report(EngineResult& result) const;

 private:
  std::int64_t transfer_fs(std::int64_t bits) const;
  void offer();
  void take(const PixelPayload& pixel);

  Context& context_;
  std::span<const IntTensor> images_;
  Server downlink_, uplink_;
  GlobalBuffer buffer_;
  std::int64_t next_pixel_ = 0;  ///< counted over all images
  std::vector<IntTensor> outputs_;
  std::vector<std::int64_t> start_fs_, finish_fs_, missing_;  ///< by image
  std::int64_t finished_ = 0;
};

}  // namespace mho
