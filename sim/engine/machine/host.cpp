#include "sim/engine/machine/host.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

Host::Host(const sc_core::sc_module_name& name, Context& context, GlobalBuffer& buffer,
           std::span<const IntTensor> images)
    : sc_module(name),
      context_(context),
      images_(images),
      downlink_("downlink"),
      uplink_("uplink"),
      buffer_(buffer),
      start_fs_(context.images, -1),
      finish_fs_(context.images, 0) {
  const QuantizedTensor& output = context.graph().tensors[context.graph().output];
  if (context.values) outputs_.assign(context.images, IntTensor(output.size()));
  missing_.assign(context.images, output.pixels());
  for (std::int64_t first = 0; first < context.images; first += context.plan.batch)
    for (const PhasePlan& phase : context.plan.phases)
      for (int feed : phase.feeds)
        if (context.plan.feeds[feed].source < 0)
          sendings_.push_back({feed, first, std::min(context.plan.batch, context.images - first)});
  SC_METHOD(offer);
  sensitive << buffer_.room();
}

std::int64_t Host::transfer_fs(std::int64_t bits) const {
  const LinkSpec& link = context_.chip().spec().host_link;
  return times_fs(ceil_divide(bits, link.width_bits), femtoseconds(link.clock));
}

PixelPayload Host::pixel_of(std::int64_t image, int pixel) const {
  PixelPayload payload{image, pixel, {}};
  if (!context_.values) return payload;
  const int pixels = context_.graph().tensors[context_.graph().input].pixels();
  const IntTensor& values = images_[image];
  for (std::int64_t at = pixel; at < std::ssize(values); at += pixels)
    payload.values.push_back(values[at]);
  return payload;
}

void Host::offer() {
  const int pixels = context_.graph().tensors[context_.graph().input].pixels();
  for (; sending_ < sendings_.size(); ++sending_, next_pixel_ = 0) {
    const Sending& sending = sendings_[sending_];
    for (; next_pixel_ < sending.images * pixels; ++next_pixel_) {
      if (!buffer_.has_room()) return;
      send(sending, pixel_of(sending.first_image + next_pixel_ / pixels,
                             static_cast<int>(next_pixel_ % pixels)));
    }
  }
}

void Host::send(const Sending& sending, PixelPayload pixel) {
  const QuantizedTensor& shape = context_.graph().tensors[context_.graph().input];
  const std::int64_t bits = std::int64_t{shape.channels} * shape.bits;
  buffer_.reserve();
  context_.tally.of(-1, -1)[Action::host_link_bit] += bits;
  const std::int64_t image = pixel.image;
  const int number = pixel.pixel;
  const std::int64_t start_fs =
      downlink_.submit(transfer_fs(bits), femtoseconds(context_.chip().spec().host_link.latency),
                       [this, feed = sending.feed, sent = std::move(pixel)]() mutable {
                         buffer_.accept(feed, std::move(sent));
                       });
  if (start_fs_[image] < 0) start_fs_[image] = start_fs;
  record(Site::host_in, start_fs, bits, image, number);
}

void Host::record(Site site, std::int64_t start_fs, std::int64_t bits, std::int64_t image,
                  int pixel) {
  if (context_.recorder)
    context_.recorder->record(
        {site, -1, 0, "transfer", start_fs, start_fs + transfer_fs(bits), -1, image, pixel});
}

void Host::return_result(PixelPayload pixel) {
  const std::int64_t bits = context_.stores[context_.plan.output_store]->plan().pixel_bits;
  context_.tally.of(-1, -1)[Action::host_link_bit] += bits;
  const std::int64_t image = pixel.image;
  const int number = pixel.pixel;
  const std::int64_t start_fs =
      uplink_.submit(transfer_fs(bits), femtoseconds(context_.chip().spec().host_link.latency),
                     [this, result = std::move(pixel)] { take(result); });
  record(Site::host_out, start_fs, bits, image, number);
}

void Host::take(const PixelPayload& pixel) {
  const QuantizedTensor& shape = context_.graph().tensors[context_.graph().output];
  for (std::size_t c = 0; c < pixel.values.size(); ++c)
    outputs_[pixel.image][c * shape.pixels() + pixel.pixel] = pixel.values[c];
  if (--missing_[pixel.image] > 0) return;
  finish_fs_[pixel.image] = now_fs();
  ++finished_;
}

void Host::report(EngineResult& result) const {
  result.outputs = outputs_;
  result.start_fs = start_fs_;
  result.finish_fs = finish_fs_;
}

}  // namespace mho
