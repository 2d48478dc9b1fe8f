// Promise 6 at the program itself: wrong runs end with exit code 1, the messages on standard error
// and nothing on standard output, also where the network and the data are needed to find out.
#include <catch2/catch.hpp>

#include "tests/cli/program.hpp"
#include "tests/config/expected_problems.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

void check_refused(const std::string& folder) {
  const auto files = yaml_files(folder);
  CHECK(files.size() >= 8);
  for (const std::string& file : files) {
    INFO(file);
    const Outcome outcome = mho_program("run '" + folder + '/' + file + "'");
    CHECK(outcome.code == 1);
    CHECK(outcome.out.empty());
    CHECK(without_folder(outcome.err, folder) == expected_problems(folder, file) + '\n');
  }
}

const std::string kBad = std::string(kSourceDir) + "/tests/run/bad";

}  // namespace

TEST_CASE("promise 6: mho run refuses every wrong run before anything runs, with exit code 1") {
  check_refused(kBad);
}

TEST_CASE("promise 6: what only network, data and placement tell is refused with exit code 1") {
  check_refused(kBad + "/late");
}

}  // namespace mho
