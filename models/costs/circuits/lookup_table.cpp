// Table of a function (activation, reciprocal): `entries` words of the result's width in a small
// SRAM that one action reads once. Cost of the array: models/costs/sram_array.hpp; most tables are
// smaller than the smallest that was fitted (2 KiB), which is warned of.
#include <algorithm>

#include "models/costs/gates.hpp"
#include "models/costs/sram_array.hpp"
#include "models/technology/technology.hpp"
#include "sim/base/division.hpp"

namespace mho {

namespace {

class LookupTable : public CostModel {
 public:
  const char* kind() const override { return "lookup_table"; }

  void fields(Fields& f) override {
    f.integer("entries", entries_, {2, 1048576}, "Words of the table.");
    f.integer("bits", bits_, {0, 128}, "Width of a word; 0: that of the block that uses it.",
              Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    const int bits = bits_of(bits_, duty);
    const std::int64_t bytes =
        std::max<std::int64_t>(1, ceil_divide(static_cast<std::int64_t>(entries_) * bits, 8));
    const MemoryCost array = SramArray{}.cost({duty.point, bytes, bits, 1, 1});
    Cost cost;
    cost.energy = array.read_energy;
    cost.delay = array.cycle;
    cost.area = array.area;
    cost.leakage = array.leakage;
    cost.source = "Table of " + std::to_string(entries_) + " x " + std::to_string(bits) +
                  " bits: SRAM fitted to CACTI 7, at " + describe(duty.point);
    cost.warnings = array.warnings;
    warn_of_no_bits(bits, "Table", cost);
    return cost;
  }

 private:
  int entries_ = 0;
  int bits_ = 0;
};

}  // namespace

extern const Kind<CostModel> lookup_table_circuit_cost;
const Kind<CostModel> lookup_table_circuit_cost{
    "lookup_table", "Reads a function's value from a table.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<LookupTable>(); }};

}  // namespace mho
