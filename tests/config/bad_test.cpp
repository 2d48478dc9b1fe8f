// The wrong files of tests/config/bad, and that their runner cannot be fooled.
#include <catch2/catch.hpp>

#include "tests/config/bad_files.hpp"
#include "tests/config/every_field.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"

namespace mho {

TEST_CASE("promise 6: every wrong file is refused with the messages in its first lines") {
  const std::string folder = std::string(kSourceDir) + "/tests/config/bad";
  const auto files = yaml_files(folder);
  CHECK(files.size() >= 30);
  for (const std::string& file : files)
    CHECK(bad_file_complaint<EveryFieldSpec>(folder, file) == "");
}

TEST_CASE("a wrong file without expectation, with another one, or that is right fails the suite") {
  const Folder folder;
  folder.write("silent.yaml", "nmae: x\n");
  folder.write("other.yaml", "# other.yaml:2: name: is wrong\nnmae: x\n");
  folder.write("right.yaml", "# right.yaml:2: name: is wrong\n" + kEveryField);
  folder.write("fewer.yaml",
               "# fewer.yaml:2: low: is '1x', must be an integer, 0 to 100\nlow: 1x\n");
  folder.write("good.yaml",
               "# good.yaml:2: low: is '1x', must be an integer, 0 to 100\nlow: 1x\nhigh: 2\n");
  const auto complaint = [&](const std::string& file) {
    return bad_file_complaint<PartSpec>(folder.path(), file);
  };
  CHECK_THAT(complaint("silent.yaml"), Catch::Contains("does not say what is wrong"));
  CHECK_THAT(complaint("other.yaml"), Catch::Contains("expected"));
  CHECK_THAT(complaint("fewer.yaml"), Catch::Contains("high: missing"));
  CHECK(complaint("good.yaml") == "");
  CHECK_THAT(bad_file_complaint<EveryFieldSpec>(folder.path(), "right.yaml"),
             Catch::Contains("without a problem"));
}

}  // namespace mho
