// An explanation as text and JSON, and a sensitivity as a table, of made-up figures.
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "sim/report/explanation_json.hpp"
#include "sim/report/explanation_text.hpp"
#include "sim/report/sensitivity_text.hpp"

namespace mho {

namespace {

Explanation some_explanation() {
  Explanation key{"chip.adc.energy", 1.2e-12, "J"};
  key.place = "chip.yaml:7";
  key.source = "a paper";
  Explanation convert{"convert", 2.4e-12, "J", "2 x 1.2 pJ"};
  convert.share = 0.75;
  convert.parts = {key, key};
  Explanation energy{"energy.per_inference", 3.2e-12, "J", "counts x prices", "Of one image."};
  energy.parts = {convert};
  return energy;
}

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("an explanation prints values, shares, workings, places, and each source once") {
  CHECK(to_text(some_explanation(), 9) ==
        "energy.per_inference = 3.2 pJ\n"
        "  Of one image.\n"
        "  = counts x prices\n"
        "  convert  75.0 %  2 x 1.2 pJ = 2.4 pJ\n"
        "    chip.adc.energy = 1.2 pJ  (chip.yaml:7)\n"
        "      from: a paper\n"
        "    chip.adc.energy = 1.2 pJ  (chip.yaml:7)\n");
}

TEST_CASE("an explanation tells a metric's interval and what brings most of the doubt") {
  Explanation energy = some_explanation();
  energy.modelled = {{"adc", "sar", ModelClass::converter, 0.5, std::log(4.0)}};
  Explanation adc{"adc", 1.6e-12, "J"};
  adc.share = 0.5;
  adc.modelled = {{"adc", "sar", ModelClass::converter, 1, std::log(4.0)}};
  energy.parts = {adc};
  CHECK(to_text(energy, 9) ==
        "energy.per_inference = 3.2 pJ\n"
        "  Of one image.\n"
        "  = counts x prices\n"
        "  80 %: 1.6 to 6.4 pJ; most of the doubt: adc (converter, 4.00x)\n"
        "  adc  50.0 %  1.6 pJ  (80 %: 400 fJ to 6.4 pJ)\n");
  const auto tree = nlohmann::json::parse(to_json(energy));
  CHECK(tree.at("interval").at(1).get<double>() == Approx(6.4e-12));
}

TEST_CASE("an explanation that is cut off says how much there is below") {
  const std::string text = to_text(some_explanation(), 2);
  CHECK(times(text, "chip.adc.energy") == 0);
  CHECK(times(text, "(2 parts more; --depth)") == 1);
}

TEST_CASE("an explanation as JSON has what the tree has, and nothing empty") {
  const auto tree = nlohmann::json::parse(to_json(some_explanation()));
  CHECK(tree.at("value") == 3.2e-12);
  CHECK_FALSE(tree.contains("place"));
  const auto& key = tree.at("parts").at(0).at("parts").at(0);
  CHECK(key.at("place") == "chip.yaml:7");
  CHECK_FALSE(key.contains("parts"));
}

TEST_CASE("a sensitivity prints the constants that move the metric most, and names the others") {
  Sensitivity found{"energy.per_inference", 2e-9, "J", {}, {"chip.area"}, {"chip.clock"}};
  found.rows = {{"chip.adc.energy", 1e-12, "J", 0.05, -0.05, false, "chip.yaml:7"},
                {"chip.adc.delay", 1e-9, "s", 0.01, {}, true, "chip.yaml:8"}};
  const std::string text = to_text(found, 1);
  CHECK(times(text, "energy.per_inference = 2 nJ") == 1);
  CHECK(times(text, "+5.00 %") == 1);
  CHECK(times(text, "-5.00 %") == 1);
  CHECK(times(text, "chip.yaml:7") == 1);
  CHECK(times(text, "1 more move it by less") == 1);
  CHECK(times(text, "do not move it: chip.area") == 1);
  CHECK(times(text, "left out: chip.clock") == 1);
  const std::string both = to_text(found, 2);
  CHECK(times(both, "priced") == 1);
  CHECK(times(both, "run\n") == 1);
}

}  // namespace mho
