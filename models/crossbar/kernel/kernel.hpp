// The kernel's inner interface: one chunk of items through all passes of one array, as plain
// pointers, because the code behind it is compiled once per instruction set (see
// sim/base/simd.hpp).
#pragma once

#include <cstdint>
#include <span>

#include "models/crossbar/conversion.hpp"
#include "sim/base/instruction_set.hpp"

namespace mho {

/// Items that go through the kernel together: their DAC codes and a tile of cells fit the caches.
inline constexpr int kChunkItems = 36;
/// Room for their words in whole vectors of any width.
inline constexpr int kChunkWords = 48;

/// Single-precision ColumnConversions, [columns_padded] each.
struct NarrowColumns {
  const float* scale = nullptr;
  const float* noise_variance = nullptr;
  const float* floor_variance = nullptr;
  const float* limit = nullptr;
  const float* saturation = nullptr;
  const std::int32_t* table = nullptr;
};

struct Turns;

struct KernelJob {
  // The array (ProgrammedArray; layout in crossbar/kernel/layout.hpp).
  const std::int16_t* conductance = nullptr;
  const std::int8_t* small_cells = nullptr;  ///< instead of conductance where not null
  int small_shift = 0;
  const std::int16_t* variance = nullptr;  ///< null without read noise
  const std::int32_t* column_sign = nullptr;
  int rows = 0;
  int active_rows = 0;
  int columns = 0;
  int columns_padded = 0;
  int input_polarities = 1;
  int input_slices = 1;    ///< converted one by one (MvmFormat::code_slices)
  int dac_bits = 1;        ///< of their codes (MvmFormat::code_bits)
  int magnitude_bits = 1;  ///< of a driven input
  int square_shift = 0;
  std::int32_t input_offset = 0;
  bool twos_complement = false;  ///< the last slice is negative
  int driven_per_input = 1;
  /// Not null: levels are not codes, and drive_rows() finds them.
  const ProgrammedArray* driven = nullptr;

  // The readout (Conversion).
  bool narrow = true;
  bool uniform = true;       ///< `scale` and its company; else the columns' own
  bool early_noise = false;  ///< of the cells, and without a limit of all: drawn under noise_key
  bool late_noise = false;   ///< of column and converter, after a limit: under late_noise_key
  double scale = 0;
  double noise_variance = 0;
  double floor_variance = 0;
  std::int32_t code_min = 0;
  std::int32_t code_max = 0;
  NarrowColumns narrow_columns;                  ///< narrow, not uniform
  const ColumnConversion* columns_of = nullptr;  ///< wide: [columns_padded]
  bool limited = false;
  const float* thresholds = nullptr;  ///< null: rounded
  int threshold_steps = 0;
  int threshold_padding = 0;

  // The chunk.
  int items = 0;  ///< at most kChunkItems, of inputs by row kChunkWords
  const std::int32_t* inputs = nullptr;
  /// 0: inputs are [items][rows]; else [rows][items], rows so many elements apart.
  std::int64_t row_stride = 0;
  const std::uint32_t* image = nullptr;
  const std::uint32_t* position = nullptr;
  std::uint64_t noise_key = 0;
  std::uint64_t late_noise_key = 0;

  /// Not null: around each pass of each turn begin_turn() and end_turn() are called.
  Turns* turns = nullptr;
  int turns_per_slice = 1;  ///< of row groups that are formed at run time

  // Work space for the codes of one pass (bytes with small cells) and their squares:
  // [items][code_stride], or of inputs by row words of two rows (four bytes),
  // [words][kChunkWords].
  int code_stride = 0;
  std::int16_t* codes = nullptr;
  std::int16_t* squares = nullptr;
  std::uint8_t* byte_magnitudes = nullptr;  ///< with small cells; room for a whole vector beyond
  std::int16_t* pair_magnitudes = nullptr;  ///< of inputs by row

  // Results. Of the two accumulators [items][columns_padded] of sign x code << input shift the one
  // that `narrow` says is used; the caller zeroes it.
  std::int32_t* accumulated_32 = nullptr;
  std::int64_t* accumulated_64 = nullptr;
  /// Adds each driven row's squared codes (pulse inputs: codes), summed over items and drives;
  /// [driven rows], with room for a whole vector beyond. May be null.
  std::int32_t* row_squares = nullptr;
  float* column_sums = nullptr;  ///< [items][passes][columns] in units, instead of converting
  double fixed_step = 0;
  std::uint32_t magnitudes = 0;  ///< or of all inputs' magnitudes
};

/// One pass of a chunk: the rows of a group, in one polarity, of one slice.
struct DrivePass {
  int first_row = 0;
  int rows = 0;  ///< inputs
  int polarity = 0;
  int slice = 0;
};

/// Fills the job's codes, squares, row_squares and magnitudes for one pass of any format, in plain
/// loops.
void drive_rows(KernelJob& job, const DrivePass& pass);

/// Says whether any item takes part in a turn of a pass whose codes are in the job, and leaves only
/// its rows driven (crossbar/kernel/turns.hpp).
bool begin_turn(KernelJob& job, const DrivePass& pass, int turn);
/// Takes what the turn accumulated, of pass number `index`, and zeroes the job's accumulators.
void end_turn(KernelJob& job, const DrivePass& pass, int index);

/// Codes of a chunk on their way to sums, where all columns count alike and none is a unit.
struct CodesJob {
  /// Accumulated, [items][columns_padded], and a whole vector more that may be read.
  const std::int32_t* codes = nullptr;
  int items = 0;
  int columns = 0;  ///< outputs, again for each weight slice
  int columns_padded = 0;
  int outputs = 0;
  const std::int32_t* column_shift = nullptr;
  std::int64_t factor = 1;       ///< of a step of codes in sums
  std::int64_t* sums = nullptr;  ///< [items][outputs]: added to
};

/// The kernel on one instruction set.
struct CrossbarKernel {
  void (*run)(KernelJob& job);
  void (*add_codes)(const CodesJob& job);
};
extern const CrossbarKernel crossbar_sse2;
extern const CrossbarKernel crossbar_avx2;
extern const CrossbarKernel crossbar_avx512;
extern const CrossbarKernel crossbar_avx512vnni;

/// mvm on a given instruction set, which the processor must have.
void mvm_on(InstructionSet set, const ProgrammedArray& array, const Readout& readout,
            const MvmBatch& batch, const Stream& noise, std::span<std::int64_t> partial_sums,
            MvmActivity* activity, std::span<PassRecord> passes = {});

}  // namespace mho
