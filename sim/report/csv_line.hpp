// Lines of comma-separated values (RFC 4180, but for the line break, which is "\n").
#pragma once

#include <string>
#include <vector>

namespace mho {

/// One record; fields with a comma, a quote or a line break in quotes. Characters that are not
/// printable() are escaped, line breaks apart. A text that a spreadsheet would take for a formula
/// (it begins with =, +, - or @ and is no number) stands behind an apostrophe.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mho
