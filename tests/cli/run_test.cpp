// Whole runs of the program on LeNet-5 with few images: what is printed and written.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

const std::string kQuickRun = "run quickstart --images 20 --trials 2 --engine-images 2 ";

}  // namespace

TEST_CASE("a run prints its report, writes its JSON and is silent on a standard error in a pipe") {
  const ScratchFolder folder;
  const std::string json = folder.file("r.json");
  const Outcome outcome = mho_program(kQuickRun + "--json " + json);
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.empty());
  CHECK(contains(outcome.out, "lenet5_fashion_mnist on edge_rram_28nm"));
  const auto report = nlohmann::json::parse(ScratchFolder::read(json));
  for (const char* metric :
       {"accuracy.float", "accuracy.quantized", "accuracy.analog.mean", "accuracy.analog.ci95.low",
        "accuracy.loss.mean", "accuracy.loss.ci95.high", "tops_per_joule.macro.peak",
        "tops_per_joule.chip.achieved", "tops.chip.achieved", "tops_per_mm2.chip.peak", "area.chip",
        "energy.per_inference", "latency.first", "throughput.steady", "power.average"}) {
    INFO(metric);
    CHECK(report["metrics"].contains(metric));
  }
  CHECK(report["metrics"]["accuracy.images"]["value"] == 20);
  CHECK(report["mho"].is_string());
  // Nothing but the report stays in its folder.
  CHECK(
      std::distance(std::filesystem::directory_iterator(std::filesystem::path(json).parent_path()),
                    std::filesystem::directory_iterator()) == 1);
}

TEST_CASE(
    "promise 2: same inputs and seed give the same bytes, whatever the threads and the folder") {
  const ScratchFolder folder;
  const Outcome one = mho_program(kQuickRun + "--threads 1 --json " + folder.file("1.json"));
  const Outcome two = mho_program(kQuickRun + "--threads 2 --json " + folder.file("2.json"));
  CHECK(one.code == 0);
  CHECK(one.out == two.out);
  CHECK(ScratchFolder::read(folder.file("1.json")) == ScratchFolder::read(folder.file("2.json")));
}

TEST_CASE("a run whose time does not fit is refused with what takes so long, before any figure") {
  const Outcome outcome = mho_program(
      "run --chip tpu_v1_isca_2017 --workload tpu_mlp0 --values off --set placement.batch=1000 "
      "--engine-images 1000 --set chip.host_link.clock=1kHz --set chip.host_link.width=1");
  CHECK(outcome.code == 1);
  CHECK(outcome.out.empty());
  CHECK(contains(outcome.err, "simulated time: exceeds 2305 s: machine.host.downlink"));
}

TEST_CASE("another seed gives another chip") {
  const Outcome one = mho_program(kQuickRun + "--seed 1");
  const Outcome two = mho_program(kQuickRun + "--seed 2");
  CHECK(one.code == 0);
  CHECK(one.out != two.out);
}

TEST_CASE("the JSON report replaces an older one, also through a link") {
  const ScratchFolder folder;
  const std::string target = folder.write("target.json", "old");
  std::filesystem::create_symlink(target, folder.file("link.json"));
  CHECK(mho_program(kQuickRun + "--json " + folder.file("link.json")).code == 0);
  CHECK(std::filesystem::is_symlink(folder.file("link.json")));
  CHECK(ScratchFolder::read(target).substr(0, 1) == "{");
  std::filesystem::remove(target);
  CHECK(mho_program(kQuickRun + "--json " + folder.file("link.json")).code == 0);
  CHECK(std::filesystem::is_symlink(folder.file("link.json")));
  CHECK(ScratchFolder::read(target).substr(0, 1) == "{");
}

TEST_CASE("the largest shipped chip runs for milliseconds of simulated time") {
  const Outcome outcome = mho_program(
      "run --chip isaac_isca_2016 --workload lenet5_fashion_mnist --trials 1 --images 2 "
      "--full");
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(contains(outcome.out, "16 of 16 images"));
}

TEST_CASE("more images than the test set has are refused by name") {
  const Outcome outcome = mho_program("run quickstart --images 10001 --engine-images 10002");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "--images: accuracy.images: 10001 images are more than the 10000"));
  CHECK(contains(outcome.err, "(--engine-images 10002)"));
  CHECK(contains(outcome.err, "engine.images: 10002 images are more than the 10000"));
}

TEST_CASE("a network that does not fit is refused with what would fit") {
  const Outcome outcome = mho_program("run quickstart --set chip.tiles=1");
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err, "would fit: `tiles: "));
}

}  // namespace mho
