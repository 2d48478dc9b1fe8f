// One tensor's share of a tile's input buffer, with the real values in it. Senders reserve room end
// to end before a pixel enters the network, in raster order, image after image; what is reserved
// and not yet released is therefore one range. Credits (room, releases) travel without delay or
// cost: side wires of a few bits.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <systemc>
#include <vector>

#include "sim/engine/plan/plan.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

class TensorStore {
 public:
  /// Without values it knows only which pixels are here.
  TensorStore(const StorePlan& plan, const QuantizedTensor& tensor, bool values);

  const StorePlan& plan() const { return plan_; }

  /// Whether this pixel is sent here at all.
  bool takes(int pixel) const { return plan_.sequence[pixel] >= 0; }
  /// Whether this pixel is the next one due and there is room for it.
  bool has_room_for(std::int64_t image, int pixel) const;
  void reserve(std::int64_t image, int pixel);
  /// A reserved pixel's values are written: [channels].
  void arrive(std::int64_t image, int pixel, std::span<const std::int32_t> values);
  bool holds(std::int64_t image, int pixel) const;

  /// The image's tensor, of which the pixels held are valid; all others hold a value outside every
  /// range, so that reading one by mistake is seen.
  std::span<const std::int32_t> tensor(std::int64_t image);
  /// Reader number `reader` has come to this image and needs nothing of it before place `horizon`.
  /// An image stays until all readers have come to a later one: a position may need nothing of its
  /// image (a window of padding alone) and still look at it.
  void release(int reader, std::int64_t image, int horizon);

  /// Pixels reserved or held.
  std::int64_t held() const { return admitted_ - released_; }
  /// Most pixels ever reserved or held at once.
  std::int64_t peak() const { return peak_; }

  const sc_core::sc_event& room() const { return room_; }  ///< the next pixel may be admitted
  const sc_core::sc_event& arrived() const { return arrived_; }

 private:
  struct Image {
    IntTensor values;
    std::vector<bool> held;
  };

  std::int64_t number(std::int64_t image, int place) const {
    return image * static_cast<std::int64_t>(plan_.pixels.size()) + place;
  }
  Image& open(std::int64_t image);
  void drop(std::int64_t number);

  const StorePlan& plan_;
  int channels_;              ///< 0: without values
  std::deque<Image> images_;  ///< from first_image_ on
  std::int64_t first_image_ = 0;
  std::int64_t admitted_ = 0;         ///< pixels reserved so far, over all images
  std::int64_t released_ = 0;         ///< pixels that no reader needs any more
  std::vector<std::int64_t> passed_;  ///< [reader]: pixels, over all images
  std::vector<std::int64_t> at_;      ///< [reader]: image
  std::int64_t peak_ = 0;
  sc_core::sc_event room_, arrived_;
};

}  // namespace mho
