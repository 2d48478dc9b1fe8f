// The off-chip port with our own memory: times of whole transfers by hand, counts, bandwidth.
#include <catch2/catch.hpp>

#include "sim/base/random.hpp"
#include "tests/engine/off_chip/off_chip_bench.hpp"

namespace mho {
namespace {

constexpr std::int64_t kFirst = 14 + 15;  ///< ns from a request to its first data, closed bank
constexpr std::int64_t kBurst = 4;
constexpr std::int64_t kLatency = 20;

/// Ends of three requests to one bank, of which the first and the last want the same row.
std::map<int, std::int64_t> conflict_first(MemoryQueue queue) {
  DramSpec spec = small_dram();
  spec.queue = queue;
  spec.request_bytes = 8;
  OffChipBench bench(spec);
  bench.read(1, 0, 8);
  bench.read(2, 256, 8);
  bench.read(3, 8, 8);
  sc_core::sc_start();
  return bench.done_ns;
}

}  // namespace

TEST_CASE("one burst takes activate, column access, burst and latency") {
  OffChipBench bench(small_dram());
  bench.read(1, 8, 8, 3);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == kFirst + kBurst + kLatency);
  const ActionCounts& counts = bench.tally.of(3, -1);
  CHECK(counts[Action::off_chip_read_bit] == 64);
  CHECK(counts[Action::off_chip_write_bit] == 0);
  CHECK(counts[Action::off_chip_link_bit] == 64);
  CHECK(counts[Action::off_chip_activate] == 1);
  CHECK(bench.port.open() == 0);
  CHECK(bench.port.use().busy_fs == bench.done_ns[1] * kNs);
}

TEST_CASE("whole bursts move, whatever the address") {
  OffChipBench bench(small_dram());
  bench.write(1, 7, 2);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == 14 + 10 + 2 * kBurst + kLatency);
  CHECK(bench.tally.of(0, -1)[Action::off_chip_write_bit] == 128);
  CHECK(bench.port.use().bytes_written == 16);
}

TEST_CASE("a stream has the data rate times the width, rows and banks are hidden") {
  OffChipBench bench(small_dram());
  bench.read(1, 0, 512);  // 8 rows: every bank twice
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == kFirst + 64 * kBurst + kLatency);
  CHECK(bench.memory_use() == MemoryUse{56, 4, 4, 0, 64 * kBurst * kNs});
  CHECK(bench.tally.of(0, -1)[Action::off_chip_activate] == 8);
  CHECK(bench.port.use().requests == 8);
}

TEST_CASE("one request in flight pays the latency of each") {
  DramSpec spec = small_dram();
  spec.outstanding = 1;
  OffChipBench bench(spec);
  bench.read(1, 0, 512);
  sc_core::sc_start();
  const std::int64_t request = kFirst + 8 * kBurst + kLatency;
  CHECK(bench.done_ns[1] == 8 * request + 4 * 13);  // four find another row open
}

TEST_CASE("two requesters share the memory in the order of asking") {
  OffChipBench bench(small_dram());
  bench.read(1, 0, 256, 1);
  bench.read(2, 256, 256, 2);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == kFirst + 32 * kBurst + kLatency);
  CHECK(bench.done_ns[2] == kFirst + 64 * kBurst + kLatency);
  for (const int layer : {1, 2}) {
    CHECK(bench.tally.of(layer, -1)[Action::off_chip_read_bit] == 256 * 8);
    CHECK(bench.tally.of(layer, -1)[Action::off_chip_activate] == 4);
  }
  CHECK(bench.port.use().waiting_fs.percentile(0.5) == 0);
  CHECK(bench.port.use().waiting_fs.max() > 0);
}

TEST_CASE("a request to an open row overtakes one to another row") {
  auto done_ns = conflict_first(MemoryQueue::fr_fcfs);
  CHECK(done_ns[3] == kFirst + 2 * kBurst + kLatency);
  CHECK(done_ns[2] == 30 + 13 + kFirst + kBurst + kLatency);
}

TEST_CASE("with an fcfs queue a request to an open row waits for its turn") {
  auto done_ns = conflict_first(MemoryQueue::fcfs);
  CHECK(done_ns[2] == 30 + 13 + kFirst + kBurst + kLatency);
  // The bank must close its row again: t_ras after the activate at 43.
  CHECK(done_ns[3] == 43 + 30 + 13 + kFirst + kBurst + kLatency);
}

TEST_CASE("channels work at the same time on the parts of a request") {
  DramSpec spec = small_dram();
  spec.channels = 2;
  OffChipBench bench(spec);
  bench.read(1, 0, 64);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == kFirst + 4 * kBurst + kLatency);
  CHECK(bench.memory_use().row_misses == 2);
}

TEST_CASE("a saturated memory with refresh gives its bandwidth less the time of the refreshes") {
  DramSpec spec = small_dram();
  spec.banks->timing.t_refi = from_si<Time>(2000e-9);
  spec.outstanding = 8;
  OffChipBench bench(spec);
  constexpr std::int64_t kBytes = 64 * 1024;
  bench.read(1, 0, kBytes);
  sc_core::sc_start();
  const std::int64_t bursts_ns = kBytes / 8 * kBurst;
  const MemoryUse use = bench.memory_use();
  // A refresh stops the bus from the last data before it to the first after it. At least t_rfc,
  // t_rp and the access of a closed bank less the data on the way; at most t_ras on top for a bank
  // that was opened just before.
  const std::int64_t least = 13 + 60 + 14, most = least + 30 + kFirst;
  CHECK(use.refreshes == (bench.done_ns[1] - kLatency) / 2000);
  CHECK(bench.done_ns[1] >= kFirst + bursts_ns + use.refreshes * least + kLatency);
  CHECK(bench.done_ns[1] <= kFirst + bursts_ns + use.refreshes * most + kLatency);
}

TEST_CASE("with simple timing a stream is a latency and its bytes over the bandwidth") {
  DramSpec spec = small_dram();
  spec.timing = MemoryTiming::simple;
  OffChipBench bench(spec);
  bench.read(1, 0, 512);
  bench.write(2, 4096, 64);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == 64 * kBurst + kLatency);
  CHECK(bench.done_ns[2] == 72 * kBurst + kLatency);
  CHECK(bench.tally.of(0, -1)[Action::off_chip_activate] == 0);
}

TEST_CASE("every byte asked for is moved once, and every transfer ends") {
  DramSpec spec = small_dram();
  spec.channels = 3;
  spec.interleave_bytes = 16;
  spec.banks->timing.t_refi = from_si<Time>(1000e-9);
  OffChipBench bench(spec);
  const Stream stream(503);
  constexpr int kTransfers = 500;
  std::int64_t read_bytes = 0, write_bytes = 0, bursts = 0;
  for (int n = 0; n < kTransfers; ++n) {
    std::int32_t draws[3];
    stream.integers(static_cast<std::uint64_t>(n) * 16, 8000, draws);
    const std::int64_t address = std::int64_t{draws[0]} * 8, bytes = (1 + draws[1] / 50) * 8;
    bursts += bytes / 8;
    (draws[2] % 2 == 0 ? read_bytes : write_bytes) += bytes;
    if (draws[2] % 2 == 0)
      bench.read(n, address, bytes, n % 7);
    else
      bench.write(n, address, bytes, n % 7);
  }
  sc_core::sc_start();
  CHECK(bench.done_ns.size() == kTransfers);
  CHECK(bench.port.open() == 0);
  CHECK(bench.port.use().bytes_read == read_bytes);
  CHECK(bench.port.use().bytes_written == write_bytes);
  const MemoryUse use = bench.memory_use();
  CHECK(use.row_hits + use.row_misses + use.row_conflicts == bursts);
  CHECK(use.busy_fs == bursts * kBurst * kNs);
  ActionCounts sum;
  for (int layer = 0; layer < 7; ++layer) sum += bench.tally.of(layer, -1);
  CHECK(sum[Action::off_chip_read_bit] == read_bytes * 8);
  CHECK(sum[Action::off_chip_write_bit] == write_bytes * 8);
  CHECK(sum[Action::off_chip_link_bit] == (read_bytes + write_bytes) * 8);
  CHECK(sum[Action::off_chip_activate] == use.row_misses + use.row_conflicts);
  CHECK(bench.port.use().activates == use.row_misses + use.row_conflicts);
}

}  // namespace mho
