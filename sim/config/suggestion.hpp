// What somebody meant who wrote a physical value that cannot be read.
#pragma once

#include <string>
#include <string_view>

#include "sim/config/fields.hpp"

namespace mho {

/// The value that `text` stands for, written so that it is accepted: "1.2 pj" is "1.2 pJ", "25 C"
/// is "298.15 K". It has the magnitude that was written; of a bare number, whose magnitude is not
/// known, the largest prefix that is in range ("1.2 GHz"). "" when nothing of this kind is in
/// range.
std::string suggestion(const std::string& text, Range range, std::string_view unit);

}  // namespace mho
