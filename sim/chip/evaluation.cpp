#include "sim/chip/evaluation.hpp"

#include <algorithm>
#include <utility>

#include "models/technology/cells.hpp"
#include "models/technology/technology.hpp"
#include "sim/chip/chip_parts.hpp"
#include "sim/chip/mover.hpp"

namespace mho {

namespace {

/// Widths that a chip's YAML does not state; a model's own key replaces them.
constexpr int kActivationBits = 8;
constexpr int kPartialSumBits = 24;  ///< of an array
constexpr int kSumBits = 32;         ///< of a tile

ArrayGeometry geometry(const MacroSpec& macro, const std::optional<FloorplanSpec>& plan) {
  const CellEdges cell = cell_edges(macro.cell_cost.area, plan ? plan->cell_aspect : 1);
  return {macro.rows, macro.columns, cell.width, cell.height};
}

void evaluate_cell(MacroSpec& macro, Mover& on) {
  macro.cell_cost = macro.cell->cost();
  if (macro.cell_cost.area_f2 > 0)
    macro.cell_cost.area = cell_area(macro.cell_cost.area_f2, on.point().node);
  on.cell(macro.cell_cost);
}

/// How many of what a model describes take in so many values.
double instances(const Component& component, int values) {
  return static_cast<double>(values) / (component.model ? component.model->inputs() : 1);
}

void evaluate_pipeline(PipelineSpec& pipeline, Mover& on) {
  on.move(pipeline.load);
  on.move(pipeline.output);
  on.move(pipeline.cycle);
}

void evaluate_driver(MacroSpec& macro, Mover& on) {
  const bool row_is_priced = macro.array_charge && macro.array_charge->row.value() > 0;
  if (macro.dac.cost.model && macro.dac.input == InputDrive::pulse_count && macro.dac.bits > 1)
    on.warn("macro.dac", "the model's driver is paid once a drive, which counts up to " +
                             std::to_string((1 << macro.dac.bits) - 1) +
                             " pulses (input: pulse_count)");
  on.circuit("macro.dac", macro.dac.cost, Circuit::analog,
             {.bits = macro.dac.bits, .row_is_priced = row_is_priced});
}

void evaluate_analog(MacroSpec& macro, Mover& on) {
  const int bits = macro.adc->bits();
  TimedComponent adc = macro.adc->cost();
  evaluate_driver(macro, on);
  on.circuit("macro.adc", adc, Circuit::analog, {.bits = bits});
  macro.adc = macro.adc->with_cost(adc);
  on.circuit("macro.sample_hold", macro.sample_hold, Circuit::analog, {.bits = bits});
  on.circuit("macro.column_mux", macro.column_mux, Circuit::analog,
             {.bits = 1, .copies = instances(macro.column_mux, macro.columns_per_adc)});
  on.circuit("macro.shift_add", macro.shift_add, Circuit::digital, {.bits = kPartialSumBits});
  on.array_read(macro);
  if (macro.pipeline) evaluate_pipeline(*macro.pipeline, on);
}

void evaluate_digital(DigitalMacroSpec& digital, const MacroSpec& macro, Mover& on) {
  const Time cycle = 1.0 / digital.clock;
  on.circuit(
      "macro.multiplier", digital.multiplier, Circuit::digital,
      {.bits = digital.weight_bits, .other_bits = digital.input_bits_per_cycle, .time = cycle});
  // A tree's model is of all that it adds at once, its price of one product.
  const int inputs = digital.adder_tree.model ? digital.adder_tree.model->inputs() : 1;
  on.circuit("macro.adder_tree", digital.adder_tree, Circuit::digital,
             {.bits = digital.product_bits(),
              .copies = inputs > 1 ? 1.0 : macro.active_rows - 1,
              .time = static_cast<double>(std::max(1, digital.pipeline_cycles)) * cycle});
  digital.adder_tree.energy /= inputs;
  on.circuit("macro.accumulator", digital.accumulator, Circuit::digital,
             {.bits = kPartialSumBits, .time = cycle});
  on.move(digital.clock);
}

void evaluate_macro(MacroSpec& macro, const std::optional<FloorplanSpec>& plan, Mover& on) {
  evaluate_cell(macro, on);
  on.set_array(geometry(macro, plan));
  const Time cycle = macro.is_digital() ? 1.0 / macro.digital.clock : Time();
  if (macro.is_digital()) evaluate_digital(macro.digital, macro, on);
  if (!macro.is_digital()) evaluate_analog(macro, on);
  on.circuit(
      "macro.input_register", macro.input_register, Circuit::digital,
      {.bits = 1, .copies = static_cast<double>(macro.rows) * kActivationBits, .time = cycle});
  on.circuit("macro.output_register", macro.output_register, Circuit::digital,
             {.bits = kPartialSumBits,
              .copies = macro.is_digital() ? 1.0 * macro.columns : converted_columns(macro),
              .time = cycle});
}

void evaluate_mac_array(MacArraySpec& array, Mover& on) {
  const Time cycle = 1.0 / array.clock;
  const Use operand{.bits = array.input_bits, .time = cycle};
  on.circuit("mac_array.mac", array.mac, Circuit::digital,
             {.bits = array.weight_bits, .other_bits = array.input_bits, .time = cycle});
  on.circuit("mac_array.registers", array.registers, Circuit::digital, operand);
  on.circuit("mac_array.transfer", array.transfer, Circuit::digital, operand);
  on.circuit("mac_array.accumulators", array.accumulators, Circuit::digital,
             {.bits = array.sum_bits,
              .copies = static_cast<double>(array.columns) * std::max(1, array.accumulator_depth),
              .time = cycle});
  on.memory("mac_array.weight_fifo", array.weight_fifo);
  on.move(array.clock);
}

void evaluate_tile(TileSpec& tile, const std::optional<FloorplanSpec>& plan, Mover& on) {
  if (tile.macros > 0) evaluate_macro(tile.macro, plan, on);
  if (tile.mac_array) evaluate_mac_array(*tile.mac_array, on);
  if (tile.core)
    on.circuit("core.accumulator", tile.core->accumulator, Circuit::digital, {.bits = kSumBits});
  on.circuit("vector_unit", tile.vector_unit.cost, Circuit::digital,
             {.bits = kActivationBits, .copies = 1.0 * tile.vector_unit.lanes});
  on.move(tile.vector_unit.clock);
  on.move(tile.vector_unit.cycle);
  if (!tile.moves_pixels()) return;
  on.memory("input_buffer", tile.input_buffer);
  if (tile.line_buffer)
    on.circuit("line_buffer", *tile.line_buffer, Circuit::digital,
               {.bits = 1, .copies = 8 * static_cast<double>(tile.line_buffer->capacity_bytes)});
  if (tile.output_buffer) on.memory("output_buffer", *tile.output_buffer);
  on.circuit("bus", tile.bus, Circuit::digital,
             {.bits = 1, .copies = 1.0 * tile.input_buffer.width_bits});
  on.circuit("accumulator", tile.accumulator, Circuit::digital, {.bits = kSumBits});
  on.circuit("control", tile.control, Circuit::digital, {.bits = 1});
}

void evaluate_network(NocSpec& noc, Mover& on) {
  on.circuit("noc.router", noc.router, Circuit::digital, {.bits = noc.flit_bits});
  if (noc.router.adder)
    on.circuit("noc.router.adder", *noc.router.adder, Circuit::digital, {.bits = kSumBits});
  if (noc.wire) on.circuit("noc.wire", noc.wire->cost, Circuit::digital, {.bits = noc.flit_bits});
  on.move(noc.clock);
}

void evaluate_power(PowerStatesSpec& power, Mover& on) {
  if (power.clock) on.clocked(*power.clock);
  if (power.controller) on.clocked(*power.controller);
  if (power.power_gating) on.waking(*power.power_gating);
}

/// Links and the PHY have a supply of their own: models are of the nominal point, constants stay.
void evaluate_links(ChipSpec& spec, Mover& on) {
  on.stay_at_nominal();
  on.circuit("host_link.port", spec.host_link.cost, Circuit::digital, {.bits = 1});
  if (spec.chip_link)
    on.circuit("chip_link.port", spec.chip_link->cost, Circuit::digital, {.bits = 1});
  if (spec.off_chip)
    on.circuit("off_chip.interface", spec.off_chip->interface, Circuit::digital, {.bits = 1});
}

}  // namespace

bool moved(const OperatingPoint& nominal, const OperatingPoint& point) {
  return point.supply < nominal.supply || point.supply > nominal.supply ||
         point.temperature != nominal.temperature;
}

OperatingPoint nominal_point(const ChipSpec& spec) {
  const bool stated = spec.nominal_supply.value() > 0;
  return {spec.technology,
          stated ? spec.nominal_supply : nominal_supply(spec.technology, spec.transistors),
          spec.nominal_temperature, spec.transistors};
}

OperatingPoint operating_point(const ChipSpec& spec) {
  OperatingPoint point = nominal_point(spec);
  if (spec.supply.value() > 0) point.supply = spec.supply;
  point.temperature = spec.temperature;
  return point;
}

EvaluatedChip evaluated(ChipSpec spec) {
  Mover on(nominal_point(spec), operating_point(spec));
  on.enter("tile.", "");
  evaluate_tile(spec.tile, spec.floorplan, on);
  for (std::size_t i = 0; i < spec.other_tiles.size(); ++i) {
    const std::string name = "other_tiles[" + std::to_string(i) + ']';
    on.enter(name + ".tile.", name + ' ');
    evaluate_tile(spec.other_tiles[i].tile, spec.floorplan, on);
  }
  on.enter("", "");
  if (!spec.sequenced()) evaluate_network(spec.noc, on);
  on.memory("global_buffer", spec.global_buffer);
  if (spec.power_states) evaluate_power(*spec.power_states, on);
  // What has moved does not move again.
  spec.nominal_supply = spec.supply = on.point().supply;
  spec.nominal_temperature = spec.temperature;
  evaluate_links(spec, on);
  return {std::move(spec), on.warnings()};
}

}  // namespace mho
