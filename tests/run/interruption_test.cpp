// A run that is interrupted keeps the trials that are finished, says so, and leaves nothing in a
// cache that a whole run would not have left.
#include <catch2/catch.hpp>
#include <map>

#include "sim/cache/cache.hpp"
#include "sim/figures/run.hpp"
#include "sim/report/json.hpp"
#include "sim/run/profile.hpp"
#include "tests/config/folder.hpp"
#include "tests/run/default_run.hpp"
#include "tests/run/values.hpp"

namespace mho {

namespace {

Document short_run(const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets{"accuracy.images=40", "engine.images=2",
                                "quantization.calibration_images=16"};
  sets.insert(sets.end(), more.begin(), more.end());
  return default_run("edge_rram_28nm", "lenet5_fashion_mnist", sets);
}

/// Asks once `share` of a stage that begins with `stage` is done.
RunControl interrupted_at(const std::string& stage, double share, Interruption& interruption) {
  RunControl control;
  control.threads = 1;
  control.interruption = &interruption;
  control.progress = [&interruption, stage, share](const std::string& now, double done) {
    if (now.starts_with(stage) && done >= share) interruption.ask();
  };
  return control;
}

std::string json_of_metrics(const Results& results) {
  Results some;
  some.metrics = results.metrics;
  some.judged = results.judged;
  return to_json(some);
}

}  // namespace

TEST_CASE("an interrupted run has the figures of a run of the trials that were finished") {
  Interruption interruption;
  const Results partial =
      run(short_run({"accuracy.trials=6"}), interrupted_at("accuracy, ", 0.5, interruption));
  REQUIRE(partial.partial);
  CHECK(partial.partial->trials == 3);
  CHECK(partial.partial->of == 6);
  CHECK(value(partial, "accuracy.trials") == 3);
  CHECK_THAT(partial.caveats.at(0), Catch::StartsWith("PARTIAL: interrupted after 3 of 6 trials"));
  CHECK(json_of_metrics(partial) ==
        json_of_metrics(run(short_run({"accuracy.trials=3"}), RunControl{})));
}

TEST_CASE("a run that is interrupted before a trial is finished has nothing to report") {
  Interruption interruption;
  RunControl control = interrupted_at("timed engine", 0, interruption);
  CHECK_THROWS_AS(run(short_run({"accuracy.trials=6"}), control), Interrupted);
}

TEST_CASE("an interruption after the last trial leaves a whole run whole") {
  Interruption interruption;
  RunControl control;
  control.interruption = &interruption;
  const Results whole = run(short_run({"accuracy.trials=2"}), control);
  CHECK(interruption.is_heeded());
  CHECK_FALSE(whole.partial);
  CHECK(whole.caveats.empty());
}

TEST_CASE("a partial run leaves its trials in the cache, and no other") {
  const Folder folder;
  const auto kept_in = [&](const std::string& name) {
    return Cache(CacheFolder(folder.path() + "/" + name, CacheFolder::kUsualBytes));
  };
  const Document six = short_run({"accuracy.trials=6"});
  const std::string without = to_json(run(six, RunControl{}));
  {
    Cache cache = kept_in("one");
    Interruption interruption;
    RunControl control = interrupted_at("accuracy, ", 0.5, interruption);
    control.cache = &cache;
    CHECK(run(six, control).partial);
  }
  Cache cache = kept_in("one");
  Profile profile;
  RunControl control;
  control.cache = &cache;
  control.profile = &profile;
  CHECK(to_json(run(six, control)) == without);
  const StageUse& trials = profile.stages().at("classes of a trial");
  CHECK(trials.folder.count == 3);
  CHECK(trials.computed.count == 3);
}

TEST_CASE("an interruption at a later age keeps the ages that are whole") {
  Interruption interruption;
  const Results partial = run(short_run({"accuracy.trials=2", "conditions.ages=[1s, 1h, 1day]"}),
                              interrupted_at("accuracy at 86.4 ks", 0, interruption));
  REQUIRE(partial.partial);
  CHECK(partial.partial->trials == 2);
  CHECK(partial.partial->of == 2);
  CHECK(partial.ages.size() == 2);
}

TEST_CASE("an interrupted ablation keeps the sources of error that are whole") {
  Interruption interruption;
  const Results partial = run(short_run({"accuracy.trials=2", "accuracy.ablate=true"}),
                              interrupted_at("ablation: no programming_error", 0.1, interruption));
  REQUIRE(partial.partial);
  CHECK(partial.ablations.empty());
  CHECK(value(partial, "accuracy.trials") == 2);
}

TEST_CASE("progress is told of every stage that may take long, from nothing to all") {
  std::map<std::string, double> last;
  RunControl control;
  control.progress = [&](const std::string& stage, double share) {
    CHECK(share >= 0);
    CHECK(share <= 1);
    last[stage] = share;
  };
  run(short_run({"accuracy.trials=2"}), control);
  for (const char* stage : {"quantizing", "accuracy in floating point", "accuracy in integers",
                            "calibrating the converters", "programming",
                            "signal to noise of layers", "accuracy, 2 trials"}) {
    INFO(stage);
    CHECK(last[stage] == 1);
  }
  CHECK(last.contains("timed engine"));
}

}  // namespace mho
