// Constants of another node, moved to the chip's operating point as static logic moves
// (models/technology/technology.hpp). Not for analog circuits, which noise and matching keep from
// it.
#include "models/costs/cost_model.hpp"
#include "models/costs/scaling_origin.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

class Scaled : public CostModel {
 public:
  const char* kind() const override { return "scaled"; }
  bool is_of_constants() const override { return true; }
  bool scales_as_logic() const override { return true; }

  void fields(Fields& f) override {
    f.quantity("energy", there_.energy, {0, 1e-6}, "Energy of one action there.");
    f.quantity("area", there_.area, {0, 1e-3}, "Area of one instance there.");
    f.quantity("leakage", there_.leakage, {0, 100}, "Leakage of one instance there.");
    f.quantity("delay", there_.delay, {0, 1e-3},
               "Time of one action there; 0: the chip's own clocks tell.", Presence::optional);
    origin_.fields(f);
  }

  Cost cost(const Duty& duty) const override {
    const LogicCost here = scaled(there_, origin_.point(), duty.point);
    return {here.energy,
            here.delay,
            here.area,
            here.leakage,
            origin_.source_at(duty.point),
            origin_.warnings_at(duty.point)};
  }

 private:
  LogicCost there_;
  ScalingOrigin origin_;
};

}  // namespace

extern const Kind<CostModel> scaled_circuit_cost;
const Kind<CostModel> scaled_circuit_cost{
    "scaled", "Constants of another node, moved as logic moves.",
    []() -> std::shared_ptr<CostModel> { return std::make_shared<Scaled>(); }};

}  // namespace mho
