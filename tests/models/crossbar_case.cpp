// Random cases, their exact products, and calls of both kernels.
#include "tests/models/crossbar_case.hpp"

#include <sstream>

namespace mho {

std::string CrossbarCase::text() const {
  std::ostringstream out;
  out << "weights " << format.weight_bits << "b, inputs " << (format.signed_inputs ? "signed " : "")
      << format.input_bits << "b, cell " << format.cell_bits << "b, dac " << format.dac_bits
      << "b, active " << format.active_rows << ", rows " << rows << ", outputs " << outputs
      << ", items " << items
      << (format.encoding == Encoding::offset ? ", offset" : ", differential")
      << (format.subtraction == Subtraction::digital ? ", digital" : ", analog")
      << (format.flip ? ", flip" : "");
  return out.str();
}

void fill(CrossbarCase& c, const Stream& stream) {
  const int weight_limit = (1 << (c.format.weight_bits - 1)) - 1;
  c.weights.resize(static_cast<std::size_t>(c.rows) * c.outputs);
  stream.child(1).integers(0, 2 * weight_limit + 1, c.weights);
  for (auto& w : c.weights) w -= weight_limit;
  const int magnitude = (1 << c.format.magnitude_input_bits()) - 1;
  c.inputs.resize(static_cast<std::size_t>(c.rows) * c.items);
  const int span = c.format.signed_inputs ? 2 * magnitude + 1 : magnitude + 1;
  stream.child(2).integers(0, static_cast<std::uint32_t>(span), c.inputs);
  if (c.format.signed_inputs)
    for (auto& x : c.inputs) x -= magnitude;
  c.image.resize(c.items);
  c.position.resize(c.items);
  for (int i = 0; i < c.items; ++i) {
    c.image[i] = static_cast<std::uint32_t>(i / 5);
    c.position[i] = static_cast<std::uint32_t>(7 * i % 11);
  }
}

CrossbarCase random_case(const Stream& stream, std::uint64_t index) {
  const Stream own = stream.child(index);
  auto draw = [&own, n = std::uint64_t{0}](int low, int high) mutable {
    std::int32_t value = 0;
    own.integers(n++, static_cast<std::uint32_t>(high - low + 1), {&value, 1});
    return low + value;
  };
  CrossbarCase c;
  c.format.weight_bits = draw(2, 16);
  c.format.signed_inputs = draw(0, 1) == 1;
  c.format.input_bits = draw(c.format.signed_inputs ? 2 : 1, 16);
  c.format.cell_bits = draw(1, 8);
  c.format.dac_bits = draw(1, 8);
  c.format.encoding = draw(0, 1) == 1 ? Encoding::offset : Encoding::differential;
  c.format.subtraction = draw(0, 1) == 1 ? Subtraction::digital : Subtraction::analog;
  c.format.flip = c.format.encoding == Encoding::offset && draw(0, 1) == 1;
  const int sizes[] = {1, 2, 3, 16, 17, 25, 32, 33, 64, 70};
  c.rows = sizes[draw(0, 9)];
  c.outputs = sizes[draw(0, 9)];
  const int items[] = {1, 2, 3, 4, 5, 7, 9, 35};
  c.items = items[draw(0, 7)];
  c.format.active_rows = draw(0, 2) == 0 ? draw(1, c.rows) : c.rows + draw(0, 3);
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
  const std::int32_t largest =
      c.rows * ((1 << c.format.cell_bits) - 1) * ((1 << c.format.dac_bits) - 1);
  return {1 << kPartialSumFraction, c.format.signed_conversion() ? -largest : 0, largest};
}

std::vector<std::int64_t> run(const CrossbarCase& c, const ProgrammedArray& array,
                              const Readout& readout, bool naive, MvmActivity* activity,
                              const Stream& noise) {
  std::vector<std::int64_t> sums(static_cast<std::size_t>(c.items) * c.outputs, 0);
  (naive ? mvm_naive : mvm)(array, readout, c.batch(), noise, sums, activity);
  return sums;
}

}  // namespace mho
