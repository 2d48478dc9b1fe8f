// The bytes of a YAML file, and what can be wrong with them before YAML is asked.
#pragma once

#include <string>

namespace mho {

/// The whole of a text file. Throws InputError when it is missing, not a regular file, unreadable
/// or over 1 MiB.
std::string read_yaml_text(const std::string& file);

/// Throws InputError, with the line of `file`, unless `text` is UTF-8 of at most 1 MiB without
/// control characters or tabs in the indentation.
void check_yaml_text(const std::string& text, const std::string& file);

/// Whether UTF-8 text holds a control character (of ASCII or Latin 1) other than tab and line ends.
bool holds_control(const std::string& text);

}  // namespace mho
