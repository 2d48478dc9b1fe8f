// A small chip that reloads what does not fit it.
#pragma once

#include "tests/engine/timed_network.hpp"

namespace mho {

/// A memory of one latency and one bandwidth, 4 bytes a nanosecond in bursts of 16 bytes.
inline DramSpec plain_memory() {
  DramSpec memory;
  memory.name = "plain";
  memory.capacity_bytes = std::int64_t{1} << 30;
  memory.channels = 1;
  memory.width_bits = 32;
  memory.data_rate = from_si<Frequency>(1e9);
  memory.burst_length = 4;
  memory.interleave_bytes = 16;
  memory.request_bytes = 64;
  memory.outstanding = 4;
  memory.latency = from_si<Time>(40e-9);
  memory.timing = MemoryTiming::simple;
  memory.queue = MemoryQueue::fcfs;
  return memory;
}

/// A tile for each array, and a memory from which they are written anew.
inline TimedChip small_reloading_chip(int tiles) {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.tiles = tiles;
  chip.arrays.macros = 1;
  chip.off_chip = plain_memory();
  return chip;
}

}  // namespace mho
