// Cyclic (algorithmic) converter: one 1.5-bit stage that takes its own residue again and again, so
// its component errors are the same in every cycle (adcs/residue_stages.hpp). A conversion takes
// about one cycle a bit: state it as `delay`.
//
// Ignored: settling, noise of single cycles (the converter's noise is one per conversion).
#include "models/adcs/residue_stages.hpp"

namespace mho {

namespace {

class CyclicAdc : public CommonAdc {
 public:
  const char* kind() const override { return "cyclic"; }
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
    const std::vector<ResidueStage> stages(bits() - 2, errors_.draw(instance));
    residue_thresholds(stages, thresholds);
  }

  ResidueErrors errors_;
};

}  // namespace

extern const Kind<Adc> cyclic_adc;
const Kind<Adc> cyclic_adc{"cyclic", "One 1.5-bit stage that takes its residue again.",
                           []() -> std::shared_ptr<Adc> { return std::make_shared<CyclicAdc>(); }};

}  // namespace mho
