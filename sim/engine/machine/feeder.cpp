#include "sim/engine/machine/feeder.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

Feeder::Feeder(const sc_core::sc_module_name& name, Context& context, Noc& noc, int feed,
               BufferPort& port, OffChipPort* memory, std::function<void()> sent)
    : sc_module(name),
      context_(context),
      feed_(feed),
      port_(port),
      memory_(memory),
      sent_(std::move(sent)),
      outbox_("outbox", context, noc, -1, kGlobalBuffer, context.plan.feeds[feed].destinations,
              {[](int, const SharedPixel&) {},
               [this] {
                 --leaving_;
                 sent_();
                 read();
               }}) {
  const QuantizedTensor& tensor = context.graph().tensors[plan().tensor];
  pixel_bits_ = std::int64_t{tensor.channels} * tensor.bits;
  pixels_ = tensor.pixels();
  width_ = tensor.width;
}

void Feeder::offer(PixelPayload pixel) {
  offered_.push_back(std::move(pixel));
  read();
}

void Feeder::start(std::int64_t images) {
  end_ += images * pixels_;
  if (memory_ != nullptr)
    fetch_row();
  else if (plan().source >= 0)
    here_ = end_;
  read();
}

/// The row after the one that is leaving, from off-chip memory into the global buffer.
void Feeder::fetch_row() {
  if (asked_ == end_ || asked_ > next_ + width_) return;
  const StorePlan& source = context_.stores[plan().source]->plan();
  const std::int64_t pixels = std::min(width_, end_ - asked_);
  const std::int64_t bits = pixels * pixel_bits_;
  const std::int64_t first = asked_ % pixels_;
  asked_ += pixels;
  memory_->read(source.address + first * pixel_bits_ / 8, ceil_divide(bits, 8), -1, -1,
                [this, pixels, bits, first] {
                  const BufferSpec& buffer = context_.network.chip().spec().global_buffer;
                  const std::int64_t accesses = buffer.accesses(bits);
                  context_.tally.of(-1, -1)[Action::global_buffer_write] += accesses;
                  const std::int64_t start_fs =
                      port_.write(accesses, buffer.word(first, pixel_bits_), 0, [this, pixels] {
                        here_ += pixels;
                        read();
                      });
                  if (context_.recorder)
                    record_access({Site::global_buffer, -1, 0, "write", start_fs}, accesses, buffer,
                                  *context_.recorder);
                });
}

PixelPayload Feeder::stored(std::int64_t number) const {
  PixelPayload pixel{number / pixels_, static_cast<int>(number % pixels_), {}};
  if (!context_.values) return pixel;
  const std::span<const std::int32_t> tensor = context_.stores[plan().source]->tensor(pixel.image);
  for (std::int64_t at = pixel.pixel; at < std::ssize(tensor); at += pixels_)
    pixel.values.push_back(tensor[at]);
  return pixel;
}

/// Reads the next pixels, as many as may be between the port and the network.
void Feeder::read() {
  const BufferSpec& buffer = context_.network.chip().spec().global_buffer;
  while (leaving_ < kPositionsInFlight) {
    PixelPayload pixel;
    if (!offered_.empty() && next_ < end_) {
      pixel = std::move(offered_.front());
      offered_.pop_front();
      ++next_;
    } else if (next_ < here_) {
      pixel = stored(next_++);
      if (memory_ != nullptr) fetch_row();
    } else {
      return;
    }
    ++leaving_;
    const std::int64_t accesses = buffer.stream_accesses(pixel.pixel * pixel_bits_, pixel_bits_);
    context_.tally.of(-1, -1)[Action::global_buffer_read] += accesses;
    const std::int64_t image = pixel.image;
    const int number = pixel.pixel;
    const std::int64_t start_fs = port_.read(
        accesses, buffer.word(pixel.pixel, pixel_bits_), 0,
        [this, read = std::move(pixel)]() mutable {
          if (plan().source >= 0) {
            const int next = read.pixel + 1;
            context_.stores[plan().source]->release(plan().reader, read.image + next / pixels_,
                                                    static_cast<int>(next % pixels_));
          }
          outbox_.push(read.image, read.pixel, std::move(read.values));
        },
        &order_);
    if (context_.recorder)
      record_access({Site::global_buffer, -1, 0, "read", start_fs, 0, -1, image, number}, accesses,
                    buffer, *context_.recorder);
  }
}

}  // namespace mho
