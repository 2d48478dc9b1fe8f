// mho sweep with a search: interrupted, it goes on with what it knows; shared, with what others
// know.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
#include <thread>
#include <vector>

#include "tests/cli/program.hpp"

namespace mho {

namespace {

std::filesystem::path only_file_of(const std::filesystem::path& folder) {
  return std::filesystem::directory_iterator(folder)->path();
}

std::vector<std::string> lines_of(const std::filesystem::path& folder) {
  std::vector<std::string> lines;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    std::ifstream in(entry.path());
    for (std::string line; std::getline(in, line);) lines.push_back(line);
  }
  return lines;
}

void keep_first_lines(const std::filesystem::path& file, std::size_t count) {
  const std::vector<std::string> lines = lines_of(file.parent_path());
  std::ofstream out(file);
  for (std::size_t i = 0; i < count; ++i) out << lines.at(i) << '\n';
}

std::string search_file(const ScratchFolder& folder, const std::string& kind, int evaluations) {
  return folder.write("s.yaml", "from: " + std::string(kSourceDir) +
                                    "/configs/runs/quickstart.yaml\n"
                                    "engine: {values: 'off', images: 1}\n"
                                    "vary:\n"
                                    "  chip.tile.macro.adc.bits: [4, 5, 6, 7, 8]\n"
                                    "  chip.tile.macro.columns_per_adc: [1, 2, 4, 8]\n"
                                    "  chip.supply: {from: 0.7 V, to: 1 V, step: 0.1 V}\n"
                                    "objectives: {minimize: [energy.per_inference, area.chip]}\n"
                                    "search: {kind: " +
                                    kind + ", evaluations: " + std::to_string(evaluations) + "}\n");
}

/// Ids of the designs in a journal.
std::set<std::string> ids_of(const std::filesystem::path& journal) {
  std::set<std::string> ids;
  for (const std::string& line : lines_of(journal)) ids.insert(line.substr(0, line.find(',')));
  return ids;
}

std::size_t files_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(folder), {}));
}

}  // namespace

TEST_CASE("a search that was interrupted ends with as many designs, and a finished one adds none") {
  for (const std::string kind : {"nsga2", "tpe", "bayesian"}) {
    const ScratchFolder folder;
    const std::string file = search_file(folder, kind, 24);
    const std::string out = folder.file("out"), journal = out + "/journal";
    const std::string words = "sweep " + file + " --out " + out + " --no-cache --jobs 2";
    REQUIRE(mho_program(words).code == 0);
    REQUIRE(lines_of(journal).size() == 24);
    CHECK(contains(mho_program(words).out, "24 designs looked at (24 in the journal already"));
    CHECK(lines_of(journal).size() == 24);

    keep_first_lines(only_file_of(journal), 13);
    CHECK(contains(mho_program(words).out, "24 designs looked at (13 in the journal already"));
    CHECK(lines_of(journal).size() == 24);
    CHECK(ids_of(journal).size() == 24);
  }
}

TEST_CASE("tasks that share a search have its evaluations together, and no design twice") {
  for (const std::string kind : {"random", "nsga2", "tpe", "bayesian"}) {
    INFO(kind);
    const ScratchFolder folder;
    const std::string out = folder.file("out"), journal = out + "/journal";
    const std::string words = "sweep " + search_file(folder, kind, 30) + " --no-cache --jobs 1";
    const std::string shared = words + " --out " + out + " --tasks 2 --task ";
    Outcome done[2];
    std::thread tasks[2];
    for (int i = 0; i < 2; ++i)
      tasks[i] = std::thread([&, i] { done[i] = mho_program(shared + std::to_string(i + 1)); });
    for (std::thread& task : tasks) task.join();
    for (const Outcome& each : done) {
      INFO(each.err);
      CHECK(each.code == 0);
      CHECK(contains(each.out, "30 designs looked at ("));
    }
    CHECK(lines_of(journal).size() == 30);
    CHECK(ids_of(journal).size() == 30);
    CHECK(files_in(journal) == 2);
    if (kind == "tpe" || kind == "bayesian") continue;
    // What does not depend on the order of answers does not depend on the number of tasks.
    const std::string alone = folder.file("alone");
    REQUIRE(mho_program(words + " --out " + alone).code == 0);
    CHECK(ids_of(journal) == ids_of(alone + "/journal"));
  }
}

TEST_CASE("a task begins with what others have found, and asks for other designs then") {
  for (const std::string kind : {"tpe", "bayesian"}) {
    INFO(kind);
    const ScratchFolder folder;
    const auto task = [&](int number, int evaluations, const std::string& out) {
      const Outcome done = mho_program("sweep " + search_file(folder, kind, evaluations) +
                                       " --out " + folder.file(out) + " --no-cache --jobs 1" +
                                       " --tasks 2 --task " + std::to_string(number));
      REQUIRE(done.code == 0);
      return ids_of(folder.file(out) + "/journal");
    };
    const auto alone = task(2, 15, "alone");
    CHECK(alone.size() == 15);
    const auto before = task(1, 15, "both"), after = task(2, 30, "both");
    CHECK(before.size() == 15);
    CHECK(after.size() == 30);
    // Its first designs would be spread evenly, did it not know what is there.
    std::size_t same = 0;
    for (const std::string& id : after) same += !before.contains(id) && alone.contains(id) ? 1 : 0;
    CHECK(same < 10);
  }
}

TEST_CASE("what a task that dies was at is looked at by the others") {
  for (const std::string kind : {"tpe", "nsga2"}) {
    INFO(kind);
    const ScratchFolder folder;
    const std::string out = folder.file("out"), journal = out + "/journal";
    const std::string words = "sweep " + search_file(folder, kind, 60) + " --out " + out +
                              " --no-cache --jobs 2 --patience 1 --tasks 2 --task ";
    for (const std::string seconds : {"0.3", "0.5", "0.7"})
      mho_program(words + "1", "exec timeout --signal=KILL " + seconds + ' ');
    const Outcome done = mho_program(words + "2");
    INFO(done.err);
    CHECK(done.code == 0);
    CHECK(ids_of(journal).size() == lines_of(journal).size());
    CHECK(ids_of(journal).size() >= 60);
    // A death between a design and its ticket may cost one.
    CHECK(ids_of(journal).size() <= 63);
  }
}

}  // namespace mho
