// Which bits a run has that does not ask for any: those that the chip states as its own, if the
// network's weights survive them. Bits that the run states win, each by itself.
#pragma once

#include <string>

#include "sim/run/run_spec.hpp"
#include "workloads/graph/graph.hpp"

namespace mho {

/// Bits of weights and activations where neither the run nor the chip states any.
inline constexpr int kUsualBits = 8;
/// Weights survive rounding that leaves each layer a signal-to-noise ratio of 10 dB. Three levels,
/// evenly and best placed, leave normal weights 7.2 dB, seven 13.3 dB (Max, IRE Trans. IT-6, 1960,
/// table II): below it are networks that were not trained for so few levels. The limit is ours.
inline constexpr double kMostRoundingError = 0.1;

/// How the bits of a run came about.
struct PrecisionChoice {
  std::string caveat;  ///< the chip's own precision was not taken, and why; else empty
  std::string note;    ///< what was taken; empty where the chip states no precision
};

/// Sets the bits that `spec` leaves open. A network whose weights have no values takes the chip's,
/// one that its file quantizes the file's. Throws InputError at `where` where the spec asks for
/// others than such a file has.
PrecisionChoice choose_bits(RunSpec& spec, const Graph& network, const Place& where = {});

}  // namespace mho
