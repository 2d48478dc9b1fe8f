#include "sim/chip/evaluation.hpp"

#include <utility>

#include "models/technology/cells.hpp"
#include "models/technology/technology.hpp"
#include "sim/chip/array_settling.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/digital_clock.hpp"
#include "sim/chip/mover.hpp"

namespace mho {

namespace {

/// What a row's and a column's wire span: of a copy of the weights, whose rows are its own.
ArrayGeometry geometry(const MacroSpec& macro, const std::optional<FloorplanSpec>& plan) {
  const CellEdges cell = cell_edges(macro.cell_cost.area, plan ? plan->cell_aspect : 1);
  const int copies = macro.analog() ? macro.analog()->weight_copies : 1;
  return {macro.rows, macro.columns / copies, cell.width, cell.height};
}

/// Moves what the machine lists, one component and one time after the other.
class Evaluation : public Components {
 public:
  Evaluation(ChipSpec& chip, Mover& on) : chip_(chip), on_(on) {}

  void enter(std::optional<int> kind) override {
    const bool other = kind.value_or(0) > 0;
    on_.enter(prefix_of(kind), other ? "other_tiles[" + std::to_string(*kind - 1) + "] " : "");
    if (kind && chip_.tile_kind(*kind).macros > 0) prepare(chip_.tile_kind(*kind).macro);
  }
  void add(ListedComponent listed) override {
    const auto as = [&](auto* costs) { evaluate(listed, *costs); };
    std::visit(as, listed.costs);
  }
  void add_time(ListedTime time) override {
    if (!time.moves) return;
    std::visit([&](auto* value) { on_.move(*value); }, time.value);
  }

 private:
  /// What the components of a macro are evaluated from.
  void prepare(MacroSpec& macro) {
    macro.cell_cost = macro.cell->cost();
    if (macro.cell_cost.area_f2 > 0)
      macro.cell_cost.area = cell_area(macro.cell_cost.area_f2, on_.point().node);
    on_.set_array(geometry(macro, chip_.floorplan));
    std::string warning;
    if (macro.analog()) {
      on_.array_read(*macro.analog());
      warning =
          settling_warning(*macro.analog(), geometry(macro, chip_.floorplan), chip_.technology);
    } else {
      warning = set_clock(*macro.digital(), macro, on_.nominal());
    }
    if (!warning.empty())
      on_.warn(macro.analog() ? "macro.integration" : "macro.clock", std::move(warning));
  }

  void evaluate(const ListedComponent& listed, Component& costs) {
    on_.circuit(listed.section, costs, listed.circuit, listed.use);
  }
  void evaluate(const ListedComponent& listed, TimedComponent& costs) {
    on_.circuit(listed.section, costs, listed.circuit, listed.use);
  }
  void evaluate(const ListedComponent& listed, std::shared_ptr<Adc>& adc) {
    TimedComponent costs = adc->cost();
    evaluate(listed, costs);
    adc = adc->with_cost(costs);
  }
  void evaluate(const ListedComponent& listed, BufferSpec& costs) {
    on_.memory(listed.section, costs);
  }
  void evaluate(const ListedComponent&, CellCost& costs) { on_.cell(costs); }
  void evaluate(const ListedComponent&, ArrayChargeSpec& costs) { on_.charges(costs); }
  void evaluate(const ListedComponent&, PowerSpec& costs) { on_.clocked(costs); }
  /// Memory beside the chip has a supply of its own.
  void evaluate(const ListedComponent&, DramSpec&) {}

  ChipSpec& chip_;
  Mover& on_;
};

}  // namespace

bool moved(const OperatingPoint& nominal, const OperatingPoint& point) {
  return point.supply < nominal.supply || point.supply > nominal.supply ||
         point.temperature != nominal.temperature;
}

OperatingPoint nominal_point(const ChipSpec& spec) {
  const bool stated = spec.nominal_supply.value() > 0;
  return {spec.technology,
          stated ? spec.nominal_supply : nominal_supply(spec.technology, spec.transistors),
          spec.nominal_temperature, spec.transistors, spec.leaking};
}

OperatingPoint operating_point(const ChipSpec& spec) {
  OperatingPoint point = nominal_point(spec);
  if (spec.supply.value() > 0) point.supply = spec.supply;
  point.temperature = spec.temperature;
  return point;
}

EvaluatedChip evaluated(ChipSpec spec) {
  Mover on(nominal_point(spec), operating_point(spec));
  Evaluation evaluation(spec, on);
  list_components(spec, evaluation);
  if (spec.power_states && spec.power_states->power_gating)
    on.waking(*spec.power_states->power_gating);
  // What has moved does not move again.
  spec.nominal_supply = spec.supply = on.point().supply;
  spec.nominal_temperature = spec.temperature;
  return {std::move(spec), on.warnings()};
}

}  // namespace mho
