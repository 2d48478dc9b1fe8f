#include "sim/config/json_schema.hpp"

#include <catch2/catch.hpp>
#include <regex>

#include "tests/config/every_field.hpp"

namespace mho {

TEST_CASE("a schema has every key of a spec with its sentence, and no other key") {
  const JsonSchema schema = json_schema<EveryFieldSpec>();
  CHECK(schema["type"] == "object");
  CHECK(schema["additionalProperties"] == false);
  std::size_t keys = 0;
  for (const auto& [key, property] : schema["properties"].items()) {
    INFO(key);
    CHECK(property.contains("description"));
    ++keys;
  }
  CHECK(keys > 5);
  CHECK(schema["properties"].contains("from"));
}

TEST_CASE("what a schema refers to is there, and every definition is used") {
  const JsonSchema schema = json_schema<EveryFieldSpec>();
  const std::string text = schema.dump();
  REQUIRE(schema.contains("$defs"));
  for (const auto& [name, definition] : schema["$defs"].items()) {
    INFO(name);
    CHECK(text.find("\"#/$defs/" + name + "\"") != std::string::npos);
  }
  const std::regex reference("\"#/\\$defs/([^\"]*)\"");
  for (auto at = std::sregex_iterator(text.begin(), text.end(), reference);
       at != std::sregex_iterator(); ++at)
    CHECK(schema["$defs"].contains((*at)[1].str()));
}

}  // namespace mho
