// Which formats there are.
#include "models/crossbar/mvm_format.hpp"

namespace mho {

namespace {

std::string outside(const char* name, int value, int low, int high) {
  if (value >= low && value <= high) return {};
  return std::string(name) + " " + std::to_string(value) + "; allowed: " + std::to_string(low) +
         " to " + std::to_string(high);
}

bool is_offset(const MvmFormat& f) { return f.encoding == Encoding::offset; }
bool is_differential(const MvmFormat& f) { return f.encoding == Encoding::differential; }
bool is_xnor(const MvmFormat& f) { return f.encoding == Encoding::xnor; }
bool is_binary(const MvmFormat& f) { return is_xnor(f) || f.encoding == Encoding::xnor_cell; }

std::string macro_conflict(const MvmFormat& format) {
  for (const MacroRule& rule : macro_rules())
    if (rule.is_broken(format)) return std::string(rule.key) + ": " + rule.message;
  return {};
}

std::string weight_conflict(const MvmFormat& f) {
  const std::string name = is_xnor(f) ? "xnor" : "xnor_cell";
  if (is_binary(f) && f.weight_bits != 1)
    return "encoding " + name + " takes weights of 1 bit, not " + std::to_string(f.weight_bits) +
           "; allowed with more: differential, offset, twos_complement";
  if (is_binary(f) && f.cell_bits != 1) return "encoding " + name + " takes cells of 2 levels";
  if (f.weight_bits == 1 && !is_differential(f) && !is_binary(f))
    return "weights of 1 bit (-1 and 1) take encoding xnor, xnor_cell or differential";
  if (f.summed_slices > 1 && f.summed_slices * f.cell_bits > kMostSummedBits)
    return std::to_string(f.summed_slices) + " summed slices of " + std::to_string(f.cell_bits) +
           " bits; allowed: up to " + std::to_string(kMostSummedBits) + " bits together";
  return {};
}

std::string input_conflict(const MvmFormat& f) {
  if (f.accumulation == Accumulation::analog && f.code_bits() > 15)
    return "analog accumulation takes up to 15 input bits at once (16 with the sign in two phases)";
  return {};
}

}  // namespace

const std::vector<MacroRule>& macro_rules() {
  using Format = const MvmFormat&;
  static const std::vector<MacroRule> rules{
      {"flip", [](Format f) { return f.flip && !is_offset(f); }, "needs encoding: offset"},
      {"two_sided", [](Format f) { return f.two_sided && !is_differential(f); },
       "needs encoding: differential"},
      {"unit_column", [](Format f) { return f.unit_column && (!is_offset(f) || f.flip); },
       "needs encoding: offset, without flip"},
      {"summed_slices",
       [](Format f) {
         return f.summed_slices > 1 && !is_differential(f) && (!is_offset(f) || f.flip);
       },
       "needs encoding: differential, or offset without flip"},
      {"weight_copies",
       [](Format f) { return f.weight_copies > 1 && f.zero_skipping != ZeroSkipping::none; },
       "above 1 needs zero_skipping: none"},
      {"weight_copies",
       [](Format f) { return f.weight_copies > 1 && f.accumulation == Accumulation::analog; },
       "above 1 needs accumulation: digital, of slices that are converted at once"},
      {"weight_copies", [](Format f) { return f.weight_copies > 1 && f.columns_at_once > 0; },
       "above 1 needs all columns at once; allowed: active_columns: 0"},
      {"active_columns",
       [](Format f) { return f.columns_at_once > 0 && f.zero_skipping != ZeroSkipping::none; },
       "columns that take turns need zero_skipping: none"},
      {"zero_skipping",
       [](Format f) { return is_xnor(f) && f.zero_skipping != ZeroSkipping::none; },
       "xnor drives the complement of a zero; allowed with it: none"},
      {"zero_skipping", [](Format f) { return f.flip && f.zero_skipping == ZeroSkipping::row; },
       "a flipped column belongs to one row group; allowed with flip: none, slice"},
      {"signed_inputs",
       [](Format f) { return f.signs_by(SignedInput::twos_complement) && f.dac_bits != 1; },
       "twos_complement needs dac.bits: 1; allowed with more: two_phase, offset"},
      {"signed_inputs",
       [](Format f) {
         return f.signs_by(SignedInput::twos_complement) && f.accumulation == Accumulation::analog;
       },
       "twos_complement needs accumulation: digital; allowed with analog: two_phase, offset"},
      {"signed_inputs", [](Format f) { return f.drives_signs() && !f.signed_conversion(); },
       "row_pair makes sums of both signs; allowed with it: encoding: xnor_cell, or differential "
       "with subtraction: analog"}};
  return rules;
}

MvmFormat with_even_slices(MvmFormat format) {
  // What adds slices has the weights of the cells' own bits.
  if (format.summed_slices > 1) return format;
  const int slices = format.magnitude_slices();
  format.cell_bits = ceil_divide(format.stored_bits(), slices);
  return format;
}

std::string MvmFormat::conflict() const {
  const std::string problems[] = {
      outside("weight bits", weight_bits, 1, 16),
      outside("input bits", input_bits, inputs_are_signed ? 2 : 1, 16),
      outside("cell bits", cell_bits, 1, 8),
      outside("DAC bits", dac_bits, 1, 8),
      outside("active rows", active_rows, 1, 1 << 20),
      outside("devices per weight", devices, 1, 64),
      outside("summed slices", summed_slices, 1, kMostSummedBits),
      outside("weight copies", weight_copies, 1, 8),
      weight_conflict(*this),
      macro_conflict(*this),
      input_conflict(*this),
  };
  for (const std::string& problem : problems)
    if (!problem.empty()) return problem;
  return {};
}

}  // namespace mho
