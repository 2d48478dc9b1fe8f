// Random cases, their exact products, and calls of both kernels.
#include "tests/models/crossbar/crossbar_case.hpp"

#include <algorithm>
#include <sstream>

namespace mho {

std::string CrossbarCase::text() const {
  std::ostringstream out;
  out << "weights " << format.weight_bits << "b, inputs "
      << (format.inputs_are_signed ? "signed " : "") << format.input_bits << "b, cell "
      << format.cell_bits << "b, dac " << format.dac_bits << "b, active " << format.active_rows
      << ", rows " << rows << ", outputs " << outputs << ", items " << items << ", encoding "
      << static_cast<int>(format.encoding)
      << (format.subtraction == Subtraction::digital ? ", digital" : ", analog")
      << (format.flip ? ", flip" : "") << (format.two_sided ? ", two-sided" : "")
      << (format.unit_column ? ", unit column" : "") << ", " << format.devices << " devices"
      << ", signed input " << static_cast<int>(format.signed_inputs) << ", input "
      << static_cast<int>(format.input)
      << (format.columns_at_once > 0
              ? ", columns in turns of " + std::to_string(format.columns_at_once)
              : "")
      << ", " << format.summed_slices << " slices summed, " << format.weight_copies << " copies"
      << (format.accumulation == Accumulation::analog ? ", analog accumulation of " : "")
      << (format.accumulation == Accumulation::analog ? std::to_string(format.slices_at_once())
                                                      : "");
  return out.str();
}

void fill(CrossbarCase& c, const Stream& stream) {
  const int weight_limit = std::max(1, (1 << (c.format.weight_bits - 1)) - 1);
  c.weights.resize(static_cast<std::size_t>(c.rows) * c.outputs);
  stream.child(1).integers(0, 2 * weight_limit + 1, c.weights);
  for (auto& w : c.weights) w -= weight_limit;
  const int magnitude = (1 << (c.format.input_bits - (c.format.inputs_are_signed ? 1 : 0))) - 1;
  c.inputs.resize(static_cast<std::size_t>(c.rows) * c.items);
  const int span = c.format.inputs_are_signed ? 2 * magnitude + 1 : magnitude + 1;
  stream.child(2).integers(0, static_cast<std::uint32_t>(span), c.inputs);
  if (c.format.inputs_are_signed)
    for (auto& x : c.inputs) x -= magnitude;
  c.image.resize(c.items);
  c.position.resize(c.items);
  for (int i = 0; i < c.items; ++i) {
    c.image[i] = static_cast<std::uint32_t>(i / 5);
    c.position[i] = static_cast<std::uint32_t>(7 * i % 11);
  }
}

namespace {

/// Makes of a format whose numbers are drawn one that has no conflict, by what it allows.
void settle(MvmFormat& f) {
  const bool binary = f.encoding == Encoding::xnor || f.encoding == Encoding::xnor_cell;
  if (binary) f.weight_bits = f.cell_bits = 1;
  if (f.weight_bits == 1 && !binary) f.encoding = Encoding::differential;
  if (f.encoding == Encoding::xnor_cell) f.subtraction = Subtraction::analog;
  if (f.encoding != Encoding::offset) f.flip = f.unit_column = false;
  if (f.flip) f.unit_column = false;
  if (f.encoding != Encoding::differential) f.two_sided = false;
  if (f.signs_by(SignedInput::twos_complement)) {
    f.dac_bits = 1;
    f.accumulation = Accumulation::digital;
  }
  if (f.drives_signs() && !f.signed_conversion()) f.signed_inputs = SignedInput::two_phase;
  if (f.accumulation == Accumulation::analog) f.input_bits = std::min(f.input_bits, 12);
}

}  // namespace

CrossbarCase random_case(const Stream& stream, std::uint64_t index) {
  const Stream own = stream.child(index);
  auto draw = [&own, n = std::uint64_t{0}](int low, int high) mutable {
    std::int32_t value = 0;
    own.integers(n++, static_cast<std::uint32_t>(high - low + 1), {&value, 1});
    return low + value;
  };
  CrossbarCase c;
  c.format.weight_bits = draw(1, 16);
  c.format.inputs_are_signed = draw(0, 1) == 1;
  c.format.input_bits = draw(c.format.inputs_are_signed ? 2 : 1, 16);
  c.format.cell_bits = draw(1, 8);
  c.format.dac_bits = draw(1, 8);
  c.format.encoding = static_cast<Encoding>(draw(0, 4));
  c.format.subtraction = draw(0, 1) == 1 ? Subtraction::digital : Subtraction::analog;
  c.format.flip = draw(0, 1) == 1;
  c.format.two_sided = draw(0, 1) == 1;
  c.format.unit_column = draw(0, 1) == 1;
  c.format.devices = draw(0, 2) == 0 ? draw(2, 5) : 1;
  c.format.signed_inputs = static_cast<SignedInput>(draw(0, 3));
  c.format.input = static_cast<InputDrive>(draw(0, 2));
  c.format.accumulation = draw(0, 2) == 0 ? Accumulation::analog : Accumulation::digital;
  settle(c.format);
  const int sizes[] = {1, 2, 3, 16, 17, 25, 32, 33, 64, 70};
  c.rows = sizes[draw(0, 9)];
  c.outputs = sizes[draw(0, 9)];
  const int items[] = {1, 2, 3, 4, 5, 7, 9, 35};
  c.items = items[draw(0, 7)];
  c.format.active_rows = draw(0, 2) == 0 ? draw(1, c.rows) : c.rows + draw(0, 3);
  // Groups of accumulated slices, of which the last may be shorter.
  if (c.format.accumulation == Accumulation::analog) c.format.accumulated_slices = draw(0, 4);
  c.format.columns_at_once = draw(0, 3) == 0 ? draw(1, 9) : 0;
  const bool sums = c.format.encoding == Encoding::differential ||
                    (c.format.encoding == Encoding::offset && !c.format.flip);
  if (sums && draw(0, 2) == 0)
    c.format.summed_slices = std::min(draw(2, 4), kMostSummedBits / c.format.cell_bits);
  if (c.format.accumulation == Accumulation::digital && c.format.columns_at_once == 0)
    c.format.weight_copies = draw(1, 3);
  fill(c, own.child(1));
  return c;
}

std::vector<std::int64_t> integer_product(const CrossbarCase& c) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(c.items) * c.outputs, 0);
  for (int i = 0; i < c.items; ++i)
    for (int o = 0; o < c.outputs; ++o)
      for (int r = 0; r < c.rows; ++r)
        sums[static_cast<std::size_t>(i) * c.outputs + o] +=
            (std::int64_t{1} << kPartialSumFraction) *
            c.weights[static_cast<std::size_t>(o) * c.rows + r] *
            c.inputs[static_cast<std::size_t>(i) * c.rows + r];
  return sums;
}

AdcRange wide_range(const CrossbarCase& c) {
  const std::int32_t largest = c.rows * c.format.full_level() * c.format.largest_code();
  return {1 << kPartialSumFraction, c.format.signed_conversion() ? -largest : 0, largest};
}

std::vector<std::int64_t> run(const CrossbarCase& c, const ProgrammedArray& array,
                              const Readout& readout, bool naive, MvmActivity* activity,
                              const Stream& noise) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(c.items) * c.outputs, 0);
  (naive ? mvm_naive : mvm)(array, readout, c.batch(), noise, sums, activity, {});
  return sums;
}

std::vector<std::int64_t> run_on(InstructionSet set, const CrossbarCase& c,
                                 const ProgrammedArray& array, const Readout& readout,
                                 MvmActivity* activity) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(c.items) * c.outputs, 0);
  mvm_on(set, array, readout, c.batch(), Stream(4), sums, activity);
  return sums;
}

ProgrammedArray exact_array(const CrossbarCase& c) {
  return program_array(c.format, exact_cell(c.format.cell_bits), c.rows, c.outputs, c.weights,
                       Stream(1));
}

}  // namespace mho
