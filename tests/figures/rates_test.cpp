// Rates, of times written by hand and of real schedules.
#include "sim/figures/rates.hpp"

#include <catch2/catch.hpp>

#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

constexpr double kRateRounding = 1e-12;
constexpr double kFemto = 1e-15;

EngineResult finishing(std::vector<std::int64_t> finish_fs, std::int64_t turn) {
  EngineResult engine;
  engine.start_fs.assign(finish_fs.size(), 0);
  engine.end_fs = finish_fs.back();
  engine.finish_fs = std::move(finish_fs);
  engine.turn = turn;
  return engine;
}

/// LeNet-5 on two tiles: it does not fit, phases take turns on the arrays.
RunSpec reloading(int batch, int images, int tiles = 2) {
  return lenet_spec(
      {"engine.values=off",
       "chip.off_chip=" + std::string(kSourceDir) + "/configs/memories/lpddr4_3200.yaml",
       "chip.tiles=" + std::to_string(tiles), "placement.batch=" + std::to_string(batch),
       "engine.images=" + std::to_string(images)});
}

Results counted(const RunSpec& spec) { return run(spec, {"test", 0}, {1, {}}); }

}  // namespace

TEST_CASE("images that follow one another have the rate between the first and the last") {
  CHECK(*steady_throughput(finishing({100, 150, 200, 260}, 1)) ==
        Approx(3 / (160 * kFemto)).epsilon(kRateRounding));
}

TEST_CASE("a batch's images come together, and a rate is taken from batch to batch") {
  // Two batches of three that end 1,000 fs apart, their images 2 fs apart.
  CHECK(*steady_throughput(finishing({100, 102, 104, 1100, 1102, 1104}, 3)) ==
        Approx(3 / (1000 * kFemto)).epsilon(kRateRounding));
}

TEST_CASE("a last batch of fewer images changes no steady rate") {
  CHECK(*steady_throughput(finishing({100, 102, 1100, 1102, 1600}, 2)) ==
        Approx(2 / (1000 * kFemto)).epsilon(kRateRounding));
}

TEST_CASE("without two whole turns there is no steady rate, but one of the whole run") {
  for (const EngineResult& engine : {finishing({500}, 1), finishing({496, 498, 500}, 3),
                                     finishing({250, 252, 500}, 2), finishing({490, 500}, 16)}) {
    CHECK_FALSE(steady_throughput(engine).has_value());
    CHECK(average_throughput(engine) ==
          Approx(static_cast<double>(engine.images()) / (500 * kFemto)).epsilon(kRateRounding));
  }
}

TEST_CASE("no steady rate is faster than the busiest resource goes on") {
  EngineResult engine = finishing({100, 199}, 1);
  engine.busiest_fs = 2 * 100;
  CHECK(*steady_throughput(engine) == Approx(1 / (100 * kFemto)).epsilon(kRateRounding));
  engine.busiest_fs = 2 * 98;
  CHECK(*steady_throughput(engine) == Approx(1 / (99 * kFemto)).epsilon(kRateRounding));
}

TEST_CASE("one batch with reloading has the rate of its images over its time") {
  const Results results = counted(reloading(16, 16));
  CHECK(results.find("throughput.steady") == nullptr);
  CHECK(results.find("tops.chip.achieved") == nullptr);
  CHECK(value(results, "throughput.average") ==
        Approx(16 / value(results, "engine.time")).epsilon(kRateRounding));
  CHECK(value(results, "tops.chip.average") < value(results, "tops.chip.peak"));
}

TEST_CASE("the steady rate of batches is what one batch more adds to the time") {
  const int batch = GENERATE(1, 3, 16);
  const int tiles = GENERATE(2, 3);
  const Results few = counted(reloading(batch, 2 * batch, tiles));
  const Results more = counted(reloading(batch, 3 * batch, tiles));
  const double added_s = value(more, "engine.time") - value(few, "engine.time");
  // Where loading hides behind work, the first and last batches hide less of it.
  constexpr double kEnds = 0.02;
  CHECK(value(few, "throughput.steady") == Approx(batch / added_s).epsilon(kEnds));
  CHECK(value(more, "throughput.steady") == Approx(batch / added_s).epsilon(kEnds));
  const Results partial = counted(reloading(batch, 2 * batch + batch / 2, tiles));
  CHECK(value(partial, "throughput.steady") == Approx(batch / added_s).epsilon(kEnds));
}

}  // namespace mho
