#include "sim/chip/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "models/technology.hpp"
#include "models/technology_leakage.hpp"

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
      : nominal_(nominal),
        point_(point),
        moves_(point.supply < nominal.supply || point.supply > nominal.supply ||
               point.temperature != nominal.temperature) {
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

  /// `copies` of what a model describes make up one instance.
  void circuit(Component& component, Circuit kind, int bits, double copies = 1) {
    if (!component.model) return move(component, kind);
    const double unseen = unseen_supply(*component.model, duty(bits), kind);
    component.evaluate(duty(bits), found_);
    component.energy *= unseen;
    spread(component, copies);
  }
  void circuit(TimedComponent& component, Circuit kind, int bits, double copies = 1) {
    move(component.delay);
    if (!component.model) return move(component, kind);
    Duty timed = duty(bits);
    timed.time = component.delay;
    const double unseen = unseen_supply(*component.model, timed, kind);
    component.evaluate(duty(bits), found_);
    component.energy *= unseen;
    spread(component, copies);
  }
  void memory(BufferSpec& buffer) {
    move(buffer.cycle);
    if (buffer.model) {
      buffer.evaluate(point_, found_);
      return keep_warnings();
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
  void move(Power& leakage) const {
    if (moves_) leakage *= leakage_;
  }
  void square(Energy& energy) const {
    if (moves_) energy *= voltage_ * voltage_;
  }

 private:
  Duty duty(int bits) const {
    Duty duty;
    duty.point = point_;
    duty.bits = bits;
    duty.array = array_;
    return duty;
  }
  double energy_move(Circuit kind) const {
    return kind == Circuit::digital ? logic_energy_ : voltage_ * voltage_;
  }
  void move(Component& component, Circuit kind) {
    if (!moves_) return;
    component.energy *= energy_move(kind);
    component.leakage *= leakage_;
  }
  /// A model that does not see the supply (the survey, a link's price) holds at the nominal one,
  /// and moves as a constant does.
  double unseen_supply(const CostModel& model, Duty duty, Circuit kind) const {
    if (!moves_ || nominal_.supply == point_.supply) return 1;
    const Energy here = model.cost(duty).energy;
    duty.point.supply = nominal_.supply;
    return model.cost(duty).energy == here ? energy_move(kind) : 1;
  }
  void spread(Component& component, double copies) {
    component.area *= copies;
    component.leakage *= copies;
    keep_warnings();
  }
  void keep_warnings() { add_warnings(std::exchange(found_, {})); }

  OperatingPoint nominal_, point_;
  ArrayGeometry array_;
  bool moves_;
  double logic_energy_ = 1, delay_ = 1, leakage_ = 1, voltage_ = 1;
  std::vector<std::string> found_, warnings_;
};

ArrayGeometry geometry(const MacroSpec& macro, const std::optional<FloorplanSpec>& plan) {
  const double aspect = plan ? plan->cell_aspect : 1;
  const double height_m = std::sqrt(macro.cell_cost.area.value() / aspect);
  return {macro.rows, macro.columns, from_si<Length>(aspect * height_m), from_si<Length>(height_m)};
}

void evaluate_cell(MacroSpec& macro, Evaluation& on) {
  macro.cell_cost = macro.cell->cost();
  const Length node = on.point().node;
  if (macro.cell_cost.area_f2 > 0) macro.cell_cost.area = macro.cell_cost.area_f2 * node * node;
  on.move(macro.cell_cost.leakage);
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
  on.circuit(macro.column_mux, Circuit::analog, 1, macro.columns_per_adc);
  on.circuit(macro.shift_add, Circuit::digital, kPartialSumBits);
  on.square(macro.array_read);
  if (macro.array_charge) {
    on.move(macro.array_charge->row_voltage);
    on.move(macro.array_charge->column_supply);
    on.move(macro.array_charge->column_swing);
  }
  evaluate_times(macro, on);
}

void evaluate_digital(DigitalMacroSpec& digital, int rows, Evaluation& on) {
  on.circuit(digital.multiplier, Circuit::digital, digital.weight_bits);
  on.circuit(digital.adder_tree, Circuit::digital, digital.weight_bits, rows - 1);
  on.circuit(digital.accumulator, Circuit::digital, kPartialSumBits);
  on.move(digital.clock);
}

void evaluate_macro(MacroSpec& macro, const std::optional<FloorplanSpec>& plan, Evaluation& on) {
  evaluate_cell(macro, on);
  on.set_array(geometry(macro, plan));
  if (macro.is_digital()) evaluate_digital(macro.digital, macro.rows, on);
  if (!macro.is_digital()) evaluate_analog(macro, on);
  on.circuit(macro.input_register, Circuit::digital, 1,
             static_cast<double>(macro.rows) * kActivationBits);
  on.circuit(macro.output_register, Circuit::digital, kPartialSumBits,
             macro.is_digital() ? macro.columns : macro.columns / macro.columns_per_conversion());
}

void evaluate_mac_array(MacArraySpec& array, Evaluation& on) {
  on.circuit(array.mac, Circuit::digital, array.weight_bits);
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

/// Links and the PHY have a supply of their own: models are evaluated, constants stay.
void evaluate_links(ChipSpec& spec, const OperatingPoint& point, Evaluation& on) {
  Evaluation io(point, point);
  io.circuit(spec.host_link.cost, Circuit::digital, 1);
  if (spec.chip_link) io.circuit(spec.chip_link->cost, Circuit::digital, 1);
  if (spec.off_chip) io.circuit(spec.off_chip->interface, Circuit::digital, 1);
  on.add_warnings(io.take_warnings());
}

}  // namespace

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
  evaluate_links(spec, operating_point(spec), on);
  // What has moved does not move again.
  spec.nominal_supply = spec.supply = on.point().supply;
  spec.nominal_temperature = spec.temperature;
  return {std::move(spec), on.take_warnings()};
}

}  // namespace mho
