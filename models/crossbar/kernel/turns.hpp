// What depends on the data in the passes of a chunk: items that a pass leaves out because they
// drive nothing (zero skipping), row groups formed of the rows that are not zero, and how long the
// conversions take. Around the kernel's passes, in plain code; used only where there is such a
// thing.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/crossbar/kernel/kernel.hpp"

namespace mho {

struct Turns {
  const ProgrammedArray& array;
  const Readout* readout = nullptr;  ///< null: column sums are wanted, not codes
  MvmActivity* activity = nullptr;   ///< or null
  std::span<PassRecord> records;     ///< of the chunk, [items][passes]; or empty
  std::int32_t* total_32 = nullptr;  ///< where the kernel's accumulators of a turn are added to:
  std::int64_t* total_64 = nullptr;  ///< one of them, [items][columns_padded]

  // Work space.
  std::vector<std::int32_t> turn_of_row = {};  ///< [items][rows of the group]; -1: zero
  std::vector<std::int32_t> rows = {};         ///< [items]: inputs that this turn drives
  std::vector<std::int32_t> codes = {};        ///< of one item's columns, minus code_min
  std::vector<std::uint8_t> all_codes = {};    ///< of all turns, as the job holds them
  std::vector<std::int16_t> all_squares = {};
};

}  // namespace mho
