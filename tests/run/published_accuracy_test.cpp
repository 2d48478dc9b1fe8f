// Published analog chips classify what they can: LeNet-5 at their own precision, on images enough
// to tell a converter that is set wrongly (chance is 10 %). None of them was published with this
// network; the floors are some three points below what was measured here, which the names say.
#include <catch2/catch.hpp>

#include "sim/figures/run.hpp"
#include "tests/run/default_run.hpp"

namespace mho {
namespace {

void check_accuracy(const std::string& chip, const std::string& workload, double floor) {
  CAPTURE(chip, workload);
  const Document document =
      default_run(chip, workload, {"accuracy.images=200", "accuracy.trials=2", "engine.images=1"});
  const Results results = run(document, {1, {}});
  CHECK(results.find("accuracy.analog.mean")->value >= floor);
  CHECK(results.find("accuracy.quantized")->value >= floor);
  for (const std::string& note : results.notes) CHECK(note.find("Converters ") != 0);
}

constexpr const char* kTrained = "lenet5_fashion_mnist";
constexpr const char* kTernary = "lenet5_ternary_fashion_mnist";

TEST_CASE("neurram_nature_2022 classifies, measured at 89.25 %") {
  check_accuracy("neurram_nature_2022", kTrained, 86);
}
TEST_CASE("imec_cicc_2021 classifies, measured at 91.5 %") {
  check_accuracy("imec_cicc_2021", kTrained, 88.5);
}
TEST_CASE("diana_isscc_2022 classifies, measured at 92 %") {
  check_accuracy("diana_isscc_2022", kTrained, 89);
}
TEST_CASE("sinangil_jssc_2021 classifies, measured at 89 %") {
  check_accuracy("sinangil_jssc_2021", kTrained, 86);
}
TEST_CASE("jia_jssc_2020 classifies, measured at 93 %") {
  check_accuracy("jia_jssc_2020", kTrained, 90);
}
TEST_CASE("hermes_jssc_2022 classifies, measured at 91.75 %") {
  check_accuracy("hermes_jssc_2022", kTrained, 88.5);
}
TEST_CASE("hermes64_natelec_2023 classifies, measured at 91.75 %") {
  check_accuracy("hermes64_natelec_2023", kTrained, 88.5);
}
TEST_CASE("wang_vlsi_2022 classifies, measured at 92 %") {
  check_accuracy("wang_vlsi_2022", kTrained, 89);
}
TEST_CASE("isaac_isca_2016 classifies, measured at 92.5 %") {
  check_accuracy("isaac_isca_2016", kTrained, 89);
}
TEST_CASE("imec_cicc_2021 classifies the ternary network, measured at 93 %") {
  check_accuracy("imec_cicc_2021", kTernary, 90);
}
TEST_CASE("diana_isscc_2022 classifies the ternary network, measured at 94 %") {
  check_accuracy("diana_isscc_2022", kTernary, 90);
}
TEST_CASE("su_jssc_2023 classifies, measured at 93 %") {
  check_accuracy("su_jssc_2023", kTrained, 90);
}
TEST_CASE("li_asscc_2025 classifies, measured at 92 %") {
  check_accuracy("li_asscc_2025", kTrained, 89);
}
TEST_CASE("li_asscc_2025 classifies the ternary network, measured at 92 %") {
  check_accuracy("li_asscc_2025", kTernary, 89);
}
TEST_CASE("c3sram_jssc_2020 classifies, measured at 92.5 %") {
  check_accuracy("c3sram_jssc_2020", kTrained, 89.5);
}
TEST_CASE("xue_isscc_2019 classifies at 3-bit weights and 2-bit inputs, measured at 60 %") {
  check_accuracy("xue_isscc_2019", kTrained, 55);
}

}  // namespace
}  // namespace mho
