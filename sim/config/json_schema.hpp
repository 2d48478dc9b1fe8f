// The visitor that writes a spec's fields as JSON Schema (draft 2020-12): what editors complete and
// check a YAML file by. Rules between fields and what files inherit are beyond it; `mho check`
// knows them.
#pragma once

#include <nlohmann/json.hpp>

#include "sim/config/config.hpp"

namespace mho {

using JsonSchema = nlohmann::ordered_json;

namespace detail {
JsonSchema json_schema(const Visit& visit);
}  // namespace detail

/// Of a map with these fields, without "$schema". Any key may be missing: parts of a file may come
/// from others.
template <class Spec>
JsonSchema json_schema() {
  return detail::json_schema([](Fields& fields) {
    Spec spec;
    spec.fields(fields);
  });
}

}  // namespace mho
