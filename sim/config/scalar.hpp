// One YAML scalar -> a value. YAML 1.1 has traps (yes = true, 010 = 8, 1_000 = 1000); here only
// decimal numbers and true/false are read, and the rest is refused with a reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace mho {

/// A value, or how the text would have to be written ("digits only"; may be empty).
template <class Value>
using Scalar = std::variant<Value, std::string>;

/// [+-]digits. Integers beyond 64 bits saturate (and so are out of any range).
Scalar<std::int64_t> parse_integer(const std::string& text);

/// A finite decimal number, with or without exponent.
Scalar<double> parse_number(const std::string& text);

/// How a text that looks like a number would have to be written to be taken as one ("without '_'"),
/// or empty.
std::string trap(const std::string& text);

/// "true" or "false".
std::optional<bool> parse_flag(const std::string& text);

/// The scalar in a message: in quotes, at most 60 characters, line breaks as blanks.
std::string quoted(const std::string& text);

}  // namespace mho
