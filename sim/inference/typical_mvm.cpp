#include "sim/inference/typical_mvm.hpp"

#include <algorithm>
#include <cmath>

#include "models/crossbar/operand_toggles.hpp"
#include "sim/base/random.hpp"
#include "sim/chip/macro_problems.hpp"
#include "sim/chip/macro_readout.hpp"

namespace mho {

namespace {

constexpr int kTypicalVectors = 8;
/// Standard deviations at the end of the range.
constexpr float kRange = 3.5f;

/// Normals scaled to integers of at most `largest`.
std::vector<std::int32_t> normal_integers(const Stream& stream, std::size_t count,
                                          std::int32_t largest) {
  std::vector<float> normals(count);
  stream.normals(0, normals);
  std::vector<std::int32_t> integers(count);
  const float scale = static_cast<float>(largest) / kRange;
  for (std::size_t i = 0; i < count; ++i) {
    const auto rounded = static_cast<std::int32_t>(std::lround(normals[i] * scale));
    integers[i] = std::clamp(rounded, -largest, largest);
  }
  return integers;
}

MvmActivity mean_of(const MvmActivity& sum) {
  return sum.with_each(
      [](std::int64_t value) { return (value + kTypicalVectors / 2) / kTypicalVectors; });
}

}  // namespace

TypicalMvm typical_mvm(const TileKind& kind, const MvmFormat& format, int rows, int outputs) {
  const MacroSpec& macro = kind.macro();
  const Stream data = Stream(0).child(Purpose::synthetic_data);
  const std::int32_t weight = std::max(1, (1 << (format.weight_bits - 1)) - 1);
  const std::int32_t input =
      format.inputs_are_signed ? (1 << (format.input_bits - 1)) - 1 : (1 << format.input_bits) - 1;
  std::vector<std::int32_t> inputs = normal_integers(
      data.child(1), static_cast<std::size_t>(kTypicalVectors) * rows, std::max(1, input));
  if (!format.inputs_are_signed)
    for (std::int32_t& value : inputs) value = std::max(value, 0);
  const std::vector<std::int32_t> weights =
      normal_integers(data.child(0), static_cast<std::size_t>(rows) * outputs, weight);
  TypicalMvm typical;
  typical.passes.resize(static_cast<std::size_t>(format.passes(rows)));
  MvmActivity activity;
  if (macro.digital()) {
    OperandToggles(format, rows, outputs, weights).add(inputs, activity);
    typical.activity = mean_of(activity);
    return typical;
  }
  ArrayModel model(*macro.cell);
  model.read_voltage = macro.analog()->read_voltage;
  const ProgrammedArray array = naming_macro(kind, [&] {
    return program_array(format, model, rows, outputs, weights, data.child(Purpose::programming));
  });
  // This array has `rows` rows, maybe fewer than the macro: its largest sum is what a layer that
  // fills it could ask for.
  const double full_scale = largest_column_sum(format, *macro.cell, rows, format.full_level());
  const Readout readout =
      macro_readout(kind, format, full_scale, Effects{}, data.child(Purpose::converters));
  std::vector<std::uint32_t> image(kTypicalVectors, 0), position(kTypicalVectors);
  for (std::uint32_t i = 0; i < kTypicalVectors; ++i) position[i] = i;
  std::vector<std::int64_t> sums(static_cast<std::size_t>(kTypicalVectors) * outputs);
  typical.passes.resize(static_cast<std::size_t>(kTypicalVectors) * format.passes(rows));
  mvm(array, readout, {inputs, image, position}, data.child(Purpose::read_noise), sums, &activity,
      typical.passes);
  typical.passes.resize(format.passes(rows));
  typical.activity = mean_of(activity);
  return typical;
}

const TypicalMvm& TypicalMvms::of(const TileKind& kind, const MvmFormat& format, int rows,
                                  int outputs) {
  const std::tuple key{
      kind.index(), format.weight_bits, format.input_bits, format.inputs_are_signed, rows, outputs};
  const auto found = known_.find(key);
  if (found != known_.end()) return found->second;
  return known_.emplace(key, typical_mvm(kind, format, rows, outputs)).first->second;
}

}  // namespace mho
