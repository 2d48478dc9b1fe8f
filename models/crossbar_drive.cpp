// Inputs -> what drives the rows, in the formats whose levels are more than slices of the input:
// analog accumulation, pulses, complements. Plain loops over rows; the products behind them cost
// `columns` times as much.
#include <cstdlib>

#include "models/crossbar_kernel.hpp"
#include "models/crossbar_layout.hpp"

namespace mho {

namespace {

/// What is driven in one phase.
std::int32_t driven_input(const MvmFormat& f, std::int32_t input, int phase) {
  if (f.phases() == 1) return input + f.input_offset();
  return (input < 0) == (phase == 1) ? std::abs(input) : 0;
}

/// A driven row in one pass.
struct Drive {
  std::int32_t level = 0;
  std::int64_t noise = 0;   ///< weight of its cells' read-noise variance
  std::int32_t energy = 0;  ///< sum of squared codes, of codes of pulses
};

/// Adds one slice's code, which counts for code << shift.
void add_slice(const MvmFormat& f, std::int32_t code, int shift, Drive& drive) {
  drive.level += code << shift;
  drive.noise += noise_weight(f, code) << (2 * shift);
  drive.energy += f.input == InputDrive::voltage ? code * code : code;
}

}  // namespace

void drive_rows(KernelJob& job, const DrivePass& pass) {
  const ProgrammedArray& array = *job.driven;
  const MvmFormat& f = array.format;
  const bool analog = f.accumulation == Accumulation::analog;
  const int first_slice = analog ? 0 : pass.slice;
  const int end_slice = analog ? f.input_slices() : pass.slice + 1;
  const int sides = f.rows_per_input();
  const int driven = pass.rows * sides;
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    std::int16_t* codes = job.codes + static_cast<std::int64_t>(item) * job.code_stride;
    std::int16_t* squares = job.squares + static_cast<std::int64_t>(item) * job.code_stride;
    if (driven % 2 == 1) codes[driven] = squares[driven] = 0;
    for (int r = 0; r < pass.rows; ++r) {
      const std::int32_t value = driven_input(f, input[r], pass.phase);
      const std::int32_t bits = job.twos_complement ? value ^ (value >> 31) : value;
      job.magnitudes |= static_cast<std::uint32_t>(f.phases() == 2 ? std::abs(input[r]) : bits);
      for (int side = 0; side < sides; ++side) {
        Drive drive;
        for (int slice = first_slice; slice < end_slice; ++slice) {
          const std::int32_t mask = f.slice_mask(slice);
          const std::int32_t code = (value >> (slice * f.dac_bits)) & mask;
          add_slice(f, side == 0 ? code : mask - code, (slice - first_slice) * f.dac_bits, drive);
        }
        const int row = r * sides + side;
        codes[row] = static_cast<std::int16_t>(drive.level);
        squares[row] = static_cast<std::int16_t>(shifted_weight(drive.noise, job.square_shift));
        if (job.row_squares != nullptr)
          job.row_squares[pass.first_row * sides + row] += drive.energy;
      }
    }
  }
}

}  // namespace mho
