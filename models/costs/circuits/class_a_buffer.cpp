// An amplifier that holds a row at one of 2^b voltages, which all rows share and a selector picks:
// two branches whose transconductance settles the row, and an output stage that idles at the
// largest current that the row's cells may draw, as class A has to (costs/row_buffers.hpp).
//
//   I = 2 gm / (10 per V) + load_current      area  a latch's per branch, x 10 for layout
//
// Limits: a row without wire and cells takes the load's current alone; switched and driven back to
// back it takes what it takes always. Ignored: the shared levels; the cells' own heat (read_energy)
// is part of the load's current, and so counted twice: leave macro.read_supply out.
#include "models/costs/array_circuits.hpp"
#include "models/costs/row_buffers.hpp"

namespace mho {

namespace {

constexpr double kAmplifierBranches = 2;

class ClassABufferCost : public CostModel {
 public:
  const char* kind() const override { return "class_a_buffer"; }

  void fields(Fields& f) override {
    buffer_.fields(f);
    buffer_.bias_field(f);
    f.quantity("load_current", load_, {0, 1}, "Largest current that the cells of a row draw.",
               Presence::optional);
  }

  Cost cost(const Duty& duty) const override {
    Cost cost = buffer_.selected(duty);
    const Current bias =
        kAmplifierBranches * branch_current(buffer_.transconductance(duty)) + load_;
    const std::string biased = buffer_.add_bias(cost, duty, bias);
    cost.area += kAnalogLayout * latch(duty, converter_noise(duty, buffer_.swing(duty))).area;
    cost.source =
        "class-A buffer, " + biased + " (gm/Id 10 per V: Silveira et al. 1996), " + cost.source;
    return cost;
  }

 private:
  RowBuffer buffer_;
  Current load_;
};

}  // namespace

extern const Kind<CostModel> class_a_buffer_circuit_cost;
const Kind<CostModel> class_a_buffer_circuit_cost{
    "class_a_buffer", "Holds a row at a voltage with a static current.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<ClassABufferCost>(); }};

}  // namespace mho
