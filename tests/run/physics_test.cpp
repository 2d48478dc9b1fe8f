// Whole runs under conditions: ages, effects, ablation, precision, yield. Relations that must hold
// whatever the models say.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "tests/paths.hpp"
#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

Results run_set(const std::vector<std::string>& sets, int threads = 1) {
  Document document = Document::load(kQuickstart);
  for (const char* set : {"accuracy.images=60", "accuracy.trials=3", "engine.images=1",
                          "quantization.calibration_images=32"})
    document.set(set);
  for (const std::string& set : sets) document.set(set);
  return run(read_spec<RunSpec>(document), {kQuickstart, 0}, {threads, {}});
}

const AblationRow& ablation(const Results& results, const std::string& effect) {
  for (const AblationRow& row : results.ablations)
    if (row.effect == effect) return row;
  FAIL("no ablation of " << effect);
  throw std::logic_error("unreachable");
}

}  // namespace

TEST_CASE("with every effect switched off a chip loses nothing, and its layers are exact") {
  const Results results = run_set(
      {"conditions.without=[programming_error, device_variation, stuck_cells, drift, temperature, "
       "read_noise, telegraph_noise, nonlinearity, dac_error, wire_resistance, column_limit, "
       "column_noise, adc_mismatch, adc_noise]",
       "chip.tile.macro.adc.bits=24", "chip.tile.macro.adc.range=full_scale",
       "chip.tile.macro.adc.percentile=1"});
  CHECK(value(results, "accuracy.loss.mean") == 0);
  CHECK(value(results, "accuracy.yield") == 100);
  for (const LayerRow& row : results.layers) CHECK_FALSE(row.snr_alone_db.has_value());
}

TEST_CASE("an ablation names the machine's effects, and its parts are paired with the run") {
  const Results results = run_set({"accuracy.ablate=true"});
  REQUIRE(results.ablations.size() >= 3);
  const Results quiet = run_set({"conditions.without=[programming_error]"});
  // Saved by removing it = loss with everything - loss without it, of the same chips and images.
  CHECK(ablation(results, "programming_error").removed_points.mean ==
        Approx(value(results, "accuracy.loss.mean") - value(quiet, "accuracy.loss.mean"))
            .margin(kRounding));
  CHECK(ablation(results, "read_noise").alone_points.ci95.has_value());
}

TEST_CASE("the first of several ages is the run itself; an ablation leaves out what is off") {
  const Results results = run_set(
      {"conditions.ages=[0 s, 1 day]", "conditions.without=[read_noise]", "accuracy.ablate=true"});
  REQUIRE(results.ages.size() == 2);
  CHECK(results.ages[0].accuracy_percent.mean == value(results, "accuracy.analog.mean"));
  CHECK(results.ages[1].age_s == 86400);
  CHECK(results.ages[1].loss_points.mean ==
        Approx(value(results, "accuracy.quantized") - results.ages[1].accuracy_percent.mean)
            .margin(kRounding));
  for (const AblationRow& row : results.ablations) CHECK(row.effect != "read_noise");
}

TEST_CASE("trials stop as soon as the interval is narrow enough, at the same one on any threads") {
  constexpr double kPoints = 9;  // on 60 images: their sampling alone makes half of it
  const std::vector<std::string> sets{"accuracy.trials=12", "accuracy.precision=9"};
  const auto half_width = [](const Results& of) {
    const double mean = value(of, "accuracy.loss.mean");
    return std::max(mean - value(of, "accuracy.loss.ci95.low"),
                    value(of, "accuracy.loss.ci95.high") - mean);
  };
  const Results results = run_set(sets);
  const double trials = value(results, "accuracy.trials");
  CHECK(trials >= 3);
  CHECK(trials < 12);
  CHECK(half_width(results) <= kPoints);
  // One trial fewer was not enough, or it was the third.
  if (trials > 3) {
    const Results fewer =
        run_set({"accuracy.trials=" + std::to_string(static_cast<int>(trials) - 1)});
    CHECK(half_width(fewer) > kPoints);
  }
  CHECK(to_json(run_set(sets, 3)) == to_json(results));
}

TEST_CASE("a precision that the trials do not reach is said, and all of them are run") {
  const Results results = run_set({"accuracy.precision=0.001"});
  CHECK(value(results, "accuracy.trials") == 3);
  bool said = false;
  for (const std::string& note : results.notes)
    said = said || (note.find("The loss is known to +- ") == 0 &&
                    note.find("+- 0.001 points needs about") != std::string::npos);
  CHECK(said);
}

TEST_CASE("images of a class add up, and what one class loses the others gain") {
  const Results results = run_set({});
  double images = 0, exact = 0, analog = 0;
  for (const ClassRow& row : results.classes) {
    images += static_cast<double>(row.images);
    exact += row.quantized_percent / 100 * static_cast<double>(row.images);
    analog += row.analog_percent / 100 * static_cast<double>(row.images);
    double moved = 0;
    for (const double change : row.change) moved += change;
    CHECK(moved == Approx(0).margin(kRounding));
  }
  CHECK(images == 60);
  CHECK(exact == Approx(60 * value(results, "accuracy.quantized") / 100));
  CHECK(analog == Approx(60 * value(results, "accuracy.analog.mean") / 100));
}

TEST_CASE("yield is the share of chips within the stated loss") {
  const Results strict = run_set({"accuracy.yield_loss=0", "accuracy.trials=6"});
  const Results lenient = run_set({"accuracy.yield_loss=100", "accuracy.trials=6"});
  CHECK(value(lenient, "accuracy.yield") == 100);
  CHECK(value(strict, "accuracy.yield") < 100);
}

}  // namespace mho
