#include "models/crossbar/operand_toggles.hpp"

#include <algorithm>
#include <bit>

#include "sim/base/error.hpp"

namespace mho {

namespace {

std::uint32_t low_bits(int count) { return (std::uint32_t{1} << count) - 1; }

}  // namespace

OperandToggles::OperandToggles(const MvmFormat& format, int rows, int outputs,
                               std::span<const std::int32_t> weights)
    : floats_(format.floats),
      slice_bits_(format.dac_bits),
      active_rows_(format.active_rows),
      columns_(format.cell_columns(outputs)),
      input_mask_(low_bits(format.input_bits)),
      rows_(static_cast<std::size_t>(rows)) {
  require(weights.size() == rows_.size() * static_cast<std::size_t>(outputs),
          "OperandToggles: not rows x outputs weights");
  std::vector<std::int32_t> mantissas;
  if (floats_.mantissa_bits > 0) {
    mantissas = aligned(weights, rows, active_rows_, floats_, Exponent::dropped);
    weights = mantissas;
  }
  for (int bit = 0; bit < format.input_bits; bit += slice_bits_)
    slice_ends_ |= std::uint32_t{1} << bit;
  const std::uint32_t mask = low_bits(format.weight_bits);
  const std::uint32_t slice = low_bits(format.cell_bits);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    Row& row = rows_[i % rows_.size()];
    const std::uint32_t bits = static_cast<std::uint32_t>(weights[i]) & mask;
    row.ones += std::popcount(bits);
    for (int low = 0; low < format.weight_bits; low += format.cell_bits)
      if ((bits >> low & slice) != 0) ++row.nonzero;
  }
}

void OperandToggles::add(std::span<const std::int32_t> inputs, MvmActivity& activity) const {
  const std::size_t rows = rows_.size();
  require(inputs.size() % rows == 0, "OperandToggles: inputs are not of whole vectors");
  if (floats_.mantissa_bits == 0) return add_integers(inputs, activity);
  add_integers(aligned(inputs, static_cast<int>(rows), active_rows_, floats_, Exponent::dropped),
               activity);
}

void OperandToggles::add_integers(std::span<const std::int32_t> inputs,
                                  MvmActivity& activity) const {
  const std::size_t rows = rows_.size();
  for (std::size_t item = 0; item < inputs.size(); item += rows)
    for (std::size_t first = 0; first < rows; first += static_cast<std::size_t>(active_rows_))
      add_group(inputs.subspan(item, rows), first, activity);
}

void OperandToggles::add_group(std::span<const std::int32_t> inputs, std::size_t first,
                               MvmActivity& activity) const {
  const std::size_t end = std::min(rows_.size(), first + static_cast<std::size_t>(active_rows_));
  std::uint32_t any = 0;
  for (std::size_t n = first; n < end; ++n) {
    const std::uint32_t input = static_cast<std::uint32_t>(inputs[n]) & input_mask_;
    if (input == 0) continue;
    const Row& row = rows_[n];
    const std::uint32_t toggles = input ^ input >> slice_bits_;
    any |= toggles;
    activity.product_toggles += std::int64_t{std::popcount(toggles)} * row.ones;
    activity.changed_products += std::int64_t{slices_in(toggles)} * row.nonzero;
    activity.nonzero_products += row.nonzero;
    activity.input_toggles += std::popcount(input);
  }
  activity.changed_sums += std::int64_t{slices_in(any)} * columns_;
}

int OperandToggles::slices_in(std::uint32_t bits) const {
  std::uint32_t slices = bits;
  for (int shift = 1; shift < slice_bits_; ++shift) slices |= bits >> shift;
  return std::popcount(slices & slice_ends_);
}

}  // namespace mho
