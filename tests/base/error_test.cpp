#include "sim/base/error.hpp"

#include <catch2/catch.hpp>

namespace mho {

TEST_CASE("a problem's text leaves out what it does not have") {
  CHECK(Problem{{"a.yaml", 3}, "macro.rows", "is 0"}.text() == "a.yaml:3: macro.rows: is 0");
  CHECK(Problem{{"a.yaml", 0}, "", "is empty"}.text() == "a.yaml: is empty");
  CHECK(Problem{{"", 0}, "rows", "is 0"}.text() == "rows: is 0");
}

TEST_CASE("an input error says every problem on a line of its own") {
  const InputError error({{{"a.yaml", 1}, "x", "is 0"}, {{"b.yaml", 2}, "y", "is 1"}});
  CHECK(std::string(error.what()) == "a.yaml:1: x: is 0\nb.yaml:2: y: is 1");
  CHECK(error.problems().size() == 2);
}

TEST_CASE("places are in order of file and line") {
  CHECK(Place{"a", 9} < Place{"b", 1});
  CHECK(Place{"a", 9} < Place{"a", 10});
}

TEST_CASE("a misspelt word is answered with the nearest allowed one") {
  CHECK(did_you_mean("enrgy", {"area", "energy"}) == ", did you mean 'energy'?");
  CHECK(did_you_mean("bist", {"fast", "bits"}) == ", did you mean 'bits'?");
  CHECK(did_you_mean("colums", {"columns", "column_mux"}) == ", did you mean 'columns'?");
}

TEST_CASE("a word as far as a third of its length is near, farther is not") {
  CHECK(did_you_mean("abcdefxyz", {"abcdefghi"}) == ", did you mean 'abcdefghi'?");
  CHECK(did_you_mean("abcdewxyz", {"abcdefghi"}).empty());
}

TEST_CASE("a short word is not answered with one that shares nothing") {
  CHECK(did_you_mean("ab", {"xy"}).empty());
  CHECK(did_you_mean("a", {"x"}).empty());
  CHECK(did_you_mean("", {"x"}).empty());
  CHECK(did_you_mean("adc", {"dac"}) == ", did you mean 'dac'?");
}

TEST_CASE("nothing allowed is nothing meant") { CHECK(did_you_mean("word", {}).empty()); }

TEST_CASE("a broken invariant is a bug") {
  CHECK_THROWS_AS(require(false, "sum"), Bug);
  CHECK_NOTHROW(require(true, "sum"));
}

}  // namespace mho
