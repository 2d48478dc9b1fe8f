// Lines of comma-separated values (RFC 4180, but for the line break, which is "\n").
#pragma once

#include <string>
#include <vector>

namespace mho {

/// One line; fields with a comma, a quote or a line break in quotes.
std::string csv_line(const std::vector<std::string>& fields);

}  // namespace mho
