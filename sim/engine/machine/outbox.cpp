#include "sim/engine/machine/outbox.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

Outbox::Outbox(const sc_core::sc_module_name& name, Context& context, Noc& noc, int layer, int tile,
               const std::vector<int>& destinations, OutboxHooks hooks, int stage)
    : sc_module(name),
      context_(context),
      noc_(noc),
      layer_(layer),
      tile_(tile),
      destinations_(destinations),
      hooks_(std::move(hooks)),
      stage_(stage) {
  SC_METHOD(advance);
  sensitive << pushed_;
  for (int store : destinations_) sensitive << context_.stores[store]->room();
  dont_initialize();
}

void Outbox::push(std::int64_t image, int pixel, std::vector<std::int32_t> values) {
  queue_.push_back(
      {std::make_shared<PixelPayload>(PixelPayload{image, pixel, std::move(values)}), now_fs()});
  pushed_.notify(sc_core::SC_ZERO_TIME);
}

bool Outbox::has_room(const PixelPayload& pixel) const {
  return std::all_of(destinations_.begin(), destinations_.end(), [&](int index) {
    const TensorStore& store = *context_.stores[index];
    return !store.takes(pixel.pixel) || store.has_room_for(pixel.image, pixel.pixel);
  });
}

void Outbox::add_waits(std::vector<Wait>& waits) const {
  if (queue_.empty()) return;
  const PixelPayload& pixel = *queue_.front().pixel;
  Wait wait;
  wait.layer = layer_;
  const std::string from =
      layer_ < 0 ? "the image" : "layer '" + context_.graph().layers[layer_].name + "'";
  wait.sentence = "pixel " + std::to_string(pixel.pixel) + " of image " +
                  std::to_string(pixel.image) + " of " + from + " waits for room";
  for (int index : destinations_) {
    const TensorStore& store = *context_.stores[index];
    if (!store.takes(pixel.pixel) || store.has_room_for(pixel.image, pixel.pixel)) continue;
    const std::vector<int>& readers = store.plan().reader_layers;
    wait.waits_for.insert(wait.waits_for.end(), readers.begin(), readers.end());
  }
  waits.push_back(std::move(wait));
}

void Outbox::advance() {
  while (!queue_.empty() && has_room(*queue_.front().pixel)) {
    const Waiting waiting = std::move(queue_.front());
    queue_.pop_front();
    dispatch(waiting);
  }
}

void Outbox::dispatch(const Waiting& waiting) {
  const PixelPayload& pixel = *waiting.pixel;
  std::vector<Destination> remote;
  std::int64_t bits = 0;
  for (int index : destinations_) {
    TensorStore& store = *context_.stores[index];
    if (!store.takes(pixel.pixel)) continue;
    store.reserve(pixel.image, pixel.pixel);
    bits = store.plan().pixel_bits;
    if (store.plan().tile == tile_)
      hooks_.write_local(index, waiting.pixel);
    else
      remote.push_back({store.plan().tile, index});
  }
  const std::size_t departure = new_departure();
  departures_[departure].image = pixel.image;
  departures_[departure].ready_fs = waiting.ready_fs;
  departures_[departure].pixel = pixel.pixel;
  departures_[departure].dispatched_fs = now_fs();
  if (context_.recorder)
    for (const Destination& destination : remote)
      if (destination.tile != kGlobalBuffer)
        departures_[departure].arrows.push_back(
            arrow_to(context_, destination.store, pixel.image, pixel.pixel));
  if (remote.empty()) {
    note_sent(departures_[departure]);
    return;
  }
  // All packets are counted before the first one can leave.
  const auto packets = noc_.multicast() ? 1 : std::ssize(remote);
  departures_[departure].packets = static_cast<int>(packets);
  departures_[departure].flits = packets * noc_.flits(bits);
  if (layer_ >= 0) {
    sent_fs_ += times_fs(departures_[departure].flits, noc_.cycle_fs());
    context_.traces[layer_].demand.raise(Bound::network, sent_fs_);
  }
  if (noc_.multicast())
    noc_.send({layer_, tile_, std::move(remote), bits, waiting.pixel}, this, departure);
  else
    for (const Destination& destination : remote)
      noc_.send({layer_, tile_, {destination}, bits, waiting.pixel}, this, departure);
}

std::size_t Outbox::new_departure() {
  const auto is_free = [](const Departure& departure) { return departure.packets == 0; };
  auto found = std::find_if(departures_.begin(), departures_.end(), is_free);
  if (found == departures_.end()) found = departures_.emplace(found);
  *found = Departure{};
  return static_cast<std::size_t>(found - departures_.begin());
}

void Outbox::left(std::int64_t tag) {
  Departure& departure = departures_[tag];
  if (--departure.packets == 0) note_sent(departure);
}

/// It waits for room before it is dispatched, then for the network beyond the time of its flits.
void Outbox::record(const Departure& departure, std::int64_t unhindered_fs) {
  RecordedSpan span{Site::output, tile_,  stage_,          "send",          departure.dispatched_fs,
                    now_fs(),     layer_, departure.image, departure.pixel, departure.arrows};
  if (departure.flits > 0) context_.recorder->record(span);
  span.arrows = {};
  span.site = Site::waits;
  span.what = "wait: room";
  span.begin_fs = departure.ready_fs;
  span.end_fs = departure.dispatched_fs;
  if (span.end_fs > span.begin_fs) context_.recorder->record(span);
  span.what = "wait: network";
  span.begin_fs = departure.dispatched_fs;
  span.end_fs = now_fs() - unhindered_fs;
  if (span.end_fs > span.begin_fs) context_.recorder->record(span);
}

void Outbox::note_sent(const Departure& departure) {
  const std::int64_t unhindered = times_fs(departure.flits, noc_.cycle_fs());
  if (context_.recorder) record(departure, unhindered);
  hooks_.sent();
  if (layer_ < 0) return;
  LayerTrace& trace = context_.traces[layer_];
  add_fs(trace.wait_output_fs, now_fs() - departure.ready_fs - unhindered);
  if (departure.image == 0) trace.first_end_fs = std::max(trace.first_end_fs, now_fs());
}

}  // namespace mho
