// A transistor that follows one of 2^b voltages and drives the row; a current source pulls the row
// down (costs/row_buffers.hpp). The follower takes what the cells draw from the supply as they draw
// it, so that macro.read_supply has the cells' current; the source below it flows always.
//
//   I = max(gm / (10 per V), C V / t_settle)      the source must pull the row down in time
//
// Area: a latch's, x 10 for layout. Limits: slow rows need the slewing current alone once
// ln(2^(b+1)) / (10 per V) is below the swing. Ignored: the shared levels; the gate-source voltage
// by which the row lies below its level, and the higher supply that asks for; gain below 1
// (dac.errors).
#include <algorithm>

#include "models/costs/array_circuits.hpp"
#include "models/costs/row_buffers.hpp"

namespace mho {

namespace {

class SourceFollowerCost : public CostModel {
 public:
  const char* kind() const override { return "source_follower"; }

  void fields(Fields& f) override {
    buffer_.fields(f);
    buffer_.bias_field(f);
  }

  Cost cost(const Duty& duty) const override {
    Cost cost = buffer_.selected(duty);
    const Current small = branch_current(buffer_.transconductance(duty));
    const Current slewing =
        buffer_.wire().capacitance(duty) * buffer_.swing(duty) / buffer_.settling(duty);
    const std::string biased = buffer_.add_bias(cost, duty, std::max(small, slewing));
    cost.area += kAnalogLayout * latch(duty, converter_noise(duty, buffer_.swing(duty))).area;
    cost.source = "source follower, " + biased + (slewing > small ? " to slew" : "") +
                  " (gm/Id 10 per V: Silveira et al. 1996), " + cost.source;
    return cost;
  }

 private:
  RowBuffer buffer_;
};

}  // namespace

extern const Kind<CostModel> source_follower_circuit_cost;
const Kind<CostModel> source_follower_circuit_cost{
    "source_follower", "A follower and a current source drive a row.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<SourceFollowerCost>(); }};

}  // namespace mho
