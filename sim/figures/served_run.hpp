// The server of a run's carbon, where it is a chip of its own: what that takes for the run's
// network.
#pragma once

#include "sim/base/error.hpp"
#include "sim/run/control.hpp"
#include "sim/run/run_spec.hpp"

namespace mho {

/// The run with the server's energy and latency as the chip of carbon.remote.chip has them, of
/// counts alone; as it is where there is none. Energy is that of a steady batch, memory included;
/// latency is that of the first inference, which waits for its batch. Throws InputError at
/// carbon.remote.chip where the network does not run on it.
RunSpec served(RunSpec spec, const Place& where, const RunControl& control);

}  // namespace mho
