// A run as one JSON object, for programs: a member for each of its facts, and for each of its
// tables a list of rows; names with a point are members of a member. Member order is fixed and
// nothing in it depends on time or threads: same results, same bytes.
#pragma once

#include <iosfwd>
#include <string>

#include "sim/results/stored_run.hpp"

namespace mho {

/// Row by row, so that a ledger of millions of lines takes no memory. Metrics that the run does not
/// have are absent. Throws Bug for a number that is not finite.
void write_json(const StoredRun& run, std::ostream& out);
std::string to_json(const Results& results);

}  // namespace mho
