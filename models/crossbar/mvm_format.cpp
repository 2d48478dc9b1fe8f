// Which formats there are.
#include "models/crossbar/mvm_format.hpp"

namespace mho {

namespace {

std::string outside(const char* name, int value, int low, int high) {
  if (value >= low && value <= high) return {};
  return std::string(name) + " " + std::to_string(value) + "; allowed: " + std::to_string(low) +
         " to " + std::to_string(high);
}

std::string weight_conflict(const MvmFormat& f) {
  const bool differential = f.encoding == Encoding::differential;
  const bool offset = f.encoding == Encoding::offset;
  if (f.encoding == Encoding::xnor && f.weight_bits != 1)
    return "encoding xnor takes weights of 1 bit, not " + std::to_string(f.weight_bits) +
           "; allowed with more: differential, offset, twos_complement";
  if (f.encoding == Encoding::xnor && f.cell_bits != 1)
    return "encoding xnor takes cells of 2 levels";
  if (f.weight_bits == 1 && !differential && f.encoding != Encoding::xnor)
    return "weights of 1 bit (-1 and 1) take encoding xnor or differential";
  if (f.flip && !offset) return "flip needs encoding offset";
  if (f.two_sided && !differential) return "two-sided pairs need encoding differential";
  if (f.flip && f.zero_skipping == ZeroSkipping::row)
    return "a flipped column belongs to one row group, so flip takes zero_skipping none or slice";
  if (f.encoding == Encoding::xnor && f.zero_skipping != ZeroSkipping::none)
    return "encoding xnor drives the complement of a zero, so it takes zero_skipping none";
  if (f.unit_column && (!offset || f.flip)) return "a unit column needs encoding offset, not flip";
  return {};
}

std::string input_conflict(const MvmFormat& f) {
  if (f.signs_by(SignedInput::twos_complement)) {
    if (f.dac_bits != 1) return "two's complement inputs take a DAC of 1 bit";
    if (f.accumulation == Accumulation::analog)
      return "two's complement inputs take digital accumulation; analog accumulation takes "
             "two_phase or offset";
  }
  if (f.accumulation == Accumulation::analog && f.code_bits() > 15)
    return "analog accumulation takes up to 15 input bits at once (16 with the sign in two phases)";
  return {};
}

}  // namespace

std::string MvmFormat::conflict() const {
  const std::string problems[] = {
      outside("weight bits", weight_bits, 1, 16),
      outside("input bits", input_bits, signed_inputs ? 2 : 1, 16),
      outside("cell bits", cell_bits, 1, 8),
      outside("DAC bits", dac_bits, 1, 8),
      outside("active rows", active_rows, 1, 1 << 20),
      outside("devices per weight", devices, 1, 64),
      weight_conflict(*this),
      input_conflict(*this),
  };
  for (const std::string& problem : problems)
    if (!problem.empty()) return problem;
  return {};
}

}  // namespace mho
