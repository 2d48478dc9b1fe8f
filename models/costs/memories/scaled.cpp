// Constants of a memory of this size at another node, moved to the chip's operating point as static
// logic moves (models/technology/technology.hpp).
#include "models/costs/memory_model.hpp"
#include "models/costs/scaling_origin.hpp"
#include "models/technology/technology.hpp"

namespace mho {

namespace {

class ScaledMemory : public MemoryModel {
 public:
  const char* kind() const override { return "scaled"; }
  bool is_of_constants() const override { return true; }

  void fields(Fields& f) override {
    f.quantity("read_energy", read_energy_, {0, 1e-6}, "Energy of reading one access there.");
    f.quantity("write_energy", write_energy_, {0, 1e-6}, "Energy of writing one access there.");
    f.quantity("cycle", cycle_, {1e-12, 1e-3}, "Time between two accesses of a port there.");
    f.quantity("area", area_, {0, 1e-2}, "Area of the whole memory there.");
    f.quantity("leakage", leakage_, {0, 100}, "Power whether used or not, there.");
    origin_.fields(f);
  }

  MemoryCost cost(const MemoryDuty& duty) const override {
    const OperatingPoint there = origin_.point();
    const LogicCost read = scaled({read_energy_, cycle_, area_, leakage_}, there, duty.point);
    return {read.energy,
            write_energy_ * energy_factor(there, duty.point),
            read.delay,
            read.area,
            read.leakage,
            origin_.source_at(duty.point),
            origin_.warnings_at(duty.point)};
  }

 private:
  Energy read_energy_;
  Energy write_energy_;
  Time cycle_;
  Area area_;
  Power leakage_;
  ScalingOrigin origin_;
};

}  // namespace

extern const Kind<MemoryModel> scaled_memory_model;
const Kind<MemoryModel> scaled_memory_model{
    "scaled", "Constants of the same memory at another node, moved as logic moves.",
    []() -> std::shared_ptr<MemoryModel> { return std::make_shared<ScaledMemory>(); }};

}  // namespace mho
