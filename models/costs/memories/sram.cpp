// Static random-access memory of six-transistor cells (or a cell of another size). Energy, time,
// area and leakage by capacity, width, ports and banks: models/costs/sram_array.hpp.
#include "models/costs/sram_array.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

enum class CellTransistors { low_power, as_chip };

class Sram : public MemoryModel {
 public:
  const char* kind() const override { return "sram"; }

  void fields(Fields& f) override {
    f.number("cell_f2", cell_f2_, {0, 10000},
             "Area of a cell in squares of the node; 0: the node's six-transistor cell.",
             Presence::optional);
    f.choice("cells", cells_,
             {{"low_power", "high thresholds in the cells, as foundries' bit cells have"},
              {"as_chip", "the chip's transistors in the cells as well"}},
             "Transistors of the cells; they decide the leakage.", Presence::optional);
  }

  MemoryCost cost(const MemoryDuty& duty) const override {
    const Transistors cells =
        cells_ == CellTransistors::low_power ? Transistors::low_power : duty.point.transistors;
    const SramArray array{cell_f2_, cells};
    MemoryCost cost = array.cost(duty);
    cost.source = "SRAM of " + std::to_string(duty.capacity_bytes) + " B, " +
                  std::to_string(duty.width_bits) + " bits an access, " +
                  std::to_string(duty.ports) + " ports, " + std::to_string(duty.banks) +
                  " banks, cells of " + format_si_rounded(array.f2_at(duty.point.node), "", 3) +
                  " F2: fitted to CACTI 7, at " + describe(duty.point);
    return cost;
  }

 private:
  double cell_f2_ = 0;
  CellTransistors cells_ = CellTransistors::low_power;
};

}  // namespace

extern const Kind<MemoryModel> sram_memory_model;
const Kind<MemoryModel> sram_memory_model{
    "sram", "Static memory by capacity, width, ports, banks.",
    []() -> std::shared_ptr<MemoryModel> { return std::make_shared<Sram>(); }};

}  // namespace mho
