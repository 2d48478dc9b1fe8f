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
std::string accuracy_text(const Results& results);

}  // namespace mho
