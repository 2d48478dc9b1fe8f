// mho sweep with a search: interrupted, it goes on with what it knows.
#include <catch2/catch.hpp>
#include <fstream>
#include <set>
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

}  // namespace

TEST_CASE("a search that was interrupted ends with as many designs, and a finished one adds none") {
  for (const std::string kind : {"nsga2", "tpe", "bayesian"}) {
    const ScratchFolder folder;
    const std::string file =
        folder.write("s.yaml", "from: " + std::string(kSourceDir) +
                                   "/configs/runs/quickstart.yaml\n"
                                   "engine: {values: 'off', images: 1}\n"
                                   "vary:\n"
                                   "  chip.tile.macro.adc.bits: [4, 5, 6, 7, 8]\n"
                                   "  chip.tile.macro.columns_per_adc: [1, 2, 4, 8]\n"
                                   "  chip.supply: {from: 0.7 V, to: 1 V, step: 0.1 V}\n"
                                   "objectives: {minimize: [energy.per_inference, area.chip]}\n"
                                   "search: {kind: " +
                                   kind + ", evaluations: 24}\n");
    const std::string out = folder.file("out"), journal = out + "/journal";
    const std::string words = "sweep " + file + " --out " + out + " --no-cache --jobs 2";
    REQUIRE(mho_program(words).code == 0);
    REQUIRE(lines_of(journal).size() == 24);
    CHECK(contains(mho_program(words).out, "24 designs looked at (24 in the journal already"));
    CHECK(lines_of(journal).size() == 24);

    keep_first_lines(only_file_of(journal), 13);
    CHECK(contains(mho_program(words).out, "24 designs looked at (13 in the journal already"));
    const auto lines = lines_of(journal);
    CHECK(lines.size() == 24);
    std::set<std::string> ids;
    for (const std::string& line : lines) ids.insert(line.substr(0, line.find(',')));
    CHECK(ids.size() == 24);
  }
}

}  // namespace mho
