// A Validation as a Markdown table, for the README: a row a figure.
#pragma once

#include <string>

#include "sim/results/validation.hpp"

namespace mho {

std::string to_markdown(const Validation& validation);

}  // namespace mho
