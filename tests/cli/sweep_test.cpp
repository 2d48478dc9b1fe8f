// mho sweep as users have it: interrupted, killed, gone on with, changed under its journal.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

/// Of counts alone: some milliseconds a design.
const std::string kQuickSweep = "from: " + std::string(kSourceDir) +
                                "/configs/runs/quickstart.yaml\n"
                                "engine: {values: 'off', images: 1}\n"
                                "vary:\n"
                                "  chip.tile.macro.adc.bits: [4, 5, 6, 7, 8]\n"
                                "  chip.supply: {from: 0.7 V, to: 1 V, step: 0.1 V}\n"
                                "  chip.global_buffer.banks: [1, 2]\n"
                                "objectives: {minimize: [energy.per_inference, area.chip]}\n";

/// Lines of the journal by the design's id.
std::map<std::string, int> journal_ids(const std::string& folder) {
  std::map<std::string, int> ids;
  for (const auto& entry : std::filesystem::directory_iterator(folder + "/journal")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line) && !in.eof();)
      ++ids[nlohmann::json::parse(line).at("id").get<std::string>()];
  }
  return ids;
}

/// Starts a sweep and kills it after so long; false when it had ended by itself.
bool killed_after(std::chrono::milliseconds time, const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    if (freopen("/dev/null", "w", stdout) == nullptr) _exit(1);
    execv(kProgram, arguments.data());
    _exit(1);
  }
  std::this_thread::sleep_for(time);
  kill(child, SIGKILL);
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status);
}

}  // namespace

TEST_CASE("a sweep is finished once, and its front is that of its designs") {
  const ScratchFolder folder;
  const std::string file = folder.write("s.yaml", kQuickSweep), out = folder.file("out");
  const std::string words = "sweep " + file + " --out " + out + " --no-cache";
  const Outcome first = mho_program(words);
  INFO(first.err);
  REQUIRE(first.code == 0);
  CHECK(contains(first.out, "40 designs looked at (0 in the journal already"));
  CHECK(journal_ids(out).size() == 40);
  const Outcome again = mho_program(words);
  CHECK(contains(again.out, "40 designs looked at (40 in the journal already"));
  CHECK(journal_ids(out).size() == 40);
  CHECK(contains(mho_program("sweep " + out + " --status").out, "40 designs looked at"));
  // One process, and the figures of 'mho run'.
  const std::string alone = folder.file("alone");
  REQUIRE(mho_program("sweep " + file + " --out " + alone + " --no-cache --jobs 1").code == 0);
  CHECK(journal_ids(alone) == journal_ids(out));
}

TEST_CASE("several sweeps have a folder each, and --table has every design in the grid's order") {
  const ScratchFolder folder;
  const std::string head = "from: " + std::string(kSourceDir) +
                           "/configs/runs/quickstart.yaml\nengine: {values: 'off', images: 1}\n";
  const std::string one =
      folder.write("one.yaml", head +
                                   "vary: {chip.tile.macro.adc.bits: [8, 6, 7]}\n"
                                   "objectives: {minimize: [area.chip]}\n");
  const std::string two =
      folder.write("two.yaml", head +
                                   "vary: {chip.tile.macro.rows: [128, 100000000]}\n"
                                   "objectives: {maximize: [throughput.average]}\n");
  const std::string words =
      "sweep " + one + " " + two + " --out " + folder.file("out") + " --no-cache --table --quiet";
  const Outcome outcome = mho_program(words);
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  CHECK(journal_ids(folder.file("out/one")).size() == 3);
  CHECK(journal_ids(folder.file("out/two")).size() == 2);
  const std::size_t first = outcome.out.find("\n          8 "),
                    last = outcome.out.find("\n          7 ");
  CAPTURE(outcome.out);
  CHECK(first < outcome.out.find("\n          6 "));
  CHECK(outcome.out.find("\n          6 ") < last);
  CHECK(last != std::string::npos);
  CHECK(contains(outcome.out, "cannot run: "));
  CHECK(contains(outcome.out, "throughput.average"));
  CHECK(contains(mho_program("sweep " + one + " " + two + " --status").err, "one sweep too many"));
  CHECK(contains(mho_program("sweep " + one + " nowhere_at_all").err, "nowhere_at_all"));
}

TEST_CASE("a sweep that is killed at 200 moments loses designs in flight and doubles none") {
  const ScratchFolder folder;
  const std::string file = folder.write("s.yaml", kQuickSweep);
  std::mt19937 random(1);
  int kills = 0, finished = 0;
  while (kills < 200) {
    const std::string out = folder.file("out" + std::to_string(finished));
    const std::vector<std::string> words{kProgram, "sweep", file, "--out", out, "--no-cache"};
    for (std::size_t before = 0; kills < 200;) {
      const bool killed = killed_after(std::chrono::milliseconds(random() % 60), words);
      kills += killed ? 1 : 0;
      if (!std::filesystem::exists(out + "/journal")) continue;
      const auto ids = journal_ids(out);
      // Nothing that was there is gone, nothing is there twice.
      REQUIRE(ids.size() >= before);
      for (const auto& [id, lines] : ids) REQUIRE(lines == 1);
      before = ids.size();
      if (!killed || before == 40) break;
    }
    REQUIRE(mho_program("sweep " + file + " --out " + out + " --no-cache").code == 0);
    const auto ids = journal_ids(out);
    REQUIRE(ids.size() == 40);
    for (const auto& [id, lines] : ids) REQUIRE(lines == 1);
    ++finished;
  }
}

TEST_CASE("tasks that share a folder have every design once") {
  const ScratchFolder folder;
  const std::string file = folder.write("s.yaml", kQuickSweep), out = folder.file("out");
  const std::string words = "sweep " + file + " --out " + out + " --no-cache --jobs 1 --tasks 3 ";
  Outcome done[3];
  std::thread tasks[3];
  for (int i = 0; i < 3; ++i)
    tasks[i] =
        std::thread([&, i] { done[i] = mho_program(words + "--task " + std::to_string(i + 1)); });
  for (std::thread& task : tasks) task.join();
  for (const Outcome& each : done) {
    INFO(each.err);
    CHECK(each.code == 0);
    CHECK(contains(each.out, "40 designs looked at"));
  }
  const auto ids = journal_ids(out);
  CHECK(ids.size() == 40);
  for (const auto& [id, lines] : ids) CHECK(lines == 1);
  CHECK(contains(mho_program(words + "--task 4").err, "must be 1 to --tasks, 3"));
}

TEST_CASE("two sweeps of one folder at once do no work twice: one of them is told of the other") {
  const ScratchFolder folder;
  const std::string file = folder.write("s.yaml", kQuickSweep), out = folder.file("out");
  const std::string words = "sweep " + file + " --out " + out + " --no-cache --jobs 1";
  const auto begin = [&](const std::string& more) {
    const pid_t child = fork();
    if (child == 0)
      execl("/bin/sh", "sh", "-c",
            ("exec '" + std::string(kProgram) + "' " + words + more + " >/dev/null").c_str(),
            nullptr);
    // It is at work when it has written a design.
    while (!std::filesystem::exists(out + "/journal") ||
           std::filesystem::is_empty(out + "/journal"))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    kill(child, SIGSTOP);
    return child;
  };
  const auto end = [](pid_t child) {
    kill(child, SIGCONT);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  };
  const pid_t first = begin("");
  const Outcome second = mho_program(words), task = mho_program(words + " --tasks 2 --task 1");
  CHECK(second.code == 1);
  CHECK(contains(second.err, "another sweep (process " + std::to_string(first) +
                                 ") is at work here, and this one would do the same again"));
  CHECK(task.code == 1);
  CHECK(contains(task.err, "a sweep without --task (process " + std::to_string(first) + ")"));
  CHECK(end(first) == 0);
  const auto ids = journal_ids(out);
  CHECK(ids.size() == 40);
  for (const auto& [id, lines] : ids) CHECK(lines == 1);
  CHECK(mho_program(words).code == 0);
  std::filesystem::remove_all(out);
  const pid_t sharing = begin(" --tasks 2 --task 1");
  CHECK(contains(mho_program(words).err, "another sweep (process"));
  CHECK(end(sharing) == 0);
}

TEST_CASE("designs that may be on the front are looked at again, more carefully") {
  const ScratchFolder folder;
  const std::string out = folder.file("out");
  const std::string text = "from: " + std::string(kSourceDir) + "/configs/runs/quickstart.yaml\n" +
                           "engine: {images: 1}\n"
                           "quantization: {calibration_images: 32}\n"
                           "vary:\n"
                           "  chip.tile.macro.adc.bits: [3, 5, 7]\n"
                           // Two that are worse at the same accuracy.
                           "  chip.global_buffer.capacity: [256 KiB, 512 KiB, 1 MiB]\n"
                           "objectives: {minimize: [accuracy.loss.mean, area.chip]}\n"
                           "fidelity: {images: [20, 100], trials: [2, 3]}\n";
  const Outcome done =
      mho_program("sweep " + folder.write("s.yaml", text) + " --out " + out + " --no-cache");
  INFO(done.err);
  REQUIRE(done.code == 0);
  std::map<int, int> looks;
  std::map<std::string, int> capacities;
  for (const auto& entry : std::filesystem::directory_iterator(out + "/journal")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const auto record = nlohmann::json::parse(line);
      ++looks[record.at("look").get<int>()];
      CHECK(record.at("metrics").at("accuracy.images") == (record.at("look") == 0 ? 20 : 100));
      CHECK(record.at("trials").size() == (record.at("look") == 0 ? 2 : 3));
      if (record.at("look") == 1)
        ++capacities[record.at("keys").at("chip.global_buffer.capacity").get<std::string>()];
    }
  }
  CHECK(looks[0] == 9);
  // A larger buffer loses as much, and takes more area, which has no interval: but for what the
  // intervals of the loss leave open, it cannot be on the front.
  CHECK(looks[1] >= 1);
  CHECK(looks[1] <= 9);
  CHECK(capacities["256 KiB"] >= capacities["1 MiB"]);
}

TEST_CASE("a screen leaves designs out, says so in the journal, and how well it predicted") {
  const ScratchFolder folder;
  const std::string out = folder.file("out");
  const std::string text = "from: " + std::string(kSourceDir) + "/configs/runs/quickstart.yaml\n" +
                           "engine: {images: 1}\n"
                           "accuracy: {images: 100, trials: 2}\n"
                           "quantization: {calibration_images: 32}\n"
                           "vary:\n"
                           "  chip.tile.macro.adc.bits: [3, 4, 5, 6, 7, 8]\n"
                           // Prices alone: most are worse than others of the same accuracy.
                           "  chip.supply: [0.8 V, 0.9 V, 1 V]\n"
                           "  chip.global_buffer.capacity: [256 KiB, 512 KiB, 1 MiB]\n"
                           "objectives: {minimize: [accuracy.loss.mean, energy.per_inference]}\n";
  const std::string file = folder.write("s.yaml", text + "fidelity: {screen: {images: 20}}\n");
  const std::string words = "sweep " + file + " --no-cache --out ";
  const Outcome done = mho_program(words + out);
  INFO(done.out << done.err);
  REQUIRE(done.code == 0);
  CHECK(contains(done.out, "screen: of 54 designs "));
  CHECK(contains(done.out, "were measured to check: "));
  CHECK(contains(done.out, "rank correlation "));
  std::map<std::string, int> designs;
  int screened = 0, measured = 0;
  for (const auto& entry : std::filesystem::directory_iterator(out + "/journal")) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) {
      const auto record = nlohmann::json::parse(line);
      if (record.at("look") == 0) continue;
      ++designs[record.at("keys").dump()];
      if (record.contains("problems")) {
        ++screened;
        CHECK(contains(record.at("problems")[0], "screened out, predicted loss "));
      } else {
        ++measured;
        CHECK(record.at("metrics").at("accuracy.images") == 100);
      }
    }
  }
  // Each is told of once, one way or the other.
  CHECK(designs.size() == 54);
  CHECK(screened + measured == 54);
  CHECK(screened > 10);
  CHECK(contains(done.out, std::to_string(screened) + " screened out"));
  CHECK(contains(mho_program("sweep " + out + " --status").out,
                 std::to_string(screened) + " screened out"));
  CHECK(contains(mho_program("pareto " + out).out,
                 std::to_string(screened) + " designs were screened out"));
  // Gone on with, or by another number of processes, it is the same.
  const Outcome again = mho_program(words + out),
                one = mho_program(words + folder.file("one") + " --jobs 1");
  const auto screen_of = [](const std::string& printed) {
    return printed.substr(printed.find("screen: "));
  };
  CHECK(screen_of(again.out) == screen_of(done.out));
  CHECK(screen_of(one.out) == screen_of(done.out));
  CHECK(journal_ids(out) == journal_ids(folder.file("one")));
  // What it does not predict.
  std::string other = text + "fidelity: {screen: {images: 20}}\n";
  other.replace(other.find("accuracy.loss.mean"), 18, "accuracy.yield");
  const Outcome refused = mho_program("sweep " + folder.write("o.yaml", other));
  CHECK(refused.code == 1);
  CHECK(contains(refused.err,
                 "o.yaml:10: fidelity.screen: predicts accuracy.loss.mean, and not "
                 "the objective accuracy.yield"));
}

TEST_CASE("a sweep says where its time went") {
  const ScratchFolder folder;
  const std::string file = folder.write("s.yaml", kQuickSweep);
  const Outcome done = mho_program("sweep " + file + " --jobs 2 --profile --cache " +
                                   folder.file("cache") + " --out " + folder.file("a"));
  REQUIRE(done.code == 0);
  for (const char* row : {"\ntimed ", "\nfigures ", "\nforking ", "\njournal ", "\nsearch ",
                          "\nwaiting for workers ", "\nworkers: 2, "})
    CHECK(contains('\n' + done.err, row));
  CHECK(!contains(done.out, "forking"));
  // Whole designs of another sweep, from the store.
  const Outcome again = mho_program("sweep " + file + " --profile --cache " + folder.file("cache") +
                                    " --out " + folder.file("b"));
  std::istringstream rows(again.err);
  std::string row, stage;
  std::int64_t computed = -1, from_memory = -1, from_store = -1;
  double seconds = 0;
  while (std::getline(rows, row))
    if (row.starts_with("design "))
      std::istringstream(row) >> stage >> computed >> seconds >> from_memory >> seconds >>
          from_store;
  CHECK(computed == 0);
  CHECK(from_store == 40);
  const Outcome evaluated =
      mho_program("evaluate quickstart --values off --engine-images 1 --no-cache --profile <" +
                  folder.write("in", "{\"chip.supply\": \"0.8 V\"}\n{}\n"));
  CHECK(contains(evaluated.err, "figures                        2"));
}

TEST_CASE("a full disk ends a sweep with one error, and it goes on when there is room") {
  const ScratchFolder folder;
  const std::string out = folder.file("out");
  const std::string words =
      "sweep " + folder.write("s.yaml", kQuickSweep) + " --no-cache --out " + out;
  // Of 512 bytes in sh: the manifest and some designs.
  const Outcome full = mho_program(words, "trap '' XFSZ; ulimit -f 60; ");
  CHECK(full.code == 1);
  CHECK(contains(full.err, ".jsonl: a design could not be written: File too large"));
  CHECK(std::count(full.err.begin(), full.err.end(), '\n') == 1);
  const auto before = journal_ids(out);
  CHECK(!before.empty());
  CHECK(before.size() < 40);
  const Outcome done = mho_program(words);
  CHECK(done.code == 0);
  const auto ids = journal_ids(out);
  CHECK(ids.size() == 40);
  for (const auto& [id, lines] : ids) CHECK(lines == 1);
  const std::string other = folder.file("other");
  const Outcome none = mho_program("sweep " + folder.file("s.yaml") + " --no-cache --out " + other,
                                   "trap '' XFSZ; ulimit -f 2; ");
  CHECK(none.code == 1);
  CHECK(contains(none.err, "other/sweep.json: cannot be written: File too large"));
  CHECK(std::filesystem::is_empty(other));
}

TEST_CASE("promise 6: another sweep over an old journal is refused with what differs") {
  const ScratchFolder folder;
  const std::string out = folder.file("out");
  const auto sweep = [&](const std::string& text) {
    return mho_program("sweep " + folder.write("s.yaml", text) + " --out " + out + " --no-cache");
  };
  const auto with = [](std::string text, const std::string& old, const std::string& now) {
    return text.replace(text.find(old), old.size(), now);
  };
  REQUIRE(sweep(with(kQuickSweep, "[4, 5, 6, 7, 8]", "[4, 5]")).code == 0);
  // Values may be added at the end.
  const Outcome more = sweep(with(kQuickSweep, "[4, 5, 6, 7, 8]", "[4, 5, 6]"));
  CHECK(more.code == 0);
  CHECK(contains(more.out, "24 designs looked at (16 in the journal already"));
  const Outcome other = sweep(with(kQuickSweep, "images: 1", "images: 2"));
  CHECK(other.code == 1);
  CHECK(contains(other.err, "engine.images: is '2', and was '1' when the folder was begun"));
  CHECK(contains(other.err, "another --out"));
  const Outcome fewer = sweep(with(kQuickSweep, "[4, 5, 6, 7, 8]", "[4, 6]"));
  CHECK(fewer.code == 1);
  CHECK(contains(fewer.err, "has not '5' as its value number 2 any more"));
}

TEST_CASE("designs that cannot run are designs with a reason") {
  const ScratchFolder folder;
  std::string text = kQuickSweep;
  text += "constraints: {area.chip: '<= 100 mm2'}\n";
  const std::string vary = "  chip.global_buffer.banks: [1, 2]\n";
  text.replace(text.find(vary), vary.size(), "  chip.global_buffer.capacity: [1 B, 256 KiB]\n");
  const std::string out = folder.file("out");
  const Outcome done =
      mho_program("sweep " + folder.write("s.yaml", text) + " --out " + out + " --no-cache");
  INFO(done.err);
  CHECK(done.code == 0);
  CHECK(contains(done.out, "20 cannot run"));
}

TEST_CASE("promise 6: a sweep that cannot begin says why") {
  const ScratchFolder folder;
  CHECK(mho_program("sweep").code == 1);
  CHECK(contains(mho_program("sweep " + folder.file("none.yaml")).err, "no file"));
  CHECK(
      contains(mho_program("sweep " + folder.file("") + " --status").err, "no folder of a sweep"));
  const std::string file = folder.write("s.yaml", kQuickSweep);
  folder.write("in_the_way", "a file");
  const Outcome blocked =
      mho_program("sweep " + file + " --no-cache --out " + folder.file("in_the_way"));
  CHECK(blocked.code == 1);
  CHECK(contains(blocked.err, "in_the_way"));
  const std::string unknown =
      folder.write("u.yaml", kQuickSweep + "search: {kind: grid, tries: 3}\n");
  CHECK(contains(mho_program("sweep " + unknown + " --out " + folder.file("u")).err,
                 "u.yaml:8: tries: unknown key"));
  // Without values there is no accuracy.
  std::string absent = kQuickSweep + "constraints: {accuracy.float: '>= 80 %'}\n";
  absent.replace(absent.find("energy.per_inference"), 20, "accuracy.loss.mean");
  const Outcome lacking = mho_program("sweep " + folder.write("a.yaml", absent) + " --no-cache" +
                                      " --out " + folder.file("a"));
  CHECK(lacking.code == 1);
  CHECK(contains(lacking.err, "a.yaml:7: objectives.minimize: accuracy.loss.mean is no metric of"));
  CHECK(contains(lacking.err, "a.yaml:8: constraints.accuracy.float: accuracy.float is no metric"));
  // Nor is such a sweep handed to Slurm.
  const Outcome submitted =
      mho_program("sweep " + folder.file("a.yaml") + " --no-cache --slurm --dry-run --out " +
                  folder.file("slurm"));
  CHECK(submitted.code == 1);
  CHECK(submitted.err == lacking.err);
  std::string misspelt = kQuickSweep;
  misspelt.replace(misspelt.find("vary:"), 5, "varies:");
  CHECK(contains(mho_program("sweep " + folder.write("m.yaml", misspelt)).err,
                 "a sweep says what varies, as 'vary: {KEY: [VALUES]}'"));
}

TEST_CASE("designs are asked for and answered a line each") {
  const ScratchFolder folder;
  const std::string asked = folder.write(
      "in",
      "{\"id\": 7, \"chip.tile.macro.adc.bits\": 6}\n\n{\"chip.tile.macro.adc.bitz\": 6}\n"
      "nonsense\n[1]\n{\"chip.supply\": \"0.8 V\"}\n");
  const Outcome answer =
      mho_program("evaluate quickstart --values off --engine-images 1 --no-cache <" + asked);
  REQUIRE(answer.code == 0);
  std::vector<nlohmann::json> lines;
  std::istringstream in(answer.out);
  for (std::string line; std::getline(in, line);) lines.push_back(nlohmann::json::parse(line));
  REQUIRE(lines.size() == 5);
  CHECK(lines[0].at("id") == 7);
  const Outcome run = mho_program(
      "run quickstart --values off --engine-images 1 --set chip.tile.macro.adc.bits=6 --json " +
      folder.file("run.json"));
  const auto json = nlohmann::json::parse(ScratchFolder::read(folder.file("run.json")));
  for (const auto& [name, metric] : json.at("metrics").items())
    CHECK(lines[0].at("metrics").at(name) == metric.at("value"));
  CHECK(contains(lines[1].at("problems").dump(), "did you mean 'bits'"));
  CHECK(contains(lines[2].at("problems").dump(), "no line of JSON"));
  CHECK(contains(lines[3].at("problems").dump(), "an object of keys"));
  CHECK(lines[4].contains("metrics"));
}

TEST_CASE("the cache is looked at, shrunk and cleared") {
  const ScratchFolder folder;
  const std::string cache = " --cache " + folder.file("cache");
  CHECK(contains(mho_program("cache" + cache).out, "nothing yet"));
  const std::string run = "run quickstart --images 50 --trials 1 --engine-images 1 --quiet";
  const Outcome fresh = mho_program(run), first = mho_program(run + cache),
                second = mho_program(run + cache);
  CHECK(first.out == fresh.out);
  CHECK(second.out == fresh.out);
  CHECK(contains(mho_program("cache" + cache).out, " results, "));
  CHECK(contains(mho_program("cache --shrink 10" + cache).err, "must be a size"));
  CHECK(contains(mho_program("cache --shrink '1 B'" + cache).out, ": 0 results"));
  CHECK(mho_program(run + cache).out == fresh.out);
  CHECK(contains(mho_program("cache --clear" + cache).out, "removed"));
}

}  // namespace mho
