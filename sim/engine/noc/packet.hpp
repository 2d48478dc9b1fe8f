// What travels on the network-on-chip: an output pixel with its channel values, to one or several
// tiles, the partial sums of one stage's blocks on tiles that are not its home, or weights.
#pragma once

#include <cstdint>
#include <memory>
#include <variant>
#include <vector>

namespace mho {

struct PixelPayload {
  std::int64_t image = 0;
  int pixel = 0;
  std::vector<std::int32_t> values;  ///< [channels]
};

/// The same pixel for all who take it: made once, never changed.
using SharedPixel = std::shared_ptr<const PixelPayload>;

struct PartialSums {
  int stage = 0;
  int groups = 1;            ///< of the stage, whose sums these are
  std::int64_t ordinal = 0;  ///< which of the stage's output positions, counted over all images
  const std::vector<int>* outputs = nullptr;  ///< that some of the groups contributes to, ascending
  std::vector<std::int64_t> sums;  ///< [outputs of the layer], zero where none does; or no values
  std::vector<std::int32_t> gates{};  ///< of an lstm layer's home: the input's pixel
};

/// The weights of one array.
struct ArrayWeights {
  int phase = 0;
  int load = 0;  ///< number in the phase's loads
};

/// Where a packet goes.
struct Destination {
  int tile = 0;   ///< or kGlobalBuffer
  int store = 0;  ///< a pixel's there
};

struct Packet {
  int layer = 0;                          ///< that made it; -1: the image
  int source = 0;                         ///< tile, or kGlobalBuffer
  std::vector<Destination> destinations;  ///< tiles that differ; one for partial sums
  std::int64_t bits = 0;                  ///< without the header
  std::variant<SharedPixel, PartialSums, ArrayWeights> payload;
};

/// A tile or the global buffer: takes every packet, always (room was reserved end to end).
class PacketReceiver {
 public:
  virtual ~PacketReceiver() = default;
  /// `store`: of the packet's destination here.
  virtual void receive(const Packet& packet, int store) = 0;
};

/// Who wants to know when a packet's last flit has left its first port.
class PacketSender {
 public:
  virtual ~PacketSender() = default;
  /// `tag` as it was given with the packet.
  virtual void left(std::int64_t tag) = 0;
};

}  // namespace mho
