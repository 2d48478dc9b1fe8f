// Where the time went, as text for standard error: it differs from time to time.
#pragma once

#include <string>

#include "sim/explore/sweep/sweep.hpp"
#include "sim/run/profile.hpp"

namespace mho {

/// A row a stage, the longest first, and what the engine did.
std::string profile_text(const Profile& profile);

/// One line.
std::string stage_text(const StageEnd& end);
/// The same of all designs of a sweep, and what its processes did beside.
std::string profile_text(const SweepProfile& profile);

}  // namespace mho
