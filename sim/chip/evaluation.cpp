#include "sim/chip/evaluation.hpp"

#include <utility>

#include "models/technology/cells.hpp"
#include "models/technology/technology.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/mover.hpp"

namespace mho {

namespace {

/// Moves what the machine lists, one component and one time after the other.
class Evaluation : public Components {
 public:
  explicit Evaluation(Mover& on) : on_(on) {}

  void add(ListedComponent listed) override {
    const auto as = [&](auto* costs) { evaluate(listed, *costs); };
    std::visit(as, listed.costs);
  }
  void add(ListedTime time) override {
    if (!time.moves) return;
    std::visit([&](auto* value) { on_.move(*value); }, time.value);
  }

 private:
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

  Mover& on_;
};

ArrayGeometry geometry(const MacroSpec& macro, const std::optional<FloorplanSpec>& plan) {
  const CellEdges cell = cell_edges(macro.cell_cost.area, plan ? plan->cell_aspect : 1);
  return {macro.rows, macro.columns, cell.width, cell.height};
}

void evaluate_tile(TileSpec& tile, const std::optional<FloorplanSpec>& plan, Mover& on) {
  if (tile.macros > 0) {
    MacroSpec& macro = tile.macro;
    macro.cell_cost = macro.cell->cost();
    if (macro.cell_cost.area_f2 > 0)
      macro.cell_cost.area = cell_area(macro.cell_cost.area_f2, on.point().node);
    on.set_array(geometry(macro, plan));
    if (!macro.is_digital()) on.array_read(macro);
  }
  Evaluation evaluation(on);
  tile.components(evaluation);
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
  Evaluation evaluation(on);
  spec.components(evaluation);
  if (spec.power_states && spec.power_states->power_gating)
    on.waking(*spec.power_states->power_gating);
  // What has moved does not move again.
  spec.nominal_supply = spec.supply = on.point().supply;
  spec.nominal_temperature = spec.temperature;
  return {std::move(spec), on.warnings()};
}

}  // namespace mho
