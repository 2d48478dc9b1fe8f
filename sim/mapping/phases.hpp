// Which layers are on the arrays at the same time when not all of them fit: the network is cut into
// phases, consecutive layers that fit together, so that writing weights and computing take the
// least time for a batch. Tensors that a later phase reads wait in memory.
#pragma once

#include <vector>

#include "sim/base/quantity.hpp"
#include "sim/mapping/balance.hpp"
#include "sim/mapping/placement.hpp"

namespace mho {

/// What one layer of the graph asks of a phase.
struct PhaseLayer {
  std::vector<int> arrays;  ///< of one copy, by kind of tile
  StageLoad stage;          ///< arrays of the main kind
  Time transfer;            ///< of its weights from memory to the chip
  Time write;               ///< of its arrays, all at the same time
  Time spill;               ///< of its output to memory and back, for one image
};

/// How a network is cut, and the time that the cut is expected to take for one batch.
struct Cut {
  std::vector<Phase> phases;
  bool halves = false;
  Time expected;
};

/// The cut of least expected time for `batch` images: a phase takes its load (transfers one after
/// another, then the slowest write) and batch x its slowest stage (with copies balanced over the
/// arrays left, if `balance`), and its outputs go to memory and back. Two ways are compared: all
/// arrays for one phase at a time; or half of them, the next phase being loaded while this one
/// computes. Dynamic programming over the cuts: O(layers^2). Every layer must fit `arrays` (by
/// kind) alone; halves are left out where one does not fit a half.
Cut cut_into_phases(const std::vector<PhaseLayer>& layers, const std::vector<int>& arrays,
                    int batch, bool balance);

}  // namespace mho
