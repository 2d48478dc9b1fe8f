// Data that can be read and have the right shape, and yet are not what the network was made for:
// numbers at another scale, labels that count otherwise.
#pragma once

#include "sim/run/control.hpp"
#include "sim/run/prepared_run.hpp"
#include "sim/run/problem_list.hpp"

namespace mho {

/// Adds a problem, with what to change, where
/// - many values of the test set lie beyond twice the range that the network's input was calibrated
///   for, or all within a sixteenth of it;
/// - the network in floating point is right on some images far more often with other numbers:
///   labels that begin elsewhere, a common other scale, pixels around zero.
/// A network that is right on half of them or more raises no doubt, nor do fewer than 16 images. A
/// run carries such data out.
void doubt_data(const PreparedRun& run, const RunControl& control, ProblemList& problems);

}  // namespace mho
