// Conversions that end early: steps by code of each kind that can, and how they add up in a pass.
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "models/adcs/adc.hpp"
#include "sim/base/error.hpp"
#include "sim/config/config.hpp"

namespace mho {
namespace {

struct AdcFile {
  std::shared_ptr<Adc> adc;
  void fields(Fields& f) { f.kind("adc", adc, adc_kinds(), "A converter."); }
};

std::shared_ptr<Adc> make(const std::string& kind, int bits, const std::string& keys) {
  const std::string text = "adc: {kind: " + kind + ", bits: " + std::to_string(bits) +
                           ", range: full_scale, energy: 1 pJ, delay: 1 ns, area: 1 um2, leakage: "
                           "0 W, source: test" +
                           keys + "}";
  return read_spec<AdcFile>(Document::parse(text, "test.yaml")).adc;
}

const std::string kEarly = ", early_termination: {fixed_share: 0.25, source: test}";

ConversionSteps steps(const Adc& adc, bool is_signed) {
  return adc.steps(adc.range_for(1, is_signed));
}

TEST_CASE("a converter ends no conversion early unless its file says so") {
  for (const Kind<Adc>& kind : adc_kinds()) {
    const auto adc = make(kind.name, 4, "");
    CHECK(adc->early_termination() == nullptr);
    CHECK(!steps(*adc, false).end_early());
  }
  CHECK(make("ramp", 4, kEarly)->early_termination()->fixed_share == 0.25);
}

TEST_CASE("only converters whose circuit can end early take the key") {
  for (const char* kind : {"flash", "pipeline", "cyclic", "sigma_delta"})
    CHECK_THROWS_WITH(make(kind, 4, kEarly), Catch::Contains("unknown key"));
}

TEST_CASE("ramp: the largest code of those converted together decides, whole at the top") {
  const ConversionSteps of = steps(*make("ramp", 3, kEarly), false);
  CHECK(of.full == 8);
  CHECK(of.of_code == std::vector<std::int32_t>{1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(of.stop_together);
  CHECK(of.save_time);
  // A signed one starts at its lowest code.
  CHECK(steps(*make("ramp", 3, kEarly), true).of_code == of.of_code);
}

TEST_CASE("cco: energy goes with the counted periods, time does not") {
  const ConversionSteps of = steps(*make("cco", 3, kEarly), true);
  CHECK(of.full == 4);
  CHECK(of.of_code == std::vector<std::int32_t>{4, 3, 2, 1, 0, 1, 2, 3});
  CHECK(!of.stop_together);
  CHECK(!of.save_time);
}

TEST_CASE("sar: one comparison more, and the highest bits' decisions less where they are 0") {
  const std::string keys = kEarly + ", skipped_bits: 2";
  const ConversionSteps of = steps(*make("sar", 4, keys), false);
  CHECK(of.full == 4);
  REQUIRE(of.of_code.size() == 16);
  for (int code = 0; code < 16; ++code) CHECK(of.of_code[code] == (code < 4 ? 3 : 5));
  const ConversionSteps is_signed = steps(*make("sar", 4, keys), true);
  for (int code = -8; code < 8; ++code)
    CHECK(is_signed.of_code[code + 8] == (code > -2 && code < 2 ? 3 : 5));
}

TEST_CASE("sar: skipped_bits and early_termination need each other, and bits to decide") {
  CHECK_THROWS_WITH(make("sar", 4, kEarly), Catch::Contains("skipped_bits"));
  CHECK_THROWS_WITH(make("sar", 4, ", skipped_bits: 2"), Catch::Contains("skipped_bits"));
  CHECK_THROWS_WITH(make("sar", 4, kEarly + ", skipped_bits: 3"),
                    Catch::Contains("below bits - 1"));
  CHECK_THROWS_WITH(make("ramp", 15, kEarly), Catch::Contains("14 or less"));
}

TEST_CASE("steps of a pass: rounds one after the other, each as long as its longest conversion") {
  ConversionSteps of;
  of.full = 8;
  of.converters = 2;
  for (int k = 0; k < 8; ++k) of.of_code.push_back(k + 1);
  const std::vector<std::int32_t> codes{1, 4, 0, 0, 7};
  PassSteps pass = steps_of(of, codes, 5);
  CHECK(pass.time == 5 + 1 + 8);
  CHECK(pass.energy == 2 + 5 + 1 + 1 + 8);
  of.stop_together = true;
  pass = steps_of(of, codes, 5);
  CHECK(pass.time == 5 + 1 + 8);
  CHECK(pass.energy == 2 * 5 + 2 * 1 + 8);
  of.save_time = false;
  CHECK(steps_of(of, codes, 5).time == 3 * 8);
  of.of_code.clear();  // no codes: whole conversions
  CHECK(steps_of(of, codes, 5).energy == 5 * 8);
}

}  // namespace
}  // namespace mho
