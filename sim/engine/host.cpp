#include "sim/engine/host.hpp"

#include <utility>

#include "sim/engine/clock.hpp"

namespace mho {

Host::Host(const sc_core::sc_module_name& name, Context& context, Noc& noc,
           std::span<const IntTensor> images)
    : sc_module(name),
      context_(context),
      images_(images),
      downlink_("downlink"),
      uplink_("uplink"),
      buffer_("global_buffer", context, noc,
              [this](PixelPayload pixel) {
                const std::int64_t bits =
                    context_.stores[context_.plan.output_store]->plan().pixel_bits;
                context_.tally.of(-1, -1)[Action::host_link_bit] += bits;
                uplink_.submit(transfer_fs(bits),
                               femtoseconds(context_.network.chip().spec().host_link.latency),
                               [this, result = std::move(pixel)] { take(result); });
              }),
      outputs_(images.size()),
      start_fs_(images.size()),
      finish_fs_(images.size()) {
  const QuantizedTensor& output = context.graph().tensors[context.graph().output];
  for (IntTensor& tensor : outputs_) tensor.resize(output.size());
  missing_.assign(images.size(), output.pixels());
  SC_METHOD(offer);
  sensitive << buffer_.room();
}

std::int64_t Host::transfer_fs(std::int64_t bits) const {
  const LinkSpec& link = context_.network.chip().spec().host_link;
  return (bits + link.width_bits - 1) / link.width_bits * femtoseconds(link.clock);
}

void Host::offer() {
  const QuantizedTensor& shape = context_.graph().tensors[context_.graph().input];
  const std::int64_t bits = std::int64_t{shape.channels} * shape.bits;
  const std::int64_t total = std::ssize(images_) * shape.pixels();
  for (; next_pixel_ < total && buffer_.has_room(); ++next_pixel_) {
    PixelPayload pixel{
        next_pixel_ / shape.pixels(), static_cast<int>(next_pixel_ % shape.pixels()), {}};
    const IntTensor& image = images_[pixel.image];
    for (std::int64_t at = pixel.pixel; at < std::ssize(image); at += shape.pixels())
      pixel.values.push_back(image[at]);
    buffer_.reserve();
    context_.tally.of(-1, -1)[Action::host_link_bit] += bits;
    const bool is_first = pixel.pixel == 0;
    const std::int64_t index = pixel.image;
    const std::int64_t start_fs = downlink_.submit(
        transfer_fs(bits), femtoseconds(context_.network.chip().spec().host_link.latency),
        [this, sent = std::move(pixel)]() mutable { buffer_.accept(std::move(sent)); });
    if (is_first) start_fs_[index] = start_fs;
  }
}

void Host::take(const PixelPayload& pixel) {
  IntTensor& output = outputs_[pixel.image];
  const QuantizedTensor& shape = context_.graph().tensors[context_.graph().output];
  for (int c = 0; c < shape.channels; ++c)
    output[std::size_t{static_cast<std::size_t>(c)} * shape.pixels() + pixel.pixel] =
        pixel.values[c];
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
