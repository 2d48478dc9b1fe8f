// The access to on-chip buffers: transfers to the femtosecond, occupancy, and what of a window is
// read.
#include "sim/engine/kernel/buffer_port.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <vector>

#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/plan/line_buffer.hpp"

namespace mho {
namespace {

constexpr std::int64_t kCycle = 1500000;  ///< 1.5 ns

struct PortBench {
  explicit PortBench(const BufferSpec& spec) : port("port", spec) {}

  static BufferSpec spec(int ports, int banks) {
    BufferSpec spec;
    spec.width_bits = 64;
    spec.cycle = from_si<Time>(1.5e-9);
    spec.ports = ports;
    spec.banks = banks;
    return spec;
  }
  /// Notes when transfer `name` is done.
  std::function<void()> note(int name) {
    return [this, name] { done_fs[name] = now_fs(); };
  }

  // The kernel refuses a resolution after the first time was made.
  const bool resolution = (sc_core::sc_set_time_resolution(1, sc_core::SC_FS), true);
  BufferPort port;
  std::map<int, std::int64_t> done_fs;
};

}  // namespace

TEST_CASE("one port serves reads and writes in the order of asking") {
  PortBench bench(PortBench::spec(1, 1));
  CHECK(bench.port.read(4, 0, 100, bench.note(1)) == 0);
  CHECK(bench.port.write(2, 9, 0, bench.note(2)) == 4 * kCycle);
  CHECK(bench.port.read(1, 3, 0, bench.note(3)) == 6 * kCycle);
  sc_core::sc_start();
  CHECK(bench.done_fs[1] == 4 * kCycle + 100);
  CHECK(bench.done_fs[2] == 6 * kCycle);
  CHECK(bench.done_fs[3] == 7 * kCycle);
  CHECK(bench.port.busy_fs() == 7 * kCycle);
  CHECK(bench.port.waiting_fs().max() == 6 * kCycle);
  CHECK(bench.port.waiting_fs().percentile(0.3) == 0);
}

TEST_CASE("two ports serve two transfers at a time in one bank, the third waits for the first") {
  PortBench bench(PortBench::spec(2, 1));
  bench.port.read(4, 0, 0, bench.note(1));
  bench.port.read(6, 0, 0, bench.note(2));
  bench.port.write(1, 0, 0, bench.note(3));
  sc_core::sc_start();
  CHECK(bench.done_fs[1] == 4 * kCycle);
  CHECK(bench.done_fs[2] == 6 * kCycle);
  CHECK(bench.done_fs[3] == 5 * kCycle);
}

TEST_CASE("separate ports keep reads and writes out of each other's way") {
  BufferSpec spec = PortBench::spec(1, 1);
  spec.port_use = PortUse::separate;
  PortBench bench(spec);
  bench.port.read(4, 0, 0, bench.note(1));
  bench.port.write(3, 0, 0, bench.note(2));
  bench.port.read(1, 0, 0, bench.note(3));
  bench.port.write(1, 0, 0, bench.note(4));
  sc_core::sc_start();
  CHECK(bench.done_fs[1] == 4 * kCycle);
  CHECK(bench.done_fs[2] == 3 * kCycle);
  CHECK(bench.done_fs[3] == 5 * kCycle);
  CHECK(bench.done_fs[4] == 4 * kCycle);
}

TEST_CASE("transfers in different banks overlap, a conflict costs a cycle") {
  PortBench bench(PortBench::spec(1, 2));
  bench.port.read(4, 0, 0, bench.note(1));  // banks 0 1 0 1
  bench.port.read(4, 1, 0, bench.note(2));  // banks 1 0 1 0 at the same time
  bench.port.read(2, 0, 0, bench.note(3));  // both banks are taken until the end
  sc_core::sc_start();
  CHECK(bench.done_fs[1] == 4 * kCycle);
  CHECK(bench.done_fs[2] == 4 * kCycle);
  CHECK(bench.done_fs[3] == 6 * kCycle);
}

TEST_CASE("transfers with an order end in it, though the later one was served first") {
  TransferOrder order;
  PortBench bench(PortBench::spec(2, 1));
  bench.port.read(5, 0, 0, bench.note(1), &order);
  bench.port.read(2, 0, 0, bench.note(2), &order);
  bench.port.read(2, 0, 0, bench.note(3));
  sc_core::sc_start();
  CHECK(bench.done_fs[1] == 5 * kCycle);
  CHECK(bench.done_fs[2] == 5 * kCycle);
  CHECK(bench.done_fs[3] == 4 * kCycle);
}

TEST_CASE("without packing every pixel has words of its own") {
  const BufferSpec buffer = PortBench::spec(1, 1);
  CHECK(buffer.write_accesses(3 * 8, 8, 100 * 8) == 1);
  CHECK(buffer.stream_accesses(3 * 72, 72) == 2);
  CHECK(buffer.word(5, 72) == 10);
  CHECK(pixel_accesses(buffer, std::vector<int>{4, 5, 6}, 8) == 3);
}

TEST_CASE("with packing the parts of a tensor add up to its words, in any order") {
  BufferSpec buffer = PortBench::spec(1, 1);
  buffer.packing = true;
  for (const std::int64_t pixel_bits : {1, 3, 8, 24, 63, 64, 65, 200}) {
    constexpr std::int64_t kPixels = 50;
    std::int64_t written = 0, streamed = 0;
    for (std::int64_t pixel = 0; pixel < kPixels; ++pixel) {
      written += buffer.write_accesses(pixel * pixel_bits, pixel_bits, kPixels * pixel_bits);
      streamed += buffer.stream_accesses(pixel * pixel_bits, pixel_bits);
    }
    CAPTURE(pixel_bits);
    CHECK(written == buffer.accesses(kPixels * pixel_bits));
    CHECK(streamed == written);
  }
}

TEST_CASE("with packing a run of pixels is read by the words that it touches") {
  BufferSpec buffer = PortBench::spec(1, 1);
  buffer.packing = true;
  CHECK(buffer.read_accesses(0, 64) == 1);
  CHECK(buffer.read_accesses(63, 2) == 2);
  CHECK(buffer.read_accesses(64, 64) == 1);
  CHECK(buffer.read_accesses(10, 0) == 0);
  // Pixels of 8 bits, 8 in a word: 6 to 9 touch two words, 17 one.
  CHECK(pixel_accesses(buffer, std::vector<int>{6, 7, 8, 9, 17}, 8) == 3);
  CHECK(buffer.word(9, 8) == 1);
}

TEST_CASE("a shift window fetches what the window before it in the row did not have") {
  // A 3 x 3 kernel over rows of 10 pixels.
  const std::vector<int> left{0, 1, 2, 10, 11, 12, 20, 21, 22};
  const std::vector<int> right{1, 2, 3, 11, 12, 13, 21, 22, 23};
  const std::vector<int> stride_two{2, 3, 4, 12, 13, 14, 22, 23, 24};
  CHECK(pixels_to_fetch({0, 0, right}, {0, 0, left}) == 3);
  CHECK(pixels_to_fetch({0, 0, stride_two}, {0, 0, left}) == 6);
  CHECK(pixels_to_fetch({0, 1, right}, {0, 0, left}) == 9);
  CHECK(pixels_to_fetch({1, 0, right}, {0, 0, left}) == 9);
}

TEST_CASE("a row of windows with a shift window reads each pixel once") {
  constexpr int kWidth = 12, kKernel = 3;
  std::vector<int> before;
  std::int64_t fetched = 0;
  for (int x = 0; x + kKernel <= kWidth; ++x) {
    std::vector<int> window;
    for (int y = 0; y < kKernel; ++y)
      for (int dx = 0; dx < kKernel; ++dx) window.push_back(y * kWidth + x + dx);
    fetched += x == 0 ? pixels_to_fetch({0, 0, window}, {-1, 0, {}})
                      : pixels_to_fetch({0, 0, window}, {0, 0, before});
    before = window;
  }
  CHECK(fetched == kKernel * kWidth);
}

TEST_CASE("the bits of a window are shared by its pixels") {
  CHECK(bits_to_fetch(9 * 16 * 8, 3, 9) == 3 * 16 * 8);
  CHECK(bits_to_fetch(100, 1, 3) == 34);
  CHECK(bits_to_fetch(0, 0, 0) == 0);
}

}  // namespace mho
