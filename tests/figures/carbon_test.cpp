// Carbon as a run's figures: identities between metrics, limit cases, and nothing of it where it is
// not asked for.
#include <catch2/catch.hpp>

#include "sim/cache/cache.hpp"
#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/report/label_svg.hpp"
#include "sim/report/text.hpp"
#include "tests/run/lenet_run.hpp"

namespace mho {

namespace {

RunSpec small_run(const std::vector<std::string>& sets) {
  std::vector<std::string> all{"carbon=" + std::string(kSourceDir) +
                               "/configs/carbon/footprint_world.yaml"};
  all.insert(all.end(), sets.begin(), sets.end());
  return lenet_spec(all);
}

Results results_of(const RunSpec& spec, Cache* cache = nullptr) {
  RunControl control;
  control.threads = 1;
  control.cache = cache;
  return run(spec, {"test", 0}, control);
}

Results carbon_run(const std::vector<std::string>& sets) { return results_of(small_run(sets)); }

double value_at(const Results& results, const std::string& name) {
  INFO(name);
  REQUIRE(results.find(name) != nullptr);
  return results.find(name)->value;
}

const std::string kTraining =
    "carbon.training={emission: 284 t, inferences: 1e9, source: Strubell et al. 2019}";

}  // namespace

TEST_CASE("a run that asks for no carbon has no metric, section or key of it") {
  const Results results = lenet_results();
  for (const Metric& metric : results.metrics) {
    CHECK_FALSE(metric.name.starts_with("carbon."));
    CHECK_FALSE(metric.name.starts_with("remote."));
  }
  CHECK(results.carbon_factors.empty());
  CHECK_FALSE(results.label);
  CHECK(to_text(results).find("Carbon") == std::string::npos);
  CHECK(to_json(results).find("carbon_factors") == std::string::npos);
  CHECK(results.resolved_yaml.find("\ncarbon:") == std::string::npos);
}

TEST_CASE("use is energy times the grid, making is dies, packages and memory") {
  const Results results = carbon_run({"carbon.pue=1.2", "carbon.year=2015"});
  CHECK(value_at(results, "carbon.intensity") == Approx(533.37));
  CHECK(value_at(results, "carbon.energy") ==
        Approx(1.2 * value_at(results, "energy.per_inference")));
  CHECK(value_at(results, "carbon.use") ==
        Approx(value_at(results, "carbon.energy") / 3.6e6 * 533.37));
  // Between 28 nm and the 20 nm of the table; ACT's yield and package.
  CHECK(value_at(results, "carbon.dies") ==
        Approx(1162.2 / 0.875 * value_at(results, "area.chip") / 100));
  CHECK(value_at(results, "carbon.packages") == Approx(150));
  CHECK(value_at(results, "carbon.memory") == 0);
  CHECK(value_at(results, "carbon.made") ==
        Approx(value_at(results, "carbon.dies") + value_at(results, "carbon.packages")));
}

TEST_CASE("the software carbon intensity is use and a share of making, and breaks even") {
  const Results results = carbon_run({});
  const double use = value_at(results, "carbon.use");
  const double made = value_at(results, "carbon.made");
  CHECK(value_at(results, "carbon.sci") ==
        Approx(use + made / value_at(results, "carbon.inferences")));
  CHECK(value_at(results, "carbon.per_million") == Approx(1e6 * value_at(results, "carbon.sci")));
  CHECK(value_at(results, "carbon.break_even") == Approx(made / use));
  CHECK(value_at(results, "carbon.after.1e6") == Approx(use + made / 1e6));
  CHECK(value_at(results, "carbon.life") ==
        Approx(value_at(results, "carbon.sci") * value_at(results, "carbon.inferences")));
}

TEST_CASE("a short life, or few inferences a day, make making the larger part") {
  const Results day = carbon_run({"carbon.lifetime=1 day", "duty_cycle={inferences_per_day: 10}"});
  CHECK(value_at(day, "carbon.inferences") == Approx(10));
  CHECK(value_at(day, "carbon.sci") > value_at(day, "carbon.made") / 10);
  CHECK(value_at(day, "carbon.made_share") > 90);
  CHECK(value_at(day, "carbon.energy") == Approx(value_at(day, "duty.energy_per_inference")));
}

TEST_CASE("a chip that only waits has a life, and no carbon per inference") {
  const Results none = carbon_run({"duty_cycle={inferences_per_day: 0}"});
  CHECK(value_at(none, "carbon.inferences") == 0);
  CHECK(none.find("carbon.sci") == nullptr);
  CHECK(none.find("carbon.per_million") == nullptr);
  const double days = 3 * 365.25;
  CHECK(value_at(none, "carbon.life") ==
        Approx(value_at(none, "carbon.made") +
               value_at(none, "duty.energy_per_day") * days / 3.6e6 * 483.68));
  CHECK(to_text(none).find("whole life") != std::string::npos);
}

TEST_CASE("training is spread over the inferences that are stated") {
  const Results results = carbon_run({kTraining});
  CHECK(value_at(results, "carbon.training") == Approx(284e6));
  CHECK(value_at(results, "carbon.training.per_inference") == Approx(0.284));
  CHECK(value_at(results, "carbon.training.break_even") ==
        Approx(284e6 / value_at(results, "carbon.use")));
  CHECK(value_at(results, "carbon.training.per_million") ==
        Approx(284e6 / (1e6 * value_at(results, "carbon.use"))));
  CHECK(value_at(results, "carbon.after.1e9") ==
        Approx(value_at(results, "carbon.use") + (284e6 + value_at(results, "carbon.made")) / 1e9));
  const Results energy =
      carbon_run({"carbon.training={energy: 1000 MWh, pue: 1.5, inferences: 1e9, source: a test}"});
  CHECK(value_at(energy, "carbon.training") == Approx(1.5e6 * 483.68));
}

TEST_CASE("chiplets have smaller dies, of better yield, and a package that joins them") {
  const std::vector<std::string> model{
      "carbon.yield={model: negative_binomial, defects_per_cm2: 10}"};
  std::vector<std::string> cut = model;
  cut.push_back("carbon.chiplets={number: 4, package: package_rdl_fanout_eco_chip}");
  const Results whole = carbon_run(model);
  const Results chiplets = carbon_run(cut);
  CHECK(value_at(chiplets, "carbon.yield") > value_at(whole, "carbon.yield"));
  CHECK(value_at(chiplets, "carbon.dies") < value_at(whole, "carbon.dies"));
  CHECK(value_at(chiplets, "carbon.packages") > value_at(whole, "carbon.packages"));
}

TEST_CASE("making the memory beside the chip is capacity times ACT's figure for its kind") {
  const std::string table = std::string(kSourceDir) + "/configs/carbon/memory_act_isca_2022.yaml";
  const auto memory_of = [&](const std::string& kind) {
    return value_at(carbon_run({"chip.off_chip=" + std::string(kSourceDir) +
                                    "/configs/memories/lpddr4_3200.yaml",
                                "carbon.memory={from: " + table + ", kind: " + kind + "}"}),
                    "carbon.memory");
  };
  // 2 GiB; Table 1 of ACT (ISCA 2022).
  CHECK(memory_of("lpddr4") == Approx(2.147483648 * 48));
  CHECK(memory_of("ddr3_50nm") == Approx(2.147483648 * 600));
  CHECK_THROWS_WITH(memory_of("lpddr5"), Catch::Contains("carbon.memory.kind") &&
                                             Catch::Contains("there are ddr3_50nm"));
  // Without a memory beside the chip there is none to make.
  CHECK(value_at(carbon_run({"carbon.memory={from: " + table + ", kind: lpddr4}"}),
                 "carbon.memory") == 0);
}

TEST_CASE("a server that is a chip of its own takes what a run on that chip takes") {
  const std::string tpu = std::string(kSourceDir) + "/configs/chips/tpu_v1_isca_2017.yaml";
  RunSpec direct =
      lenet_spec({"chip=" + tpu, "engine.values=off", "engine.images=40", "placement.batch=20"});
  const Results alone = results_of(direct);
  const Results sent = carbon_run({"carbon.remote.chip=" + tpu, "carbon.remote.batch=20"});
  CHECK(value_at(sent, "remote.machine") == Approx(value_at(alone, "energy.per_inference")));
  const Results one = carbon_run({"carbon.remote.chip=" + tpu});
  // Weights come from DRAM for each batch.
  CHECK(value_at(one, "remote.machine") > 5 * value_at(sent, "remote.machine"));
  CHECK(value_at(sent, "remote.server") ==
        Approx(1.56 * value_at(sent, "remote.machine") / (1 - 0.048)));
  CHECK(value_at(sent, "remote.latency") > value_at(alone, "latency.first"));
  // What is simulated here stays as it is, and the resolved run has the figures.
  CHECK(value_at(sent, "energy.per_inference") == value_at(carbon_run({}), "energy.per_inference"));
  CHECK(sent.resolved_yaml.find("tpu_v1_isca_2017, simulated, 20 at once") != std::string::npos);
  CHECK_THROWS_WITH(carbon_run({"carbon.remote.chip=" + std::string(kSourceDir) +
                                    "/configs/chips/imec_cicc_2021.yaml",
                                "carbon.remote.chip.tiles=1"}),
                    Catch::StartsWith("") && Catch::Contains("carbon.remote.chip: "));
}

TEST_CASE("sent away, an image takes network and server, within the range of the network") {
  const Results results = carbon_run({});
  const double bits = 28 * 28 * 8;
  CHECK(value_at(results, "remote.bytes") == Approx(bits / 8 + 10));
  CHECK(value_at(results, "remote.link") ==
        Approx(value_at(results, "remote.bytes") * 0.03 * 3.6e-3));
  CHECK(value_at(results, "remote.machine") ==
        Approx(2 * value_at(results, "macs.per_inference") / (2.827e12 * 0.4)));
  CHECK(value_at(results, "remote.server") ==
        Approx(1.56 * value_at(results, "remote.machine") / 0.952));
  CHECK(value_at(results, "remote.ratio.low") < value_at(results, "remote.ratio"));
  CHECK(value_at(results, "remote.ratio") < value_at(results, "remote.ratio.high"));
  CHECK(results.find("remote.even") == nullptr);  // this server takes more by itself
  const Results even = carbon_run({"carbon.remote.server.tops_per_joule=1e5"});
  CHECK(value_at(even, "remote.even") ==
        Approx((value_at(even, "carbon.energy") - value_at(even, "remote.server")) /
               value_at(even, "remote.bytes") / 3.6e-3));
}

TEST_CASE("a node that the fab's table does not have is told in the notes") {
  const auto told = [](const Results& results) {
    return to_text(results).find("extrapolated: fab_act_isca_2022 has no 65 nm") !=
           std::string::npos;
  };
  CHECK_FALSE(told(carbon_run({})));
  CHECK(told(carbon_run({"chip.technology=65nm"})));
}

TEST_CASE("a run at other factors of carbon computes nothing anew") {
  Cache cache;
  results_of(small_run({}), &cache);
  const auto computed = cache.tally.computed;
  results_of(small_run({"carbon.year=2015", "carbon.region=FRA", "carbon.lifetime=1 year",
                        "carbon.fab.package_g=100", kTraining}),
             &cache);
  CHECK(cache.tally.computed == computed);
}

TEST_CASE("a label has the classes of what can be compared, and draws them") {
  const Results results = carbon_run({"carbon.remote.server.latency=1 ms"});
  REQUIRE(results.label);
  REQUIRE(results.label->rows.size() == 3);
  CHECK(results.label->rows[0].index ==
        Approx(value_at(results, "remote.machine") / value_at(results, "carbon.energy")));
  CHECK(results.label->rows[1].index == Approx(1e-3 / value_at(results, "latency.first")));
  CHECK(results.label->rows[2].index ==
        Approx(value_at(results, "accuracy.analog.mean") / value_at(results, "accuracy.float")));
  const std::string svg = label_svg(results);
  CHECK(svg.find("no official label") != std::string::npos);
  CHECK(svg.find("Fischer") != std::string::npos);
  CHECK(svg.find("grid_owid_2024, world 2023") != std::string::npos);
  CHECK(to_json(results).find("\"label\"") != std::string::npos);
}

}  // namespace mho
