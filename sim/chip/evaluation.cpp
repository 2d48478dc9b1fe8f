#include "sim/chip/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/technology.hpp"
#include "models/technology_cells.hpp"
#include "models/technology_leakage.hpp"
#include "sim/chip/chip_parts.hpp"

namespace mho {

namespace {

/// Widths that a chip's YAML does not state; a model's own key replaces them.
constexpr int kActivationBits = 8;
constexpr int kPartialSumBits = 24;  ///< of an array
constexpr int kSumBits = 32;         ///< of a tile

/// How a constant moves with the supply.
enum class Circuit { digital, analog };

class Evaluation {
 public:
  Evaluation(const OperatingPoint& nominal, const OperatingPoint& point)
      : nominal_(nominal), point_(point), moves_(moved(nominal, point)) {
    if (!moves_) return;
    logic_energy_ = energy_factor(nominal, point);
    delay_ = delay_factor(nominal, point);
    leakage_ = leakage_factor(nominal, point);
    voltage_ = point.supply / nominal.supply;
    for (const OperatingPoint& each : {nominal, point}) add_warnings(range_warnings(each));
  }

  const OperatingPoint& point() const { return point_; }
  std::vector<std::string> take_warnings() { return std::move(warnings_); }
  void add_warnings(std::vector<std::string> found) {
    for (std::string& warning : found)
      if (std::find(warnings_.begin(), warnings_.end(), warning) == warnings_.end())
        warnings_.push_back(std::move(warning));
  }

  void set_array(const ArrayGeometry& array) { array_ = array; }

  /// `copies` of what a model describes make up one instance. `other_bits`: of a second operand.
  template <class Block>
  void circuit(Block& block, Circuit kind, int bits, double copies = 1, int other_bits = 0) {
    if (!block.model) return move(block, kind);
    Duty duty{point_, bits, other_bits, Time(), array_};
    if (block.model->sees_supply()) {
      move_stated_delay(block);
      block.evaluate(duty, found_);
    } else {
      duty.point = nominal_;
      block.evaluate(duty, found_);
      move(block, kind);
    }
    block.area *= copies;
    block.leakage *= copies;
    add_warnings(std::exchange(found_, {}));
  }
  void memory(BufferSpec& buffer) {
    move(buffer.cycle);
    if (buffer.model) {
      buffer.evaluate(point_, found_);
      return add_warnings(std::exchange(found_, {}));
    }
    if (!moves_) return;
    buffer.read_energy *= logic_energy_;
    buffer.write_energy *= logic_energy_;
    buffer.leakage *= leakage_;
  }
  void move(Time& time) const {
    if (moves_) time *= delay_;
  }
  void move(Frequency& clock) const {
    if (moves_) clock /= delay_;
  }
  void move(Voltage& voltage) const {
    if (moves_) voltage *= voltage_;
  }
  void move_leakage(Power& leakage) const {
    if (moves_) leakage *= leakage_;
  }
  /// Of logic that is always on, at a clock that moves with it.
  void move_clocked(Power& power) const {
    if (moves_) power *= logic_energy_ / delay_;
  }
  void move_logic(Energy& energy) const {
    if (moves_) energy *= logic_energy_;
  }
  void move_analog(Energy& energy) const {
    if (moves_) energy *= voltage_ * voltage_;
  }

 private:
  void move(Component& component, Circuit kind) const {
    if (kind == Circuit::digital) move_logic(component.energy);
    if (kind == Circuit::analog) move_analog(component.energy);
    move_leakage(component.leakage);
  }
  void move(TimedComponent& component, Circuit kind) const {
    move(static_cast<Component&>(component), kind);
    move(component.delay);
  }
  static void move_stated_delay(const Component&) {}
  void move_stated_delay(TimedComponent& component) const { move(component.delay); }

  OperatingPoint nominal_, point_;
  ArrayGeometry array_;
  bool moves_;
  double logic_energy_ = 1, delay_ = 1, leakage_ = 1, voltage_ = 1;
  std::vector<std::string> found_, warnings_;
};

ArrayGeometry geometry(const MacroSpec& macro, const std::optional<FloorplanSpec>& plan) {
  const CellEdges cell = cell_edges(macro.cell_cost.area, plan ? plan->cell_aspect : 1);
  return {macro.rows, macro.columns, cell.width, cell.height};
}

void evaluate_cell(MacroSpec& macro, Evaluation& on) {
  macro.cell_cost = macro.cell->cost();
  if (macro.cell_cost.area_f2 > 0)
    macro.cell_cost.area = cell_area(macro.cell_cost.area_f2, on.point().node);
  on.move_leakage(macro.cell_cost.leakage);
}

/// How many of what a model describes take in so many values.
double instances(const Component& component, int values) {
  return static_cast<double>(values) / (component.model ? component.model->inputs() : 1);
}

void evaluate_times(MacroSpec& macro, Evaluation& on) {
  if (macro.read_energy != ReadEnergy::ohmic) on.move(macro.integration);
  if (!macro.pipeline) return;
  on.move(macro.pipeline->load);
  on.move(macro.pipeline->output);
  on.move(macro.pipeline->cycle);
}

void evaluate_analog(MacroSpec& macro, Evaluation& on) {
  TimedComponent adc = macro.adc->cost();
  on.circuit(macro.dac.cost, Circuit::analog, macro.dac.bits);
  on.circuit(adc, Circuit::analog, macro.adc->bits());
  macro.adc = macro.adc->with_cost(adc);
  on.circuit(macro.sample_hold, Circuit::analog, macro.adc->bits());
  on.circuit(macro.column_mux, Circuit::analog, 1,
             instances(macro.column_mux, macro.columns_per_adc));
  on.circuit(macro.shift_add, Circuit::digital, kPartialSumBits);
  on.move_analog(macro.array_read);
  if (macro.array_charge) {
    on.move(macro.array_charge->row_voltage);
    on.move(macro.array_charge->column_supply);
    on.move(macro.array_charge->column_swing);
  }
  evaluate_times(macro, on);
}

void evaluate_digital(DigitalMacroSpec& digital, const MacroSpec& macro, Evaluation& on) {
  on.circuit(digital.multiplier, Circuit::digital, digital.weight_bits, 1,
             digital.input_bits_per_cycle);
  // A tree's model is of all that it adds at once, its price of one product.
  const int inputs = digital.adder_tree.model ? digital.adder_tree.model->inputs() : 1;
  on.circuit(digital.adder_tree, Circuit::digital, digital.weight_bits,
             inputs > 1 ? instances(digital.adder_tree, macro.active_rows) : macro.active_rows - 1);
  digital.adder_tree.energy /= inputs;
  on.circuit(digital.accumulator, Circuit::digital, kPartialSumBits);
  on.move(digital.clock);
}

void evaluate_macro(MacroSpec& macro, const std::optional<FloorplanSpec>& plan, Evaluation& on) {
  evaluate_cell(macro, on);
  on.set_array(geometry(macro, plan));
  if (macro.is_digital()) evaluate_digital(macro.digital, macro, on);
  if (!macro.is_digital()) evaluate_analog(macro, on);
  on.circuit(macro.input_register, Circuit::digital, 1,
             static_cast<double>(macro.rows) * kActivationBits);
  on.circuit(macro.output_register, Circuit::digital, kPartialSumBits,
             macro.is_digital() ? macro.columns : converted_columns(macro));
}

void evaluate_mac_array(MacArraySpec& array, Evaluation& on) {
  on.circuit(array.mac, Circuit::digital, array.weight_bits, 1, array.input_bits);
  on.circuit(array.registers, Circuit::digital, array.input_bits);
  on.circuit(array.transfer, Circuit::digital, array.input_bits);
  on.circuit(array.accumulators, Circuit::digital, array.sum_bits,
             static_cast<double>(array.columns) * std::max(1, array.accumulator_depth));
  on.memory(array.weight_fifo);
  on.move(array.clock);
}

void evaluate_tile(TileSpec& tile, const std::optional<FloorplanSpec>& plan, Evaluation& on) {
  if (tile.macros > 0) evaluate_macro(tile.macro, plan, on);
  if (tile.mac_array) evaluate_mac_array(*tile.mac_array, on);
  if (tile.core) on.circuit(tile.core->accumulator, Circuit::digital, kSumBits);
  on.circuit(tile.vector_unit.cost, Circuit::digital, kActivationBits, tile.vector_unit.lanes);
  on.move(tile.vector_unit.clock);
  on.move(tile.vector_unit.cycle);
  if (!tile.moves_pixels()) return;
  on.memory(tile.input_buffer);
  if (tile.line_buffer)
    on.circuit(*tile.line_buffer, Circuit::digital, 1,
               8 * static_cast<double>(tile.line_buffer->capacity_bytes));
  if (tile.output_buffer) on.memory(*tile.output_buffer);
  on.circuit(tile.bus, Circuit::digital, 1, tile.input_buffer.width_bits);
  on.circuit(tile.accumulator, Circuit::digital, kSumBits);
  on.circuit(tile.control, Circuit::digital, 1);
}

void evaluate_network(NocSpec& noc, Evaluation& on) {
  on.circuit(noc.router, Circuit::digital, noc.flit_bits);
  if (noc.router.adder) on.circuit(*noc.router.adder, Circuit::digital, kSumBits);
  if (noc.wire) on.circuit(noc.wire->cost, Circuit::digital, noc.flit_bits);
  on.move(noc.clock);
}

void evaluate_power(PowerStatesSpec& power, Evaluation& on) {
  if (power.clock) on.move_clocked(power.clock->power);
  if (power.controller) on.move_clocked(power.controller->power);
  if (!power.power_gating) return;
  on.move_logic(power.power_gating->wake_energy);
  on.move(power.power_gating->wake_time);
}

/// Links and the PHY have a supply of their own: models are evaluated, constants stay.
void evaluate_links(ChipSpec& spec, const OperatingPoint& point, Evaluation& on) {
  Evaluation io(point, point);
  io.circuit(spec.host_link.cost, Circuit::digital, 1);
  if (spec.chip_link) io.circuit(spec.chip_link->cost, Circuit::digital, 1);
  if (spec.off_chip) io.circuit(spec.off_chip->interface, Circuit::digital, 1);
  on.add_warnings(io.take_warnings());
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
  Evaluation on(nominal_point(spec), operating_point(spec));
  evaluate_tile(spec.tile, spec.floorplan, on);
  for (OtherTilesSpec& other : spec.other_tiles) evaluate_tile(other.tile, spec.floorplan, on);
  if (!spec.sequenced()) evaluate_network(spec.noc, on);
  on.memory(spec.global_buffer);
  if (spec.power_states) evaluate_power(*spec.power_states, on);
  evaluate_links(spec, operating_point(spec), on);
  // What has moved does not move again.
  spec.nominal_supply = spec.supply = on.point().supply;
  spec.nominal_temperature = spec.temperature;
  return {std::move(spec), on.take_warnings()};
}

}  // namespace mho
