// Random crossbar cases for the sweeps: a format, an array of random weights and a batch of random
// inputs, and the integer product that they should give.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/mvm.hpp"
#include "tests/models/test_cell.hpp"

namespace mho {

struct CrossbarCase {
  MvmFormat format;
  int rows = 0;
  int outputs = 0;
  int items = 0;
  std::vector<std::int32_t> weights;
  std::vector<std::int32_t> inputs;
  std::vector<std::uint32_t> image;
  std::vector<std::uint32_t> position;

  MvmBatch batch() const { return {inputs, image, position}; }
  std::string text() const;
};

/// Case number `index`: all encodings, subtractions, flip, signs, bit widths, and sizes
/// including 1.
CrossbarCase random_case(const Stream& stream, std::uint64_t index);

/// Fills weights and inputs of the given shape with uniform integers of the format's range.
void fill(CrossbarCase& c, const Stream& stream);

/// The exact product, in partial-sum steps: [items][outputs].
std::vector<std::int64_t> integer_product(const CrossbarCase& c);

/// A converter that neither rounds nor clips an exact array's sums.
AdcRange wide_range(const CrossbarCase& c);

/// mvm or mvm_naive from zero.
std::vector<std::int64_t> run(const CrossbarCase& c, const ProgrammedArray& array,
                              const Readout& readout, bool naive, MvmActivity* activity = nullptr,
                              const Stream& noise = Stream(99));

/// The kernel of one instruction set, from zero.
std::vector<std::int64_t> run_on(InstructionSet set, const CrossbarCase& c,
                                 const ProgrammedArray& array, const Readout& readout,
                                 MvmActivity* activity = nullptr);

/// Its weights on cells without errors.
ProgrammedArray exact_array(const CrossbarCase& c);

}  // namespace mho
