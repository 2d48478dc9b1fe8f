// Inputs -> what drives the rows, in the formats whose levels are more than slices of the input:
// analog accumulation, pulses, complements, drivers that err, powers of the voltage. Plain loops
// over rows; the products behind them cost `columns` times as much.
#include <algorithm>
#include <cstdlib>

#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/kernel/layout.hpp"

namespace mho {

namespace {

/// One side of an input in one pass.
struct Drive {
  std::int64_t noise = 0;   ///< weight of its cells' read-noise variance
  std::int32_t energy = 0;  ///< sum of squared codes, of lengths of pulses
};

/// Adds the levels of one slice, which count << shift, to those of the driver's terms.
void add_slice(const ProgrammedArray& array, int driver, std::int32_t code, int shift,
               std::int16_t* levels, Drive& drive) {
  const MvmFormat& f = array.format;
  for (int term = 0; term < array.drive.terms; ++term)
    levels[term] = static_cast<std::int16_t>(
        levels[term] + array.drive.level(f, driver, term, code) * (1 << shift));
  drive.noise += noise_weight(f, code) << (2 * shift);
  drive.energy += f.input == InputDrive::voltage ? code * code : std::abs(code);
}

/// Fills the driven rows of one input of one item; `driver` is the first of its sides.
void drive_input(KernelJob& job, const DrivePass& pass, std::int32_t value, int driver,
                 std::int16_t* codes, std::int16_t* squares) {
  const ProgrammedArray& array = *job.driven;
  const MvmFormat& f = array.format;
  const int first_slice = pass.slice * f.slices_at_once();
  const int end_slice = first_slice + f.drives_of(pass.slice);
  const int terms = array.drive.terms;
  std::fill_n(codes, f.rows_per_input() * terms, std::int16_t{0});
  std::fill_n(squares, f.rows_per_input() * terms, std::int16_t{0});
  for (int side = 0; side < f.rows_per_input(); ++side) {
    Drive drive;
    for (int slice = first_slice; slice < end_slice; ++slice) {
      const std::int32_t code = f.dac_code(value, slice);
      add_slice(array, driver + side, side == 0 ? code : f.slice_mask(slice) - code,
                (slice - first_slice) * f.dac_bits, codes + side * terms, drive);
    }
    // Read noise goes with the first term.
    squares[side * terms] =
        static_cast<std::int16_t>(shifted_weight(drive.noise, job.square_shift));
    if (job.row_squares != nullptr) job.row_squares[driver + side] += drive.energy;
  }
}

}  // namespace

void drive_rows(KernelJob& job, const DrivePass& pass) {
  const MvmFormat& f = job.driven->format;
  const int sides = f.rows_per_input();
  const int driven = pass.rows * job.driven_per_input;
  for (int item = 0; item < job.items; ++item) {
    const std::int32_t* input =
        job.inputs + static_cast<std::int64_t>(item) * job.rows + pass.first_row;
    std::int16_t* codes = job.codes + static_cast<std::int64_t>(item) * job.code_stride;
    std::int16_t* squares = job.squares + static_cast<std::int64_t>(item) * job.code_stride;
    if (driven % 2 == 1) codes[driven] = squares[driven] = 0;
    for (int r = 0; r < pass.rows; ++r) {
      const std::int32_t value = f.driven(input[r], pass.polarity);
      const std::int32_t bits = job.twos_complement ? value ^ (value >> 31) : value;
      const bool by_sign = f.input_polarities() == 2 || f.drives_signs();
      job.magnitudes |= static_cast<std::uint32_t>(by_sign ? std::abs(input[r]) : bits);
      drive_input(job, pass, value, (pass.first_row + r) * sides, codes + r * job.driven_per_input,
                  squares + r * job.driven_per_input);
    }
  }
}

}  // namespace mho
