// A figure in a file, whose ending says the form.
#pragma once

#include <string>

#include "sim/report/figure/figure.hpp"

namespace mho {

/// Throws InputError at `option` unless the file ends in .svg, .pdf or .tex.
void check_figure_file(const std::string& file, const std::string& option);

void write_figure(const Figure& figure, const std::string& file, const std::string& option);

}  // namespace mho
