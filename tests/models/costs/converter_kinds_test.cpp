// What every kind of cost model of a converter keeps; and each kind against its formula.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "models/costs/component.hpp"
#include "models/costs/converter_survey/converter_figures.hpp"
#include "models/costs/converter_survey/published_converters.hpp"
#include "tests/models/costs/cost_case.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

/// Kinds of converters inside arrays (array_converters_test.cpp): good for few bits, too, and with
/// no static share.
const std::set<std::string> kInArrays{"charge_sharing", "flash", "oscillator",
                                      "ramp",           "sar",   "sense_amplifier"};

/// Keys of each kind, with which more bits cost more.
const std::map<std::string, std::string> kKeys{
    {"survey", "kind: survey"},
    {"walden", "kind: walden, fom: 20 fJ"},
    {"schreier", "kind: schreier, fom_db: 165"},
    {"table", "kind: table"},
    {"charge_sharing", "kind: charge_sharing"},
    {"flash", "kind: flash"},
    {"oscillator", "kind: oscillator"},
    {"ramp", "kind: ramp"},
    {"sar", "kind: sar"},
    {"sense_amplifier", "kind: sense_amplifier"},
    {"formula",
     "kind: formula, energy: 2 * fJ * 2^enob, area: 4 * um2 * 2^bits, leakage: rate * 0.1 * fJ, "
     "source: test, min_bits: 4, max_bits: 12, min_node: 22 nm, max_node: 65 nm"}};

std::shared_ptr<CostModel> model_of(const Kind<CostModel>& kind) {
  INFO("a new kind needs an entry in this test's kKeys: " << kind.name);
  REQUIRE(kKeys.count(kind.name) == 1);
  return converter_model(kKeys.at(kind.name));
}

TEST_CASE("costs of converters are finite, not negative, and have a source") {
  for (const Kind<CostModel>& kind : converter_cost_kinds()) {
    const auto model = model_of(kind);
    for (const int bits : {1, 4, 8, 14})
      for (const double rate : {0.0, 1e5, 1e9})
        for (const double node : {7.0, 28.0, 130.0}) {
          const Cost cost = model->cost(duty(bits, rate, node));
          INFO(kind.name << ", " << bits << " bits, " << rate << " Hz, " << node << " nm");
          for (const double value :
               {cost.energy.value(), cost.area.value(), cost.leakage.value(), cost.delay.value()}) {
            CHECK(std::isfinite(value));
            CHECK(value >= 0);
          }
          CHECK(cost.energy.value() > 0);
          CHECK(cost.source.size() > 3);
        }
  }
}

TEST_CASE("more bits cost more in every model of a converter that is not a list") {
  for (const Kind<CostModel>& kind : converter_cost_kinds()) {
    if (std::string(kind.name) == "table") continue;
    // An oscillator counts as many periods as 10 ns have room for.
    if (std::string(kind.name) == "oscillator") continue;
    const auto model = model_of(kind);
    for (int bits = 4; bits < 12; ++bits) {
      INFO(kind.name << ", " << bits << " bits");
      const Cost cost = model->cost(duty(bits, 1e8, 28));
      const Cost more = model->cost(duty(bits + 1, 1e8, 28));
      CHECK(more.energy > cost.energy);
      CHECK(more.area > cost.area);
    }
  }
}

TEST_CASE("every model of a converter warns outside of its range") {
  for (const Kind<CostModel>& kind : converter_cost_kinds()) {
    INFO(kind.name);
    const auto model = model_of(kind);
    const int bits = kInArrays.count(kind.name) == 1 ? 15 : 2;
    CHECK(!model->cost(duty(bits, 1e8, 28)).warnings.empty());
    CHECK(!model->cost(duty(8, 1e8, 2000)).warnings.empty());
  }
}

TEST_CASE("a model of a converter is written back as it was read") {
  for (const Kind<CostModel>& kind : converter_cost_kinds()) {
    const CostModelFile file{&converter_cost_kinds(), model_of(kind)};
    const std::string text = write_spec(file);
    INFO(text);
    CHECK(write_spec(read_spec<CostModelFile>(Document::parse(text, "written.yaml"))) == text);
  }
}

TEST_CASE("every key of a model of a converter is documented") {
  const std::string text = describe_spec<CostModelFile>("model");
  for (const char* key : {"percentile", "fom", "fom_db", "converters", "energy", "static_share"})
    CHECK(text.find(key) != std::string::npos);
}

TEST_CASE("energy and static power are the whole power at the rate of the converter") {
  for (const Kind<CostModel>& kind : converter_cost_kinds()) {
    if (std::string(kind.name) == "formula" || kInArrays.count(kind.name) == 1) continue;
    const std::string keys = kKeys.at(kind.name);
    const Duty at = duty(8, 1e8, 28);
    const Cost whole = converter_model(keys + ", static_share: 0")->cost(at);
    const Cost shared = converter_model(keys + ", static_share: 0.25")->cost(at);
    INFO(kind.name);
    CHECK(whole.leakage.value() == 0);
    CHECK(shared.energy.value() == Approx(0.75 * whole.energy.value()));
    CHECK(shared.energy.value() + (shared.leakage * shared.delay).value() ==
          Approx(whole.energy.value()));
  }
}

TEST_CASE(
    "a converter's block takes its model's values at the time that it states, or the model's") {
  struct ConverterBlock {
    TimedComponent cost;
    void fields(Fields& f) { cost.fields(f, converter_cost_kinds()); }
  };
  const auto block = [](const std::string& text) {
    ConverterBlock read = read_spec<ConverterBlock>(Document::parse(text, "test.yaml"));
    std::vector<std::string> warnings;
    read.cost.evaluate(duty(8, 0, 28), warnings);
    return read.cost;
  };
  const auto model = converter_model("kind: survey");
  const TimedComponent stated = block("{model: {kind: survey}, delay: 2 ns}");
  CHECK(stated.delay.value() == Approx(2e-9));
  CHECK(stated.energy == model->cost(duty(8, 5e8, 28)).energy);
  CHECK(stated.area.value() == Approx(model->cost(duty(8, 5e8, 28)).area.value()));
  const TimedComponent open = block("{model: {kind: survey, rate: 100 MHz}}");
  CHECK(open.delay.value() == Approx(10e-9));
}

TEST_CASE("figures of merit: 2-fold a bit by Walden, 4-fold by Schreier, from their definitions") {
  const Energy step = from_si<Energy>(10e-15);
  CHECK(pj(walden_energy(8, step)) == Approx(2.56));
  // 168 dB at 8 bits, 49.92 dB: P = f/2 10^((49.92 - 168)/10).
  CHECK(pj(schreier_energy(8, 168)) ==
        Approx(0.5e12 * std::pow(10, (49.9257 - 168) / 10)).epsilon(1e-4));
  CHECK(schreier_energy(9, 168) / schreier_energy(8, 168) == Approx(4));
  const Cost cost =
      converter_model("kind: walden, fom: 10 fJ, area: 500 um2, enob: 7, static_share: 0")
          ->cost(duty(8, 1e9, 28));
  CHECK(pj(cost.energy) == Approx(1.28));
  CHECK(um2(cost.area) == Approx(500));
}

TEST_CASE("figures of merit warn when no converter is that good, and where they do not hold") {
  const auto walden = [](const char* fom, int bits) {
    return converter_model(std::string("kind: walden, area: 1 um2, fom: ") + fom)
        ->cost(duty(bits, 1e6, 28));
  };
  CHECK(walden("20 fJ", 8).warnings.empty());
  CHECK(warns(walden("0.353 fJ", 10), "below the best"));
  CHECK(!warns(walden("0.355 fJ", 10), "below the best"));
  CHECK(warns(walden("20 fJ", 13), "up to about 12"));
  CHECK(warns(walden("1 fJ", 4), "takes less than 190 fJ"));
  const auto schreier = [](const char* fom, int bits) {
    return converter_model(std::string("kind: schreier, area: 1 um2, fom_db: ") + fom)
        ->cost(duty(bits, 1e6, 28));
  };
  CHECK(schreier("170", 12).warnings.empty());
  CHECK(warns(schreier("170", 11), "says too little"));
  CHECK(warns(schreier("189.3", 12), "above the best"));
}

TEST_CASE("the built-in table is what the configuration file says, with one entry a name") {
  const auto& all = published_converters();
  CHECK(all.size() > 20);
  for (const PublishedConverter& entry : all) {
    INFO(entry.name);
    CHECK(std::count_if(all.begin(), all.end(),
                        [&](const auto& other) { return other.name == entry.name; }) == 1);
    const Cost cost = converter_model("kind: table, name: " + entry.name)
                          ->cost(duty(8, entry.rate.value(), entry.node.value() * 1e9));
    CHECK(cost.source.find(entry.source) != std::string::npos);
    CHECK(cost.area == entry.area);
  }
  struct File {
    std::vector<PublishedConverter> converters;
    void fields(Fields& f) { f.sections("converters", converters, "Converters."); }
  };
  const File file = read_spec<File>(
      Document::load(std::string(kSourceDir) + "/configs/circuits/published_converters.yaml"));
  CHECK(file.converters.size() == all.size());
}

TEST_CASE(
    "the table's converters are good ones of the survey: most under its median, none over 95 %") {
  int below_median = 0;
  int measured = 0;
  for (const PublishedConverter& entry : published_converters()) {
    if (!entry.measured) continue;
    const ConverterDemand at{entry.enob, entry.rate, entry.node};
    INFO(entry.name);
    CHECK(entry.energy < survey_energy(at, 95));
    CHECK(entry.energy >= survey_least_energy(entry.enob));
    below_median += entry.energy < survey_energy(at, 50);
    ++measured;
  }
  CHECK(below_median > measured / 2);
}

TEST_CASE("the table takes the nearest measured converter, tells the distance, scales nothing") {
  const auto model = converter_model("kind: table, static_share: 0");
  const Cost near = model->cost(duty(7, 1e9, 28));
  CHECK(near.source.find("lien_vlsi_2012") != std::string::npos);
  CHECK(pj(near.energy) == Approx(6));
  CHECK(um2(near.area) == Approx(4000));
  // 0.1 effective bits and log10(1000/750) = 0.125 decades away.
  CHECK(warns(near, "distance 0.16"));
  const Cost exact = converter_model("kind: table, enob: 6.9")->cost(duty(7, 750e6, 28));
  CHECK(exact.warnings.empty());
  // ISAAC's assumed converter is nearer than any measured one, and is not taken unasked.
  CHECK(model->cost(duty(8, 1.2e9, 32)).source.find("(measured") != std::string::npos);
  const Cost isaac = converter_model("kind: table, name: isaac_isca_2016, static_share: 0")
                         ->cost(duty(8, 1.2e9, 32));
  CHECK(pj(isaac.energy) == Approx(1.667));
  CHECK(isaac.warnings.empty());
}

TEST_CASE("the table can be one's own, and a wrong name says which there are") {
  const std::string own =
      "kind: table, converters: [{name: mine, measured: true, node: 28 nm, enob: 7, rate: 1 GHz, "
      "energy: 3 pJ, area: 10 um2, source: lab}]";
  CHECK(pj(converter_model(own + ", static_share: 0")->cost(duty(8, 1e6, 7)).energy) == Approx(3));
  CHECK_THROWS_WITH(converter_model(own + ", name: yours"),
                    Catch::Contains("test.yaml:1: model.name") && Catch::Contains("allowed: mine"));
}

}  // namespace
}  // namespace mho
