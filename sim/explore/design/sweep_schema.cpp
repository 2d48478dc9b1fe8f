// Keys that vary are any of the run's, so what stands below `vary` is written here by hand, as
// sweep_spec.cpp reads it by hand.
#include "sim/explore/design/sweep_schema.hpp"

#include "sim/explore/design/sweep_spec.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

namespace {

JsonSchema texts() { return {{"type", "array"}, {"items", {{"type", "string"}}}}; }

JsonSchema whole_numbers() {
  return {{"type", "array"}, {"items", {{"type", "integer"}, {"minimum", 0}}}};
}

JsonSchema texts_by_key(const char* sentence) {
  return {{"type", "object"},
          {"additionalProperties", {{"type", {"string", "number"}}}},
          {"description", sentence}};
}

/// A list of values, or {from, to, step or times}.
JsonSchema varied() {
  const JsonSchema number = {{"type", {"string", "number"}}};
  const JsonSchema range = {
      {"type", "object"},
      {"properties", {{"from", number}, {"to", number}, {"step", number}, {"times", number}}},
      {"required", {"from", "to"}},
      {"additionalProperties", false}};
  return {{"anyOf", {{{"type", "array"}, {"minItems", 1}}, range}}};
}

JsonSchema objectives() {
  return {{"type", "object"},
          {"properties", {{"minimize", texts()}, {"maximize", texts()}}},
          {"additionalProperties", false},
          {"description", "Metrics that make a design better."}};
}

}  // namespace

JsonSchema sweep_schema() {
  JsonSchema schema = json_schema<RunSpec>();
  JsonSchema& properties = schema["properties"];
  properties["vary"] = {{"type", "object"},
                        {"additionalProperties", varied()},
                        {"description", "Keys of the run, each with its values."}};
  properties["tie"] = texts_by_key("Keys of the run that follow from others, by expressions.");
  properties["objectives"] = objectives();
  properties["constraints"] = texts_by_key("Limits of metrics: '<= 1 point'.");
  properties["search"] = json_schema<SearchSpec>();
  properties["fidelity"] = {
      {"type", "object"},
      {"properties", {{"images", whole_numbers()}, {"trials", whole_numbers()}}},
      {"description", "Images and trials of looks of growing care."}};
  return schema;
}

}  // namespace mho
