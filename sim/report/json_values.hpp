// What the JSON forms of a run and of a comparison share.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

using Json = nlohmann::ordered_json;

/// The value; throws Bug unless it is finite, as JSON has no other.
double finite(double value);

double nanometers(double meters);

/// The document as text: UTF-8 whatever its strings hold (as_utf8()).
std::string written(Json document);

/// {name: {"value", "unit", "sentence", "source", and of modelled figures "interval"}}.
Json metrics_json(const std::vector<Metric>& metrics);

}  // namespace mho
