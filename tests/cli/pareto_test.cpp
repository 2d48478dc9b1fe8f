// mho pareto as users have it: every form of a front, and a design of it run by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

using Json = nlohmann::json;

/// Accuracy, energy and area; one of the designs has a buffer that holds nothing.
std::string sweep_text(const std::string& more = "") {
  return "from: " + std::string(kSourceDir) +
         "/configs/runs/quickstart.yaml\n"
         "accuracy: {images: 60, trials: 2}\n"
         "engine: {images: 1}\n"
         "vary:\n"
         "  chip.tile.macro.adc.bits: [4, 8]\n"
         "  chip.supply: [0.8 V, 1 V]\n"
         "  chip.global_buffer.capacity: [256 KiB, 1 B]\n"
         "objectives: {minimize: [energy.per_inference, accuracy.loss.mean]}\n" +
         more;
}

/// A finished sweep; made once for all that a test case asks of it.
struct FinishedSweep {
  ScratchFolder folder;
  std::string out = folder.file("out");

  explicit FinishedSweep(const std::string& text) {
    const Outcome outcome = mho_program("sweep " + folder.write("s.yaml", text) + " --out " + out +
                                        " --cache " + folder.file("cache"));
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
  }
  Json json(const std::string& options = "") const {
    const Outcome outcome =
        mho_program("pareto " + out + " " + options + " --json " + folder.file("f.json"));
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    return Json::parse(ScratchFolder::read(folder.file("f.json")));
  }
};

/// The journal's records by id.
std::map<std::string, Json> records_of(const std::string& folder) {
  std::map<std::string, Json> records;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/journal")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      Json record = Json::parse(line);
      records[record.at("id").get<std::string>()] = record;
    }
  }
  return records;
}

bool dominates(const Json& a, const Json& b) {
  bool better = false;
  for (const char* metric : {"energy.per_inference", "accuracy.loss.mean"}) {
    const double one = a.at("metrics").at(metric), other = b.at("metrics").at(metric);
    if (one > other) return false;
    better = better || one < other;
  }
  return better;
}

}  // namespace

TEST_CASE("the front of a sweep is what no design of its journal dominates") {
  const FinishedSweep sweep(sweep_text());
  const auto records = records_of(sweep.out);
  const Json front = sweep.json();
  CHECK(front.at("counts").at("looked_at") == 8);
  CHECK(front.at("counts").at("impossible") == 4);
  CHECK(front.at("impossible").at(0).at("designs") == 4);
  REQUIRE(front.at("designs").size() == 4);
  for (const Json& design : front.at("designs")) {
    const Json& own = records.at(design.at("id"));
    bool dominated = false;
    for (const auto& [id, record] : records)
      dominated = dominated || (record.contains("metrics") && dominates(record, own));
    CHECK((design.at("standing") == "front") == !dominated);
    for (const char* metric : {"energy.per_inference", "accuracy.loss.mean"})
      CHECK(design.at("objectives").at(metric).at("value") == own.at("metrics").at(metric));
    CHECK(design.at("objectives").at("accuracy.loss.mean").at("ci95").at(0) ==
          own.at("metrics").at("accuracy.loss.ci95.low"));
    CHECK(design.at("objectives").at("energy.per_inference").at("modelled") ==
          own.at("intervals").at("energy.per_inference"));
  }
  // Of what runs, the buffer does not vary.
  CHECK(contains(front.at("importance").at("method").get<std::string>(), "random forest"));
}

TEST_CASE("promise: the run of a design gives its figures again, to the last digit") {
  const FinishedSweep sweep(sweep_text("fidelity: {images: [40, 60], trials: [1, 2]}\n"));
  const Json front = sweep.json();
  CHECK(front.at("look") == "60 images, 2 trials");
  const std::string id = front.at("designs").at(0).at("id");
  for (const std::string& point : {std::string("1"), id.substr(0, 12)}) {
    const std::string yaml = sweep.folder.file("point.yaml"), json = sweep.folder.file("r.json");
    const Outcome shown =
        mho_program("pareto " + sweep.out + " --point " + point + " --yaml " + yaml);
    INFO(shown.err);
    REQUIRE(shown.code == 0);
    CHECK(contains(shown.out, id));
    CHECK(contains(shown.out, "accuracy of each trial:"));
    const Outcome run = mho_program("run " + yaml + " --quiet --json " + json);
    INFO(run.err);
    REQUIRE(run.code == 0);
    const Json results = Json::parse(ScratchFolder::read(json));
    const Json record = records_of(sweep.out).at(id);
    CHECK(results.at("metrics").size() == record.at("metrics").size());
    for (const auto& [name, metric] : results.at("metrics").items()) {
      INFO(name);
      CHECK(metric.at("value") == record.at("metrics").at(name));
      if (metric.contains("interval"))
        CHECK(metric.at("interval") == record.at("intervals").at(name));
    }
    CHECK(results.at("judged").at("trials").size() == record.at("trials").size());
    for (std::size_t i = 0; i < record.at("trials").size(); ++i)
      CHECK(results.at("judged").at("trials").at(i).at("accuracy_percent") ==
            record.at("trials").at(i));
  }
}

TEST_CASE("a front is written in every form, by any objectives, of any slice") {
  const FinishedSweep sweep(sweep_text("constraints: {area.chip: '<= 100 mm2'}\n"));
  const auto file = [&](const std::string& name) { return sweep.folder.file(name); };
  const Outcome all = mho_program("pareto " + sweep.out + " --csv " + file("f.csv") + " --latex " +
                                  file("f.tex") + " --svg " + file("f.svg"));
  INFO(all.err);
  REQUIRE(all.code == 0);
  CHECK(contains(all.out, "minimize energy.per_inference, minimize accuracy.loss.mean, area.chip"));
  CHECK(contains(all.out, "Importance"));
  CHECK(contains(all.out, "Cannot run\n  4 designs: "));
  const std::string csv = ScratchFolder::read(file("f.csv"));
  CHECK(csv.starts_with("number,standing,knee,id,chip.tile.macro.adc.bits,"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 5);
  CHECK(contains(ScratchFolder::read(file("f.tex")), "\\toprule"));
  CHECK(contains(ScratchFolder::read(file("f.tex")), "energy.per\\_inference [nJ]"));
  CHECK(
      contains(ScratchFolder::read(file("f.svg")), "accuracy.loss.mean, less is better [points]"));
  const Json other = sweep.json("--maximize throughput.average --minimize area.chip");
  CHECK(other.at("objectives").at(0).at("metric") == "area.chip");
  CHECK(other.at("objectives").at(1).at("aim") == "maximize");
  const Json slice = sweep.json("--where 'chip.supply=0.8 V'");
  CHECK(slice.at("counts").at("looked_at") == 4);
  for (const Json& design : slice.at("designs"))
    CHECK(design.at("keys").at("chip.supply") == "0.8 V");
}

TEST_CASE("a sweep is written as files of other programs, each whole or not at all") {
  const FinishedSweep sweep(sweep_text());
  const auto file = [&](const std::string& name) { return sweep.folder.file(name); };
  const std::string views =
      " --csv " + file("v.csv") + " --sqlite " + file("v.db") + " --hdf5 " + file("v.nc");
  const Outcome written = mho_program("sweep " + sweep.out + views);
  INFO(written.err);
  REQUIRE(written.code == 0);
  const std::string csv = ScratchFolder::read(file("v.csv"));
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 9);
  CHECK(contains(csv, "accuracy of trial 2 [%]"));
  CHECK(ScratchFolder::read(file("v.db")).starts_with("SQLite format 3"));
  CHECK(contains(ScratchFolder::read(file("v.nc")).substr(0, 8), "HDF"));
  CHECK(contains(mho_program("sweep " + sweep.out + " --csv " + file("no/v.csv")).err,
                 "--csv: cannot write"));
  CHECK(contains(mho_program("sweep " + file("s.yaml") + " --csv " + file("w.csv")).err,
                 "no folder of a sweep"));
}

TEST_CASE("promise 6: what a front cannot be asked for is told") {
  const ScratchFolder folder;
  CHECK(contains(mho_program("pareto").err, "needs the DIR of a sweep"));
  CHECK(contains(mho_program("pareto " + folder.file("")).err, "no folder of a sweep"));
  const FinishedSweep sweep(sweep_text());
  const auto refusal = [&](const std::string& options) {
    const Outcome outcome = mho_program("pareto " + sweep.out + " " + options);
    CHECK(outcome.code == 1);
    return outcome.err;
  };
  CHECK(contains(refusal("--point 99"), "must be 1 to "));
  CHECK(contains(refusal("--point zzz"), "no design has an id"));
  CHECK(contains(refusal("--yaml " + folder.file("y")), "must stand beside --point"));
  CHECK(contains(refusal("--minimize energy.per_inferenc"), "did you mean 'energy.per_inference'"));
  CHECK(contains(refusal("--where chip.supply"), "must be KEY=VALUE"));
  CHECK(contains(refusal("--where chip.suply=1"), "did you mean 'chip.supply'"));
  CHECK(contains(refusal("--where chip.supply=2"), "allowed: 0.8 V, 1 V"));
  CHECK(
      contains(refusal("--minimize area.chip --svg " + folder.file("x")), "needs two objectives"));
  // Its file says something else now: other designs.
  sweep.folder.write("s.yaml", "seed: 7\n" + sweep_text());
  CHECK(contains(refusal(""), "has designs of another sweep alone"));
}

TEST_CASE("keys that no run has are told, with their lines, before a sweep begins") {
  const ScratchFolder folder;
  const auto sweep = [&](std::string text, const std::string& old, const std::string& now) {
    text.replace(text.find(old), old.size(), now);
    return mho_program("sweep " + folder.write("s.yaml", text) + " --no-cache --out " +
                       folder.file("out"));
  };
  const Outcome unknown = sweep(sweep_text(), "adc.bits", "adc.bitz");
  CHECK(unknown.code == 1);
  CHECK(contains(unknown.err, "s.yaml:5: chip.tile.macro.adc.bitz: unknown key"));
  CHECK(contains(unknown.err, "did you mean 'bits'"));
  CHECK(!std::filesystem::exists(folder.file("out")));
  const Outcome tied =
      sweep(sweep_text("tie: {chip.tile.macro.active_rows: rowz}\n"), "[4, 8]", "[4]");
  CHECK(tied.code == 1);
  CHECK(contains(tied.err, "s.yaml:9: tie.chip.tile.macro.active_rows: 'rowz' is no key"));
  const Outcome lacking =
      sweep(sweep_text(), "engine: {images: 1}", "engine: {images: 1, values: 'off'}");
  CHECK(lacking.code == 1);
  CHECK(contains(lacking.err, "objectives.minimize: accuracy.loss.mean is no metric of this run"));
}

TEST_CASE("a key that moves nothing is told when a sweep begins") {
  const ScratchFolder folder;
  std::string text = sweep_text();
  const std::string vary = "  chip.global_buffer.capacity: [256 KiB, 1 B]\n";
  // The name is printed and no more; the seed moves accuracy.
  text.replace(text.find(vary), vary.size(), "  chip.name: [one, two]\n  seed: [1, 2]\n");
  const std::string words =
      "sweep " + folder.write("s.yaml", text) + " --no-cache --out " + folder.file("out");
  const Outcome first = mho_program(words);
  INFO(first.err);
  REQUIRE(first.code == 0);
  CHECK(contains(first.err, "s.yaml:7: chip.name moves no metric between one and two"));
  CHECK(!contains(first.err, "seed"));
  CHECK(!contains(first.err, "adc.bits"));
  CHECK(mho_program(words).err.empty());
}

}  // namespace mho
