// What travels on the network-on-chip: an output pixel with its channel values, or the partial sums
// of one stage's blocks on a tile that is not its home.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace mho {

struct PixelPayload {
  int store = 0;  ///< where it goes
  std::int64_t image = 0;
  int pixel = 0;
  std::vector<std::int32_t> values;  ///< [channels]
};

struct PartialSums {
  int stage = 0;
  int group = 0;             ///< of the stage
  std::int64_t ordinal = 0;  ///< which of the stage's output positions, counted over all images
  std::vector<std::int64_t> sums;  ///< [outputs of the layer], zero where the group has no block
};

struct Packet {
  int layer = 0;                    ///< that made it; -1: the image
  int source = 0, destination = 0;  ///< tiles, or kGlobalBuffer
  std::int64_t bits = 0;            ///< without the header
  std::variant<PixelPayload, PartialSums> payload;
};

/// A tile or the global buffer: takes every packet, always (room was reserved end to end).
class PacketReceiver {
 public:
  virtual ~PacketReceiver() = default;
  virtual void receive(const Packet& packet) = 0;
};

}  // namespace mho
