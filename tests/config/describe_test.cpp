#include <catch2/catch.hpp>

#include "sim/config/config.hpp"
#include "tests/config/every_field.hpp"

namespace mho {

TEST_CASE("a value is described by its range, unit and sentence") {
  CHECK(describe_spec<EveryFieldSpec>("bits") ==
        "bits: an integer, 1 to 8\n    Bits of the thing.\n");
  CHECK(describe_spec<EveryFieldSpec>("clock") ==
        "clock: a value in Hz, 1 MHz to 10 GHz\n    Cycles per second.\n");
  CHECK(describe_spec<EveryFieldSpec>("trials") ==
        "trials: an integer, 1 to 2147483647; optional, 5 when not given\n"
        "    How often it is tried.\n");
  CHECK(describe_spec<EveryFieldSpec>("color") ==
        "color: one of red, green, blue\n    Color of the thing.\n"
        "    red: Like blood.\n    green: Like grass.\n    blue: Like the sky.\n");
}

TEST_CASE("a section is described with its keys") {
  CHECK(describe_spec<EveryFieldSpec>("part") ==
        "part: section\n    A part.\n"
        "part.low: an integer, 0 to 100\n    Lower end.\n"
        "part.high: an integer, 0 to 100\n    Upper end.\n");
  CHECK(describe_spec<EveryFieldSpec>("part.low") ==
        "part.low: an integer, 0 to 100\n    Lower end.\n");
}

TEST_CASE("an optional section is described although it is absent") {
  CHECK_THAT(describe_spec<EveryFieldSpec>("spare"),
             Catch::StartsWith("spare: section; optional, absent when not given\n") &&
                 Catch::Contains("spare.high: an integer, 0 to 100"));
}

TEST_CASE("every kind of a section is described") {
  CHECK(describe_spec<EveryFieldSpec>("shape") ==
        "shape: section\n    Form of the thing.\n"
        "shape.kind: one of circle, square\n"
        "    Which kind it is; its other keys depend on it.\n"
        "    circle: A round one.\n    square: One with corners.\n"
        "shape.radius (kind circle): a value in m, 0 m to 1 mm\n    Radius of the circle.\n"
        "shape.side (kind square): a value in m, 0 m to 1 mm\n    Side of the square.\n"
        "shape.hollow (kind square): true or false; optional, false when not given\n"
        "    Whether only the border is there.\n");
}

TEST_CASE("the whole spec is described in the order of its fields") {
  const std::string text = describe_spec<EveryFieldSpec>("");
  CHECK_THAT(text, Catch::StartsWith("name: text\n"));
  std::size_t last = 0;
  for (const char* key : {"\nfile:", "\nclock:", "\npart.low:", "\nshape.side"}) {
    const std::size_t at = text.find(key);
    REQUIRE(at != std::string::npos);
    CHECK(at > last);
    last = at;
  }
}

TEST_CASE("an unknown key is refused with the nearest one") {
  CHECK_THROWS_AS(describe_spec<EveryFieldSpec>("bist"), InputError);
  CHECK_THROWS_WITH(describe_spec<EveryFieldSpec>("bist"),
                    "bist: unknown key, did you mean 'bits'?");
  CHECK_THROWS_WITH(describe_spec<EveryFieldSpec>("part.lwo"),
                    "part.lwo: unknown key, did you mean 'part.low'?");
}

}  // namespace mho
