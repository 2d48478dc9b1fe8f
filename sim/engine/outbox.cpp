#include "sim/engine/outbox.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "sim/engine/clock.hpp"

namespace mho {

/// A pixel whose packets are leaving.
struct Outbox::Departure {
  std::int64_t image = 0;
  std::int64_t ready_fs = 0;
  std::int64_t flits = 0;
  int packets = 0;  ///< not gone yet
};

Outbox::Outbox(const sc_core::sc_module_name& name, Context& context, Noc& noc, int layer, int tile,
               const std::vector<int>& destinations, OutboxHooks hooks)
    : sc_module(name),
      context_(context),
      noc_(noc),
      layer_(layer),
      tile_(tile),
      destinations_(destinations),
      hooks_(std::move(hooks)) {
  SC_METHOD(advance);
  sensitive << pushed_;
  for (int store : destinations_) sensitive << context_.stores[store]->room();
  dont_initialize();
}

void Outbox::push(std::int64_t image, int pixel, std::vector<std::int32_t> values) {
  queue_.push_back({image, pixel, std::move(values), now_fs()});
  pushed_.notify(sc_core::SC_ZERO_TIME);
}

bool Outbox::has_room(const Pixel& pixel) const {
  return std::all_of(destinations_.begin(), destinations_.end(), [&](int index) {
    const TensorStore& store = *context_.stores[index];
    return !store.takes(pixel.pixel) || store.has_room_for(pixel.image, pixel.pixel);
  });
}

std::string Outbox::stuck() const {
  if (queue_.empty()) return "";
  const std::string from =
      layer_ < 0 ? "the image" : "layer '" + context_.graph().layers[layer_].name + "'";
  return "pixel " + std::to_string(queue_.front().pixel) + " of image " +
         std::to_string(queue_.front().image) + " of " + from + " waits for room";
}

void Outbox::advance() {
  while (!queue_.empty() && has_room(queue_.front())) {
    const Pixel pixel = std::move(queue_.front());
    queue_.pop_front();
    dispatch(pixel);
  }
}

void Outbox::dispatch(const Pixel& pixel) {
  auto departure = std::make_shared<Departure>();
  departure->image = pixel.image;
  departure->ready_fs = pixel.ready_fs;
  std::vector<Packet> packets;
  for (int index : destinations_) {
    TensorStore& store = *context_.stores[index];
    if (!store.takes(pixel.pixel)) continue;
    store.reserve(pixel.image, pixel.pixel);
    PixelPayload payload{index, pixel.image, pixel.pixel, pixel.values};
    if (store.plan().tile == tile_) {
      hooks_.write_local(payload);
      continue;
    }
    const std::int64_t bits = store.plan().pixel_bits;
    departure->flits += noc_.flits(bits);
    packets.push_back({layer_, tile_, store.plan().tile, bits, std::move(payload)});
  }
  departure->packets = static_cast<int>(packets.size());
  if (packets.empty()) note_sent(*departure);
  for (Packet& packet : packets)
    noc_.send(std::move(packet), [this, departure] {
      if (--departure->packets == 0) note_sent(*departure);
    });
}

void Outbox::note_sent(const Departure& departure) {
  hooks_.sent();
  if (layer_ < 0) return;
  LayerTrace& trace = context_.traces[layer_];
  const std::int64_t unhindered = departure.flits * noc_.cycle_fs();
  trace.wait_output_fs += now_fs() - departure.ready_fs - unhindered;
  if (departure.image == 0) trace.first_end_fs = std::max(trace.first_end_fs, now_fs());
}

}  // namespace mho
