// The shipped folder of validation, and the published macros that stand in it.
#pragma once

#include <filesystem>

#include "sim/results/scatter.hpp"

namespace mho {

/// Beside the folder of configs.
std::filesystem::path validation_folder();

/// None where the folder is not there.
Scatter published_macros();

}  // namespace mho
