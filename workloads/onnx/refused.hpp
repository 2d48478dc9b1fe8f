// What is said of an operator that is not accepted.
#pragma once

#include <string>

namespace mho {

/// What is wrong with a node of this type ("Sinh", "com.microsoft.NhwcMaxPool"), and what the user
/// can do.
std::string refusal_of(const std::string& type);

}  // namespace mho
