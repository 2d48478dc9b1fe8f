// The page that the build makes of web/ (one HTML file: charts, styles, script), with data in it.
#pragma once

#include <functional>
#include <iosfwd>

namespace mho {

/// False where npm was not there, or could not reach its packages, when this mho was built.
bool has_page();

/// Throws InputError for `option` unless there is a page.
void check_has_page(const char* option);

/// `write_data` writes one JSON value; its strings may hold anything.
void write_page(const std::function<void(std::ostream& data)>& write_data, std::ostream& out);

}  // namespace mho
