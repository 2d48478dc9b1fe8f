// Executes the random MVMs and adds the levels up. The read energy depends on the data, so
// several input vectors are averaged.
#include "sim/figures/peak.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "models/crossbar/mvm.hpp"
#include "models/crossbar/operand_toggles.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "sim/chip/macro_actions.hpp"
#include "sim/chip/macro_problems.hpp"
#include "sim/chip/macro_readout.hpp"
#include "sim/figures/peak_mac_array.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/run/full_arrays.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

namespace {

/// Input vectors that the data-dependent energy is averaged over; each sums over thousands of
/// cells, so that the mean is good to well under 1 %.
constexpr int kVectors = 32;

struct DrawnOperands {
  std::vector<std::int32_t> weights;  ///< [outputs][rows]
  std::vector<std::int32_t> inputs;   ///< [kVectors][rows]
};

struct DrawnArray {
  ProgrammedArray array;
  std::vector<std::int32_t> inputs;
};

DrawnOperands drawn_operands(const MvmFormat& format, int rows, int outputs, const Stream& data,
                             const Operands& operands) {
  const std::int32_t largest_weight = std::max(1, (1 << (format.weight_bits - 1)) - 1);
  const int magnitude_bits = format.input_bits - (format.inputs_are_signed ? 1 : 0);
  const std::int32_t largest_input = (std::int32_t{1} << magnitude_bits) - 1;
  DrawnOperands drawn;
  drawn.weights.resize(static_cast<std::size_t>(rows) * outputs);
  draw_operands(operands.weights.value_or(OperandValues{}), largest_weight, true, data.child(0),
                drawn.weights);
  drawn.inputs.resize(static_cast<std::size_t>(kVectors) * rows);
  draw_operands(operands.inputs.value_or(OperandValues{}), largest_input, format.inputs_are_signed,
                data.child(1), drawn.inputs);
  return drawn;
}

DrawnArray drawn_array(const TileKind& kind, const MvmFormat& format, int rows, int outputs,
                       std::uint64_t seed, const Operands& operands) {
  const MacroSpec& macro = kind.macro();
  const Stream data = Stream(seed).child(Purpose::synthetic_data);
  DrawnOperands drawn = drawn_operands(format, rows, outputs, data, operands);
  DrawnArray full;
  ArrayModel model(*macro.cell);
  model.read_voltage = macro.analog()->read_voltage;
  full.array = naming_macro(kind, [&] {
    return program_array(format, model, rows, outputs, drawn.weights,
                         data.child(Purpose::programming));
  });
  full.inputs = std::move(drawn.inputs);
  return full;
}

/// Actions of kVectors MVMs of a digital macro.
ActionCounts digital_actions(const MacroSpec& macro, const MvmFormat& format, int rows, int outputs,
                             std::uint64_t seed, const Operands& operands) {
  ActionCounts counts = digital_macro_actions(*macro.digital(), format, rows, outputs, kVectors);
  if (!macro.follows_operands()) return counts;
  const DrawnOperands drawn =
      drawn_operands(format, rows, outputs, Stream(seed).child(Purpose::synthetic_data), operands);
  MvmActivity activity;
  OperandToggles(format, rows, outputs, drawn.weights).add(drawn.inputs, activity);
  counts += operand_actions(macro, activity);
  return counts;
}

/// Mean interval of MVMs with these passes, back to back.
Time mean_interval(const TileKind& kind, const ProgrammedArray& array,
                   std::span<const PassRecord> passes) {
  MacroPipeline pipeline(kind.stages(array.format, array.columns));
  const std::size_t per_item = passes.size() / kVectors;
  MvmSchedule first, last;
  for (int i = 0; i < kVectors; ++i) {
    last = pipeline.enter(pipeline.earliest(last.register_free),
                          passes.subspan(i * per_item, per_item));
    if (i == 0) first = last;
  }
  return from_si<Time>(static_cast<double>(last.finish - first.finish) / 1e15 / (kVectors - 1));
}

/// Activity of kVectors MVMs, and their passes.
MvmActivity execute(const TileKind& kind, const DrawnArray& full, std::uint64_t seed,
                    std::vector<PassRecord>& passes) {
  std::vector<std::uint32_t> image(kVectors, 0);
  std::vector<std::uint32_t> position(kVectors);
  for (std::uint32_t i = 0; i < kVectors; ++i) position[i] = i;
  const MvmFormat& format = full.array.format;
  const Stream data = Stream(seed).child(Purpose::synthetic_data);
  // All rows of a pass at the highest level and code: a macro's own, whatever is stored. What
  // converters end early on are codes, so the sums are rounded; their errors are none of a peak's.
  const double full_scale =
      static_cast<double>(format.active_rows) * format.full_level() * format.largest_code();
  const Readout readout = macro_readout(kind, format, full_scale, Effects{Effect::adc_quantization},
                                        data.child(Purpose::converters));
  std::vector<std::int64_t> sums(static_cast<std::size_t>(kVectors) * full.array.outputs);
  MvmActivity activity;
  passes.resize(static_cast<std::size_t>(kVectors) * format.passes(full.array.rows));
  mvm(full.array, readout, {full.inputs, image, position}, data.child(Purpose::read_noise), sums,
      &activity, passes);
  return activity;
}

/// Actions of kVectors MVMs of one full array. Writes the interval of MVMs to `interval`.
ActionCounts full_array_actions(const TileKind& kind, const MvmFormat& format, int rows,
                                int outputs, std::uint64_t seed, const Operands& operands,
                                Time& interval) {
  const MacroSpec& macro = kind.macro();
  interval = kind.timing(format, rows, format.converted_columns(outputs)).interval;
  if (!macro.analog()) return digital_actions(macro, format, rows, outputs, seed, operands);
  const DrawnArray full = drawn_array(kind, format, rows, outputs, seed, operands);
  std::vector<PassRecord> passes;
  const MvmActivity activity = execute(kind, full, seed, passes);
  if (macro.time_depends_on_data()) interval = mean_interval(kind, full.array, passes);
  return macro_actions(activity, *macro.analog(), std::int64_t{kVectors} * rows * format.input_bits,
                       std::int64_t{kVectors} * outputs);
}

/// What the tile adds to kVectors MVMs.
ActionCounts tile_actions(const TileSpec& tile, const MvmFormat& format, int rows, int outputs) {
  QuantizedLayer layer;
  layer.kind = LayerKind::matrix;
  layer.weights.outputs = outputs;
  layer.weights.scale.assign(outputs, 1.0);
  layer.bias.assign(outputs, 0.0);
  layer.clamp_low = 0;
  QuantizedGraph graph;
  graph.tensors.push_back({"outputs", outputs, 1, 1, format.input_bits, false, 1.0});

  const std::int64_t bits = std::int64_t{rows} * format.input_bits;
  ActionCounts counts;
  counts[Action::buffer_read] = kVectors * tile.input_buffer.accesses(bits);
  counts[Action::bus_bit] = kVectors * bits;
  counts[Action::vector_operation] = kVectors * vector_operations_per_pixel(graph, layer);
  counts[Action::control_step] = kVectors;
  return counts;
}

/// Empty where the kind's arrays do not compute at this precision.
std::optional<ArrayPeak> array_peak(const TileKind& kind, int weight_bits, int activation_bits,
                                    std::uint64_t seed, const Operands& operands) {
  const std::optional<FullArray> full =
      full_array(kind, weight_bits, activation_bits, operands.inputs_are_signed);
  if (!full) return std::nullopt;
  const auto& [format, rows, outputs] = *full;
  ArrayPeak peak;
  peak.tile_kind = kind.index();
  peak.arrays = kind.arrays();
  peak.macs = std::int64_t{rows} * outputs;
  peak.mvms = kVectors;
  peak.actions = full_array_actions(kind, format, rows, outputs, seed, operands, peak.interval);
  peak.tile_actions = tile_actions(kind.spec(), format, rows, outputs);
  return peak;
}

Power dynamic_power(const Chip& chip, const ArrayPeak& peak, const ActionCounts& counts) {
  return to_energy(energy_of(chip.kind(peak.tile_kind), counts)) / static_cast<double>(peak.mvms) /
         peak.interval;
}

}  // namespace

Peak peak_of(const Chip& chip, int weight_bits, int activation_bits, std::uint64_t seed,
             const Operands& operands) {
  if (chip.spec().sequenced()) return peak_of_mac_array(chip, weight_bits, activation_bits);
  const auto of_kind = [&](const TileKind& kind) {
    return array_peak(kind, weight_bits, activation_bits, seed, operands);
  };
  check_full_arrays(chip, weight_bits, activation_bits, operands.inputs_are_signed);
  const std::optional<ArrayPeak> main = of_kind(chip.main());
  Peak peak;
  static_cast<ArrayPeak&>(peak) = *main;
  for (const TileKind& kind : chip.kinds())
    if (const auto other = kind.is_main() ? std::nullopt : of_kind(kind))
      peak.others.push_back(*other);

  const double macros = chip.spec().tile.macros;
  const Power in_macro = dynamic_power(chip, peak, peak.actions);
  const Power by_tile = dynamic_power(chip, peak, peak.tile_actions);
  peak.macro = {peak.operations_per_second(), in_macro + chip.main().macro_leakage()};
  peak.tile = {macros * peak.operations_per_second(),
               macros * (in_macro + by_tile) + chip.main().leakage()};
  peak.chip.power = chip.leakage();
  const auto add = [&](const ArrayPeak& of, Power of_one) {
    const auto arrays = static_cast<double>(of.arrays);
    peak.chip.operations_per_second += arrays * of.operations_per_second();
    peak.chip.power += arrays * of_one;
  };
  add(peak, in_macro + by_tile);
  for (const ArrayPeak& other : peak.others)
    add(other,
        dynamic_power(chip, other, other.actions) + dynamic_power(chip, other, other.tile_actions));
  return peak;
}

}  // namespace mho
