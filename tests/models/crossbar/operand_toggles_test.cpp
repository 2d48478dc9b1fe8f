// What operands make toggle, against bits followed one by one through registers.
#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "models/crossbar/operand_toggles.hpp"
#include "sim/base/random.hpp"

namespace mho {
namespace {

MvmFormat format_of(int weight_bits, int column_bits, int input_bits, int slice_bits, int active,
                    bool is_signed) {
  MvmFormat format;
  format.weight_bits = weight_bits;
  format.input_bits = input_bits;
  format.inputs_are_signed = is_signed;
  format.dac_bits = slice_bits;
  format.cell_bits = column_bits;
  format.active_rows = active;
  format.encoding = Encoding::offset;
  format.subtraction = Subtraction::digital;
  format.signed_inputs = SignedInput::offset;
  return with_even_slices(format);
}

int bit(std::int32_t value, int n) { return static_cast<int>(value >> n & 1); }

struct Product {
  const MvmFormat& format;
  int rows, outputs;
  const std::vector<std::int32_t>&weights, inputs;

  bool slice_changes(int n, int slice) const {
    for (int b = slice * format.dac_bits; b < (slice + 1) * format.dac_bits; ++b)
      if (line(n, b) != before(n, b)) return true;
    return false;
  }
  /// The line of an input's bit: an MVM begins with zeros, then the highest slice comes.
  int line(int n, int b) const { return b < format.input_bits ? bit(inputs[n], b) : 0; }
  int before(int n, int b) const { return line(n, b + format.dac_bits); }
};

/// Plain loops over slices, weights and bits.
MvmActivity followed(const Product& p) {
  MvmActivity found;
  const MvmFormat& f = p.format;
  const int columns = f.cell_columns(1);
  for (int n = 0; n < p.rows; ++n) {
    for (int b = 0; b < f.input_bits; ++b) found.input_toggles += bit(p.inputs[n], b);
    for (int o = 0; o < p.outputs; ++o)
      for (int c = 0; c < columns; ++c) {
        bool is_there = false;
        for (int w = c * f.cell_bits; w < std::min((c + 1) * f.cell_bits, f.weight_bits); ++w) {
          const int held = bit(p.weights[o * p.rows + n], w);
          is_there = is_there || held == 1;
          for (int b = 0; b < f.input_bits; ++b)
            found.product_toggles += (p.line(n, b) & held) != (p.before(n, b) & held);
        }
        if (!is_there) continue;
        if (p.inputs[n] != 0) ++found.nonzero_products;
        for (int s = 0; s < f.input_slices(); ++s) found.changed_products += p.slice_changes(n, s);
      }
  }
  for (int first = 0; first < p.rows; first += f.active_rows)
    for (int s = 0; s < f.input_slices(); ++s) {
      bool any = false;
      for (int n = first; n < std::min(p.rows, first + f.active_rows); ++n)
        any = any || p.slice_changes(n, s);
      if (any) found.changed_sums += f.cell_columns(p.outputs);
    }
  return found;
}

TEST_CASE("toggles of operands are those of bits followed one by one") {
  const int rows = 37, outputs = 5;
  for (const bool is_signed : {false, true})
    for (const int slice : {1, 2, 3, 8})
      for (const int column : {4, 8})
        for (const int active : {8, rows}) {
          const MvmFormat format = format_of(8, column, 8, slice, active, is_signed);
          std::vector<std::int32_t> weights(rows * outputs), inputs(rows);
          const Stream stream(static_cast<std::uint64_t>(slice));
          stream.child(0).integers(0, 255, weights);
          stream.child(1).integers(0, is_signed ? 255 : 256, inputs);
          for (std::int32_t& weight : weights) weight -= 127;
          if (is_signed)
            for (std::int32_t& input : inputs) input -= 127;
          for (int n = 0; n < rows; n += 3) inputs[n] = 0;
          for (std::size_t n = 0; n < weights.size(); n += 2) weights[n] = 0;
          MvmActivity counted;
          OperandToggles(format, rows, outputs, weights).add(inputs, counted);
          INFO(is_signed << ' ' << slice << ' ' << column << ' ' << active);
          CHECK(counted == followed({format, rows, outputs, weights, inputs}));
        }
}

TEST_CASE("random operands toggle a quarter of the partial products, zeros none") {
  const int rows = 256, outputs = 16;
  const MvmFormat format = format_of(8, 8, 8, 2, rows, false);
  std::vector<std::int32_t> weights(rows * outputs), inputs(rows);
  Stream(1).child(0).integers(0, 256, weights);
  Stream(1).child(1).integers(0, 256, inputs);
  for (std::int32_t& weight : weights) weight -= 128;
  const OperandToggles toggles(format, rows, outputs, weights);
  MvmActivity random, nothing;
  toggles.add(inputs, random);
  const double partial_products = 1.0 * rows * outputs * 8 * 8;
  // 2048 input bits: a standard error of 1 / (2 sqrt(2048)), relative 2.2 %; weights add 0.4 %.
  CHECK(static_cast<double>(random.product_toggles) / partial_products ==
        Approx(0.25).epsilon(3 * 0.023));
  toggles.add(std::vector<std::int32_t>(rows, 0), nothing);
  CHECK(nothing == MvmActivity{});
}

}  // namespace
}  // namespace mho
