// What a field may hold, in words: the same text in problems and in documentation.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/config/fields.hpp"

namespace mho {

/// "1 to 8", "0 J to 1 nJ", "at least 1", "at most 3 V", or "any" when the range has no bounds.
std::string range_text(Range range, std::string_view unit);

/// The same of integers, all digits.
std::string integer_range_text(Range range);

std::string integer_text(Range range);                          ///< "an integer, 1 to 8"
std::string quantity_text(Range range, std::string_view unit);  ///< "a value in J, 0 J to 1 nJ"
std::string words_text(const std::vector<Word>& words);         ///< "one of a, b, c"

/// "; SENTENCE (allowed)" without the sentence's period.
std::string sentence_text(const std::string& sentence, const std::string& allowed);

}  // namespace mho
