// One channel of an off-chip memory: sequences of hits, misses and conflicts by hand.
#include "sim/engine/off_chip/channel.hpp"

#include <catch2/catch.hpp>

#include "tests/engine/off_chip/off_chip_bench.hpp"

namespace mho {
namespace {

constexpr std::int64_t kRow = 64;             ///< bytes: the next bank's row begins here
constexpr std::int64_t kSameBank = 4 * kRow;  ///< the next row of the same bank

/// A channel whose times are nanoseconds.
struct ChannelBench {
  explicit ChannelBench(const DramSpec& spec = small_dram()) : channel(spec) {}

  std::int64_t read(std::int64_t address, std::int64_t arrived_ns, std::int64_t now_ns) {
    return channel.serve(address, false, arrived_ns * kNs, now_ns * kNs) / kNs;
  }
  std::int64_t write(std::int64_t address, std::int64_t arrived_ns, std::int64_t now_ns) {
    return channel.serve(address, true, arrived_ns * kNs, now_ns * kNs) / kNs;
  }

  MemoryChannel channel;
};

DramSpec with_refresh() {
  DramSpec spec = small_dram();
  spec.banks->timing.t_refi = from_si<Time>(200e-9);
  return spec;
}

}  // namespace

TEST_CASE("a read of a closed bank takes activate, column access and burst") {
  ChannelBench bench;
  CHECK_FALSE(bench.channel.is_open(0));
  CHECK(bench.read(0, 100, 100) == 100 + 14 + 15 + 4);
  CHECK(bench.channel.is_open(0));
  CHECK(bench.channel.is_open(kRow - 1));
  CHECK_FALSE(bench.channel.is_open(kRow));
  CHECK(bench.channel.use() == MemoryUse{0, 1, 0, 0, 4 * kNs});
}

TEST_CASE("a row hit follows without a gap, an idle one takes the column access") {
  ChannelBench bench;
  CHECK(bench.read(0, 0, 0) == 33);
  CHECK(bench.read(8, 0, 14) == 37);
  CHECK(bench.read(16, 100, 100) == 100 + 15 + 4);
  CHECK(bench.channel.use() == MemoryUse{2, 1, 0, 0, 12 * kNs});
}

TEST_CASE("a row conflict waits for t_ras, precharges and activates") {
  ChannelBench bench;
  CHECK(bench.read(0, 0, 0) == 33);
  // Precharge at 30 = t_ras, later than 14 + t_rtp.
  CHECK(bench.read(kSameBank, 0, 14) == 30 + 13 + 14 + 15 + 4);
  CHECK(bench.channel.use() == MemoryUse{0, 1, 1, 0, 8 * kNs});
}

TEST_CASE("a row conflict after a late read waits for t_rtp, after a write for t_wr") {
  ChannelBench reads;
  reads.read(0, 0, 0);
  CHECK(reads.read(8, 0, 50) == 50 + 15 + 4);
  CHECK(reads.read(kSameBank, 0, 50) == 50 + 7 + 13 + 14 + 15 + 4);
  ChannelBench writes;
  CHECK(writes.write(0, 0, 0) == 14 + 10 + 4);
  CHECK(writes.read(kSameBank, 0, 14) == 28 + 12 + 13 + 14 + 15 + 4);
}

TEST_CASE("another bank is prepared while the bus is busy") {
  ChannelBench bench;
  for (std::int64_t n = 0; n < 8; ++n) CHECK(bench.read(8 * n, 0, 0) == 33 + 4 * n);
  CHECK(bench.read(kRow, 0, 42) == 33 + 4 * 8);
}

TEST_CASE("activates of a channel keep t_rrd, and four of them t_faw") {
  DramSpec spec = small_dram();
  spec.banks->banks = 8;
  ChannelBench bench(spec);
  CHECK(bench.read(0, 0, 0) == 33);
  CHECK(bench.read(kRow, 0, 0) == 5 + 33);
  CHECK(bench.read(2 * kRow, 0, 0) == 10 + 33);
  CHECK(bench.read(3 * kRow, 0, 0) == 15 + 33);
  CHECK(bench.read(4 * kRow, 0, 0) == 40 + 33);  // not 20
  CHECK(bench.read(5 * kRow, 0, 0) == 45 + 33);
}

TEST_CASE("the bus turns around between reads and writes") {
  ChannelBench bench;
  CHECK(bench.read(0, 0, 0) == 33);
  CHECK(bench.write(8, 0, 14) == 33 + 2 + 4);
  CHECK(bench.write(16, 0, 25) == 43);
  CHECK(bench.read(24, 0, 29) == 43 + 6 + 15 + 4);
}

TEST_CASE("a due refresh closes the rows first, and whoever comes waits for it") {
  ChannelBench closed(with_refresh());
  CHECK(closed.read(0, 210, 210) == 200 + 60 + 33);
  CHECK(closed.channel.use().refreshes == 1);
  ChannelBench open(with_refresh());
  CHECK(open.read(0, 0, 0) == 33);
  CHECK(open.read(0, 199, 199) == 199 + 15 + 4);  // its command is before
  CHECK(open.read(8, 199, 200) == 199 + 7 + 13 + 60 + 33);
  CHECK(open.channel.use() == MemoryUse{1, 2, 0, 1, 12 * kNs});
}

TEST_CASE("an idle memory has refreshed itself on time") {
  ChannelBench bench(with_refresh());
  CHECK(bench.read(0, 1100, 1100) == 1133);
  CHECK(bench.channel.use().refreshes == 5);
  CHECK(bench.read(0, 2010, 2010) == 2000 + 60 + 33);
  CHECK(bench.channel.use().refreshes == 10);
}

TEST_CASE("with simple timing a channel is a bus") {
  DramSpec spec = small_dram();
  spec.timing = MemoryTiming::simple;
  ChannelBench bench(spec);
  CHECK(bench.read(0, 100, 100) == 104);
  CHECK(bench.write(kSameBank, 100, 100) == 108);
  CHECK(bench.channel.last_command_fs() == 104 * kNs);
  CHECK(bench.channel.use() == MemoryUse{0, 0, 0, 0, 8 * kNs});
}

}  // namespace mho
