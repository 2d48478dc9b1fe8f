// The wrong files of tests/run/bad: real runs (at the top) and real chips (in chips/), each of
// which starts from a shipped file and goes wrong in one place, or in several. Those in late/ can
// be found wrong only with the network or the data at hand: the tests of the command line run them.
#include <catch2/catch.hpp>

#include "sim/run/run_spec.hpp"
#include "tests/config/bad_files.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kBad = std::string(kSourceDir) + "/tests/run/bad";

}  // namespace

TEST_CASE("promise 6: every wrong run is refused with the messages in its first lines") {
  const auto files = yaml_files(kBad);
  CHECK(files.size() >= 25);
  for (const std::string& file : files) CHECK(bad_file_complaint<RunSpec>(kBad, file) == "");
}

TEST_CASE("promise 6: every wrong chip is refused with the messages in its first lines") {
  const std::string folder = kBad + "/chips";
  const auto files = yaml_files(folder);
  CHECK(files.size() >= 8);
  for (const std::string& file : files) CHECK(bad_file_complaint<ChipSpec>(folder, file) == "");
}

TEST_CASE("the wrong runs and chips start from right ones") {
  CHECK(problems_of<RunSpec>(kBad, "parts/run.yaml") == "");
  CHECK(problems_of<ChipSpec>(kBad + "/../../../configs/chips", "edge_rram_28nm.yaml") == "");
}

}  // namespace mho
