#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"

namespace mho {

namespace {

/// Reads kEveryField after the assignments.
EveryFieldSpec read_with(const std::vector<std::string>& assignments,
                         const std::string& text = kEveryField) {
  Document document = Document::parse(text, "thing.yaml");
  for (const std::string& each : assignments) document.set(each);
  return read_spec<EveryFieldSpec>(document);
}

/// What reading reports, "" when nothing.
std::string complaint(const std::string& assignment, const std::string& text = kEveryField) {
  try {
    read_with({assignment}, text);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("every type of field is read") {
  const auto spec = read_with({});
  CHECK(spec.name == "thing");
  CHECK(spec.file == "data.bin");
  CHECK(spec.fast);
  CHECK(spec.bits == 4);
  CHECK(spec.images == 10000);
  CHECK(spec.fraction == 0.25);
  CHECK(spec.clock.value() == 1.2e9);
  CHECK(spec.energy.value() == 3e-12);
  CHECK(spec.area.value() == 83000e-12);
  CHECK(spec.offset.value() == -50e-3);
  CHECK(spec.capacity == 65536);
  CHECK(spec.color == Color::green);
  CHECK(spec.part.low == 1);
  CHECK(spec.part.high == 2);
  REQUIRE(std::string(spec.shape->kind()) == "circle");
  CHECK(dynamic_cast<const Circle&>(*spec.shape).radius.value() == 5e-6);
}

TEST_CASE("what is optional and absent keeps its value") {
  const auto spec = read_with({});
  CHECK(spec.note == "none");
  CHECK(spec.extra_file.empty());
  CHECK(spec.trials == 5);
  CHECK(spec.copies.empty());
  CHECK_FALSE(spec.spare);
}

TEST_CASE("what is optional and present is read") {
  const auto spec =
      read_with({"note=''", "trials=7", "copies={conv1: 2, conv2: 3}", "spare={low: 3, high: 4}"});
  CHECK(spec.note.empty());
  CHECK(spec.trials == 7);
  CHECK(spec.copies == std::map<std::string, int>{{"conv1", 2}, {"conv2", 3}});
  REQUIRE(spec.spare);
  CHECK(spec.spare->high == 4);
}

TEST_CASE("both ends of a range are allowed and what is just outside is not") {
  CHECK(read_with({"bits=1"}).bits == 1);
  CHECK(read_with({"bits=8"}).bits == 8);
  CHECK(complaint("bits=0") == "--set: bits: is 0, allowed 1 to 8 (--set bits=0)");
  CHECK(complaint("bits=9") == "--set: bits: is 9, allowed 1 to 8 (--set bits=9)");
  CHECK(read_with({"clock=10 GHz"}).clock.value() == 1e10);
  CHECK(complaint("clock=10.001 GHz") ==
        "--set: clock: is 10.001 GHz, allowed 1 MHz to 10 GHz (--set clock=10.001 GHz)");
  CHECK(complaint("images=-1") == "--set: images: is -1, allowed at least 0 (--set images=-1)");
}

TEST_CASE("an integer beyond its type is out of range, not wrapped") {
  CHECK(complaint("trials=2147483648") ==
        "--set: trials: is 2147483648, allowed 1 to 2147483647 (--set trials=2147483648)");
  CHECK(read_with({"trials=2147483647"}).trials == 2147483647);
  CHECK(complaint("bits=99999999999999999999").find("allowed 1 to 8") != std::string::npos);
}

TEST_CASE("an integer is held to the end of its range exactly, also beyond doubles") {
  struct SeedSpec {
    std::int64_t seed = 0;
    void fields(Fields& f) { f.integer("seed", seed, {-0x1p53, 0x1p53}, "Seed."); }
  };
  const auto read = [](const char* seed) {
    return read_spec<SeedSpec>(Document::parse(std::string("seed: ") + seed, "a.yaml")).seed;
  };
  CHECK(read("9007199254740992") == 9007199254740992);
  CHECK(read("-9007199254740992") == -9007199254740992);
  CHECK_THROWS_AS(read("9007199254740993"), InputError);
  CHECK_THROWS_AS(read("-9007199254740993"), InputError);
  CHECK_THROWS_AS(read("99999999999999999999"), InputError);
  // A range without an end has the end of 64 bits.
  CHECK(complaint("images=9223372036854775806").empty());
  CHECK_THAT(complaint("images=9223372036854775808"), Catch::Contains("allowed at least 0"));
}

TEST_CASE("the traps of YAML 1.1 are refused with a reason") {
  const auto reason = [](const std::string& assignment) {
    const std::string text = complaint(assignment);
    return text.substr(0, text.find(" (--set"));
  };
  CHECK(reason("bits=010") ==
        "--set: bits: is '010', must be an integer, 1 to 8, written without leading zeros");
  CHECK(reason("bits=1_0") ==
        "--set: bits: is '1_0', must be an integer, 1 to 8, written without '_'");
  CHECK(reason("bits=0x4") ==
        "--set: bits: is '0x4', must be an integer, 1 to 8, written in decimal");
  CHECK(reason("bits=4.0") ==
        "--set: bits: is '4.0', must be an integer, 1 to 8, written in digits only");
  CHECK(reason("bits=1e0") ==
        "--set: bits: is '1e0', must be an integer, 1 to 8, written in digits only");
  CHECK(reason("fast=yes") == "--set: fast: is 'yes', must be true or false");
  CHECK(reason("fast=True") == "--set: fast: is 'True', must be true or false");
  CHECK(reason("fast='true'") ==
        "--set: fast: is the text 'true', must be true or false, without quotes");
  CHECK(reason("fraction=.nan") == "--set: fraction: is '.nan', must be a number, 0 to 1");
  CHECK(reason("fraction=.inf") == "--set: fraction: is '.inf', must be a number, 0 to 1");
  CHECK(
      reason("clock=1_200 MHz") ==
      "--set: clock: is '1_200 MHz', must be a value in Hz, 1 MHz to 10 GHz, written without '_'");
}

TEST_CASE("promise 7: a number without unit is answered with one in range") {
  CHECK(complaint("clock=1.2").find("needs a unit, e.g. '1.2 GHz'") != std::string::npos);
  CHECK(complaint("energy=5").find("needs a unit, e.g. '5 pJ'") != std::string::npos);
  CHECK(complaint("area=0").find("is 0, needs a unit") != std::string::npos);
  CHECK_THAT(complaint("clock=1e9"), Catch::Contains("needs a unit, e.g. '1e9 Hz'"));
  CHECK_THAT(complaint("energy=-1"),
             Catch::Contains("is -1, needs a unit; allowed: a value in J, 0 J to 1 nJ"));
}

TEST_CASE("memory is counted in whole bytes") {
  CHECK(read_with({"capacity=1.5 KiB"}).capacity == 1536);
  CHECK(complaint("capacity=1.1 KiB") ==
        "--set: capacity: is 1.1 KiB, must be whole bytes (--set capacity=1.1 KiB)");
}

TEST_CASE("a path is relative to the file that names it") {
  const auto file_in = [](const std::string& name, const std::string& path) {
    std::string text = kEveryField;
    text.replace(text.find("data.bin"), 8, path);
    return read_spec<EveryFieldSpec>(Document::parse(text, name)).file;
  };
  CHECK(file_in("runs/thing.yaml", "data.bin") == "runs/data.bin");
  CHECK(file_in("runs/thing.yaml", "../data.bin") == "data.bin");
  CHECK(file_in("runs/thing.yaml", "\"data.yaml\"") == "runs/data.yaml");
  CHECK(file_in("/runs/thing.yaml", "data.bin") == "/runs/data.bin");
  CHECK(file_in("runs/thing.yaml", "/data.bin") == "/data.bin");
  Document document = Document::parse(kEveryField, "runs/thing.yaml");
  document.set("file=other.bin");
  CHECK(read_spec<EveryFieldSpec>(document).file == "other.bin");
}

TEST_CASE("a rule is judged only where nothing else is wrong") {
  CHECK(complaint("part.low=3") ==
        "--set: part.high: is below low (high is that of thing.yaml:13, over which are stated: "
        "low) (--set part.low=3)");
  CHECK(complaint("part={low: 3}").find("below") == std::string::npos);
  CHECK(complaint("bits=7") == "--set: bits: is 7, which fast does not allow (--set bits=7)");
  // A problem inside a section keeps the rules around it silent.
  CHECK(complaint("part.low=x",
                  [] {
                    std::string text = kEveryField;
                    return text.replace(text.find("bits: 4"), 7, "bits: 7");
                  }())
            .find("does not allow") == std::string::npos);
}

TEST_CASE("an empty document says so and nothing else") {
  for (const char* text : {"", "\n\n", "# nothing\n", "---\n"}) {
    CHECK_THROWS_WITH(read_spec<EveryFieldSpec>(Document::parse(text, "a.yaml")),
                      Catch::EndsWith("is empty, must be keys and values"));
  }
  CHECK_THROWS_WITH(read_spec<EveryFieldSpec>(Document::parse("- 1", "a.yaml")),
                    "a.yaml:1: is a list, must be keys and values");
}

}  // namespace mho
