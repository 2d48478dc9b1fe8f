// A sweep's file as JSON Schema: a run's, and what varies in it.
#pragma once

#include "sim/config/json_schema.hpp"

namespace mho {

JsonSchema sweep_schema();

}  // namespace mho
