#include "sim/chip/macro_spec.hpp"

#include <algorithm>
#include <bit>

#include "sim/chip/components/widths.hpp"

namespace mho {

namespace {

/// What a macro computes with, in the order of the alternatives.
enum class Arithmetic { analog, digital };

}  // namespace

void MacroSpec::fields(Fields& f) {
  auto arithmetic = static_cast<Arithmetic>(circuits.index());
  f.choice("arithmetic", arithmetic,
           {{"analog", "currents or charges add up in a column and are converted"},
            {"digital", "an adder tree adds up a column's products: exact integers"}},
           "What the macro computes with.", Presence::optional);
  if (arithmetic == Arithmetic::analog && !analog()) circuits.emplace<AnalogMacroSpec>();
  if (arithmetic == Arithmetic::digital && !digital()) circuits.emplace<DigitalMacroSpec>();
  f.integer("rows", rows, {1, 8192}, "Rows of the array; analog: each has a DAC.");
  f.integer("columns", columns, {1, 8192},
            "Physical columns of cells; digital: columns of weights.");
  f.integer("active_rows", active_rows, {0, 8192},
            "Rows that conduct at once; more rows take turns; 0: all rows.", Presence::optional);
  if (active_rows == 0) active_rows = rows;
  f.rule(active_rows <= rows, "active_rows",
         "is " + std::to_string(active_rows) + ", but there are " + std::to_string(rows) +
             " rows; allowed: at most as many, or 0 for all of them");
  f.kind("cell", cell, cell_kinds(), "The memory cell; digital: of one bit of a weight.");
  if (f.documents() && !analog()) AnalogMacroSpec().fields(f, *this);
  std::visit([&](auto& own) { own.fields(f, *this); }, circuits);
  if (f.documents() && !digital()) DigitalMacroSpec().fields(f, *this);
  f.section(
      "lines", lines,
      "Decoder and driver of a row or column of cells, with which it is written; one for each. "
      "Absent: in the cells' area.");
  f.integer("register_bits", register_bits, {1, 16},
            "Bits of an input that the input register holds, for each active row.",
            Presence::optional);
  f.section("input_register", input_register,
            "Holds the inputs; action: one bit written and read.");
  f.section("output_register", output_register,
            "Holds partial sums; action: one written and read.");
  if (analog()) analog()->rules(f, *this);
}

MvmFormat MacroSpec::format(int weight_bits, int input_bits, bool is_signed) const {
  return std::visit(
      [&](const auto& own) { return own.format(*this, weight_bits, input_bits, is_signed); },
      circuits);
}

int MacroSpec::sum_bits() const {
  if (digital()) return digital()->sum_bits(*this);
  const int cell_bits = std::bit_width(static_cast<unsigned>(cell->levels())) - 1;
  return std::min(kPartialSumBits,
                  analog()->code_sum_bits(*this) +
                      std::max(0, kActivationBits - cell_bits * analog()->summed_slices));
}

int MacroSpec::sums() const {
  if (!analog()) return columns;
  const int at_once = analog()->active_columns / analog()->columns_per_conversion();
  return at_once > 0 ? at_once : analog()->converted_columns(*this) / analog()->weight_copies;
}

}  // namespace mho
