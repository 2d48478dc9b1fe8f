// Where time goes: every moment is one stage's, whatever it asks for in turn.
#include <catch2/catch.hpp>
#include <sstream>
#include <thread>

#include <cereal/archives/binary.hpp>

#include "sim/cache/cache.hpp"
#include "sim/figures/run.hpp"
#include "sim/run/profile.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

void pass(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("stages within stages share out the time of the whole, and no moment counts twice") {
  Profile profile;
  const auto start = std::chrono::steady_clock::now();
  {
    const StageClock outer(&profile, "outer");
    pass(2);
    for (int i = 0; i < 2; ++i) {
      StageClock inner(&profile, "inner");
      if (i == 1) inner.was_from(Source::memory);
      pass(5);
      const StageClock innermost(&profile, "innermost");
      pass(5);
    }
  }
  const double whole = seconds_since(start);
  const auto& stages = profile.stages();
  CHECK(stages.at("outer").computed.count == 1);
  CHECK(stages.at("inner").computed.count == 1);
  CHECK(stages.at("inner").memory.count == 1);
  CHECK(stages.at("innermost").computed.count == 2);
  // A sleep is never shorter than it was asked to be.
  CHECK(stages.at("outer").seconds() >= 0.002);
  CHECK(stages.at("inner").computed.seconds >= 0.005);
  CHECK(stages.at("inner").memory.seconds >= 0.005);
  CHECK(stages.at("innermost").seconds() >= 0.010);
  CHECK(profile.seconds() <= whole);
  CHECK(profile.seconds() == Approx(whole).margin(0.001));
}

TEST_CASE("profiles of processes are added, and nobody needs one") {
  Profile profile;
  profile.add("network", Source::computed, 2, 1);
  profile.engine = {1, 100, 10};
  std::stringstream bytes;
  cereal::BinaryOutputArchive out(bytes);
  out(profile);
  Profile other;
  cereal::BinaryInputArchive in(bytes);
  in(other);
  other.add("network", Source::folder, 0.5, 3);
  profile.add(other);
  CHECK(profile.stages().at("network").computed.count == 2);
  CHECK(profile.stages().at("network").folder.count == 3);
  CHECK(profile.seconds() == Approx(4.5));
  CHECK(profile.engine.events == 200);
  { const StageClock clock(nullptr, "nothing"); }
}

TEST_CASE("a run's profile says what was computed, and the second time that nothing was") {
  Document document = Document::load(std::string(kSourceDir) + "/configs/runs/quickstart.yaml");
  for (const char* setting : {"accuracy.images=20", "accuracy.trials=2", "engine.images=1"})
    document.set(setting);
  Cache cache;
  Profile first, second;
  RunControl control;
  control.cache = &cache;
  control.profile = &first;
  const auto start = std::chrono::steady_clock::now();
  static_cast<void>(run(document, control));
  const double taken = seconds_since(start);
  CHECK(first.seconds() <= taken);
  CHECK(first.seconds() > 0.9 * taken);
  CHECK(first.stages().at("classes of a trial").computed.count == 2);
  CHECK(first.stages().at("timed").computed.count == 1);
  CHECK(first.engine.events > 0);
  control.profile = &second;
  static_cast<void>(run(document, control));
  for (const auto& [stage, use] : second.stages())
    if (stage != "figures") CHECK(use.computed.count == 0);
  CHECK(second.stages().at("classes of a trial").memory.count == 2);
  CHECK(second.engine.events == 0);
}

}  // namespace mho
