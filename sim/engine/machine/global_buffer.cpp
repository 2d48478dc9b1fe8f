#include "sim/engine/machine/global_buffer.hpp"

#include <utility>
#include <variant>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

GlobalBuffer::GlobalBuffer(const sc_core::sc_module_name& name, Context& context, Noc& noc,
                           OffChipPort* memory, std::function<void(PixelPayload)> to_host)
    : sc_module(name),
      context_(context),
      port_("port", context.chip().spec().global_buffer),
      memory_(memory),
      arrivals_(context.stores.size()),
      results_(*context.stores[context.plan.output_store]),
      to_host_(std::move(to_host)) {
  noc.connect(kGlobalBuffer, *this);
  for (int feed = 0; feed < static_cast<int>(context.plan.feeds.size()); ++feed) {
    const int source = context.plan.feeds[feed].source;
    const bool fetches = source >= 0 && context.plan.stores[source].off_chip;
    feeders_.push_back(std::make_unique<Feeder>(("feeder_" + std::to_string(feed)).c_str(), context,
                                                noc, feed, port_, fetches ? memory_ : nullptr,
                                                [this, source] {
                                                  if (source >= 0) return;
                                                  --pixels_;
                                                  room_.notify(sc_core::SC_ZERO_TIME);
                                                }));
  }
  SC_METHOD(forward);
  sensitive << results_.arrived();
  dont_initialize();
}

void GlobalBuffer::accept(int feed, PixelPayload pixel) {
  const QuantizedTensor& image = context_.graph().tensors[context_.graph().input];
  const std::int64_t bits = std::int64_t{image.channels} * image.bits;
  const std::int64_t accesses =
      spec().write_accesses(pixel.pixel * bits, bits, image.pixels() * bits);
  context_.tally.of(-1, -1)[Action::global_buffer_write] += accesses;
  const std::int64_t word = spec().word(pixel.pixel, bits);
  const std::int64_t number = pixel.image;
  const int place = pixel.pixel;
  const std::int64_t start_fs = port_.write(
      accesses, word, 0,
      [this, feed, held = std::move(pixel)]() mutable { feeders_[feed]->offer(std::move(held)); },
      &image_order_);
  record("write", start_fs, accesses, number, place);
}

void GlobalBuffer::record(const char* what, std::int64_t start_fs, std::int64_t accesses,
                          std::int64_t image, int pixel) {
  if (context_.recorder)
    record_access({Site::global_buffer, -1, 0, what, start_fs, 0, -1, image, pixel}, accesses,
                  spec(), *context_.recorder);
}

void GlobalBuffer::start(const PhasePlan& phase, std::int64_t images) {
  for (int feed : phase.feeds) feeders_[feed]->start(images);
}

void GlobalBuffer::receive(const Packet& packet, int store) {
  const SharedPixel pixel = std::get<SharedPixel>(packet.payload);
  const StorePlan& plan = context_.stores[store]->plan();
  const std::int64_t bits = plan.pixel_bits;
  const std::int64_t accesses =
      spec().write_accesses(pixel->pixel * bits, bits, std::ssize(plan.pixels) * bits);
  context_.tally.of(-1, -1)[Action::global_buffer_write] += accesses;
  const std::int64_t start_fs = port_.write(
      accesses, spec().word(pixel->pixel, bits), 0,
      [this, store, pixel] {
        context_.stores[store]->arrive(pixel->image, pixel->pixel, pixel->values);
        if (context_.stores[store]->plan().off_chip)
          spill(store, *pixel);
        else
          keep(store);
      },
      &arrivals_[store]);
  record("write", start_fs, accesses, pixel->image, pixel->pixel);
}

void GlobalBuffer::keep(int store) {
  ++context_.pixels_kept[store];
  context_.pixel_done.notify(sc_core::SC_ZERO_TIME);
}

/// A row that is complete goes on to off-chip memory. Pixels come in raster order.
void GlobalBuffer::spill(int store, const PixelPayload& pixel) {
  const StorePlan& plan = context_.stores[store]->plan();
  const int width = context_.graph().tensors[plan.tensor].width;
  if ((pixel.pixel + 1) % width != 0) return;
  const std::int64_t bits = width * plan.pixel_bits;
  const std::int64_t first = pixel.pixel + 1 - width;
  const std::int64_t accesses = spec().accesses(bits);
  context_.tally.of(-1, -1)[Action::global_buffer_read] += accesses;
  const auto spilled = [this, store, width, bits, first] {
    const StorePlan& target = context_.stores[store]->plan();
    memory_->write(target.address + first * target.pixel_bits / 8, ceil_divide(bits, 8), -1, -1,
                   [this, store, width] {
                     context_.pixels_kept[store] += width;
                     context_.pixel_done.notify(sc_core::SC_ZERO_TIME);
                   });
  };
  const std::int64_t start_fs =
      port_.read(accesses, spec().word(first, plan.pixel_bits), 0, spilled);
  record("read", start_fs, accesses, pixel.image, pixel.pixel);
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
    const std::int64_t image = result.image;
    const int pixel = result.pixel;
    const std::int64_t start_fs = port_.read(
        accesses, spec().word(result.pixel, bits), 0,
        [this, per_image, read = std::move(result)]() mutable {
          const int next = read.pixel + 1;
          results_.release(0, read.image + next / per_image, static_cast<int>(next % per_image));
          to_host_(std::move(read));
        },
        &results_order_);
    record("read", start_fs, accesses, image, pixel);
  }
}

void GlobalBuffer::add_waits(std::vector<Wait>& waits) const {
  for (const auto& feeder : feeders_) feeder->add_waits(waits);
}

}  // namespace mho
