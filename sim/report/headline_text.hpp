// What a run comes to, on one screen: what is printed unless all of it is asked for. Figures are
// those of the whole report, at its boundary.
#pragma once

#include <sstream>
#include <string>

#include "sim/report/ink.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// At most 30 lines of 100 columns: the headline figures, the largest components, the layer that
/// limits most, what changes how to read them, and where the rest is.
std::string headline_text(const Results& results, const Ink& ink = Ink());

// Parts that the whole report has as well.

/// Workload, chip and version, and an empty line.
void title(std::ostringstream& out, const Results& results);

/// TOPS/J, accuracy, area, energy, latency and throughput, with their intervals.
void headline(std::ostringstream& out, const Results& results);

/// "57943 images/s" and what they are a mean of.
void throughput(std::ostringstream& out, const Results& results, const std::string& label);

/// Under a figure that models give of.
void doubt_line(std::ostringstream& out, const Results& results, const std::string& name,
                const std::string& remark = "80 %, of its models");

}  // namespace mho
