// What the Monte Carlo found: accuracy where outputs are judged as classes, else the output's
// signal to noise; later ages and sources of error. Every interval is of 95 % and says what is
// drawn anew.
#pragma once

#include <sstream>
#include <string>

#include "sim/results/results.hpp"

namespace mho {

/// Whether outputs were judged as classes; else the output's signal to noise stands for accuracy.
bool has_accuracy(const Results& results);

/// Whether anything was computed: a run without values only counts.
bool has_values(const Results& results);

/// The headline figure, in two lines.
void accuracy_headline(std::ostringstream& out, const Results& results);

/// The sections; empty without values.
/// "0 s", "25 s", "1 h", "1 day", "1 year": in the largest unit of which it is a whole number.
std::string age_text(double age_s);

std::string accuracy_text(const Results& results);

}  // namespace mho
