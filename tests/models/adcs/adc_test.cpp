// The range rule of converters.
#include <catch2/catch.hpp>

#include "models/adcs/adc.hpp"

namespace mho {
namespace {

/// A converter of a given resolution; costs are not looked at.
class TestAdc : public Adc {
 public:
  explicit TestAdc(int bits) : bits_(bits) {}
  const char* kind() const override { return "test"; }
  std::shared_ptr<Adc> with_cost(const TimedComponent& cost) const override {
    auto copy = std::make_shared<TestAdc>(*this);
    copy->cost_ = cost;
    return copy;
  }
  void fields(Fields&) override {}
  int bits() const override { return bits_; }
  const TimedComponent& cost() const override { return cost_; }
  const AdcRangeRule& range_rule() const override { return rule; }
  AdcRangeRule rule;

 private:
  int bits_;
  TimedComponent cost_;
};

constexpr std::int64_t kUnit = std::int64_t{1} << kPartialSumFraction;

TEST_CASE("an ADC with a code for every unit resolves single units, one bit less does not") {
  CHECK(TestAdc(8).range_for(255, false) == AdcRange{kUnit, 0, 255});
  const AdcRange coarse = TestAdc(7).range_for(255, false);
  CHECK(coarse.code_max == 127);
  CHECK(coarse.lsb == (kUnit * 255 + 126) / 127);
}

TEST_CASE("an ADC finer than the sum needs keeps an LSB of one unit") {
  CHECK(TestAdc(12).range_for(255, false) == AdcRange{kUnit, 0, 4095});
}

TEST_CASE("a signed ADC spends one bit on the sign") {
  CHECK(TestAdc(8).range_for(127, true) == AdcRange{kUnit, -128, 127});
  CHECK(TestAdc(8).range_for(254, true) == AdcRange{2 * kUnit, -128, 127});
}

TEST_CASE("the largest sum of a range is never clipped") {
  for (const double largest : {1.0, 100.3, 255.0, 256.0, 14400.7, 1e6}) {
    for (const int bits : {2, 5, 8, 12}) {
      const AdcRange range = TestAdc(bits).range_for(largest, false);
      INFO(largest << " units, " << bits << " bits");
      CHECK(static_cast<double>(range.lsb) / kUnit * range.code_max >= largest);
    }
  }
}

}  // namespace
}  // namespace mho
