// Pipeline converter of 1.5-bit stages, each with components of its own (adcs/residue_stages.hpp).
//
// Ignored: settling of the stages, memory from one conversion to the next, the latency of the
// pipeline (`delay` is the time between conversions), noise of single stages (the converter's noise
// is one per conversion).
#include "models/adcs/residue_stages.hpp"

namespace mho {

namespace {

class PipelineAdc : public CommonAdc {
 public:
  const char* kind() const override { return "pipeline"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    return copy_with_cost(*this, cost);
  }

  void fields(Fields& f) override {
    begin_fields(f, {3, 24});
    errors_.fields(f);
    end_fields(f);
  }

 private:
  bool has_component_errors() const override { return errors_.any(); }

  void deviate_components(const Stream& instance, std::span<double> thresholds) const override {
    std::vector<ResidueStage> stages;
    for (int s = 0; s < bits() - 2; ++s)
      stages.push_back(errors_.draw(instance.child(static_cast<std::uint64_t>(s))));
    residue_thresholds(stages, thresholds);
  }

  ResidueErrors errors_;
};

}  // namespace

extern const Kind<Adc> pipeline_adc;
const Kind<Adc> pipeline_adc{"pipeline", "1.5-bit stages in a row.", []() -> std::shared_ptr<Adc> {
                               return std::make_shared<PipelineAdc>();
                             }};

}  // namespace mho
