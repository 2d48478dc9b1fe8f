#include "sim/engine/global_buffer.hpp"

#include <utility>
#include <variant>

#include "sim/engine/clock.hpp"

namespace mho {

GlobalBuffer::GlobalBuffer(const sc_core::sc_module_name& name, Context& context, Noc& noc,
                           std::function<void(PixelPayload)> to_host)
    : sc_module(name),
      context_(context),
      port_("port", context.network.chip().spec().global_buffer),
      outbox_("outbox", context, noc, -1, kGlobalBuffer, context.plan.image_destinations,
              {[](int, const SharedPixel&) {},
               [this] {
                 --pixels_;
                 --leaving_;
                 room_.notify(sc_core::SC_ZERO_TIME);
                 fetch();
               }}),
      results_(*context.stores[context.plan.output_store]),
      to_host_(std::move(to_host)) {
  noc.connect(kGlobalBuffer, *this);
  SC_METHOD(forward);
  sensitive << results_.arrived();
  dont_initialize();
}

void GlobalBuffer::accept(PixelPayload pixel) {
  const QuantizedTensor& image = context_.graph().tensors[context_.graph().input];
  const std::int64_t bits = std::int64_t{image.channels} * image.bits;
  const std::int64_t accesses =
      spec().write_accesses(pixel.pixel * bits, bits, image.pixels() * bits);
  context_.tally.of(-1, -1)[Action::global_buffer_write] += accesses;
  const std::int64_t word = spec().word(pixel.pixel, bits);
  port_.write(accesses, word, 0, [this, held = std::move(pixel)]() mutable {
    waiting_.push_back(std::move(held));
    fetch();
  });
}

/// Reads the next pixels of the image, as many as may be between the port and the network.
void GlobalBuffer::fetch() {
  const QuantizedTensor& image = context_.graph().tensors[context_.graph().input];
  const std::int64_t bits = std::int64_t{image.channels} * image.bits;
  for (; !waiting_.empty() && leaving_ < kPositionsInFlight; ++leaving_) {
    const int pixel = waiting_.front().pixel;
    const std::int64_t accesses = spec().stream_accesses(pixel * bits, bits);
    context_.tally.of(-1, -1)[Action::global_buffer_read] += accesses;
    port_.read(
        accesses, spec().word(pixel, bits), 0,
        [this, read = std::move(waiting_.front())]() mutable {
          outbox_.push(read.image, read.pixel, std::move(read.values));
        },
        &image_order_);
    waiting_.pop_front();
  }
}

void GlobalBuffer::receive(const Packet& packet, int) {
  const SharedPixel pixel = std::get<SharedPixel>(packet.payload);
  const std::int64_t bits = results_.plan().pixel_bits;
  const std::int64_t accesses =
      spec().write_accesses(pixel->pixel * bits, bits, std::ssize(results_.plan().pixels) * bits);
  context_.tally.of(-1, -1)[Action::global_buffer_write] += accesses;
  port_.write(accesses, spec().word(pixel->pixel, bits), 0,
              [this, pixel] { results_.arrive(pixel->image, pixel->pixel, pixel->values); });
}

void GlobalBuffer::forward() {
  const auto per_image = static_cast<std::int64_t>(results_.plan().pixels.size());
  const std::int64_t bits = results_.plan().pixel_bits;
  for (;; ++next_result_) {
    PixelPayload result{next_result_ / per_image, static_cast<int>(next_result_ % per_image), {}};
    if (!results_.holds(result.image, result.pixel)) return;
    const std::span<const std::int32_t> tensor = results_.tensor(result.image);
    for (std::int64_t at = result.pixel; at < std::ssize(tensor); at += per_image)
      result.values.push_back(tensor[at]);
    const std::int64_t accesses = spec().stream_accesses(result.pixel * bits, bits);
    context_.tally.of(-1, -1)[Action::global_buffer_read] += accesses;
    port_.read(
        accesses, spec().word(result.pixel, bits), 0,
        [this, per_image, read = std::move(result)]() mutable {
          const int next = read.pixel + 1;
          results_.release(0, read.image + next / per_image, static_cast<int>(next % per_image));
          to_host_(std::move(read));
        },
        &results_order_);
  }
}

}  // namespace mho
