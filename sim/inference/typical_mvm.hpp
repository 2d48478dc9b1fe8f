// What an MVM does on average, for runs that count and do not compute: measured on one array of
// that size with weights and inputs of the usual statistics.
#pragma once

#include <map>
#include <tuple>
#include <vector>

#include "sim/chip/chip.hpp"

namespace mho {

struct TypicalMvm {
  MvmActivity activity;            ///< of one MVM: the mean of several, rounded
  std::vector<PassRecord> passes;  ///< of one of them
};

/// Of a block of `rows` x `outputs` on a macro of this kind of tile. Weights are normal, their
/// largest magnitude at 3.5 standard deviations; unsigned inputs are half zeros (after Relu) and
/// half the magnitudes of normals, signed ones normal, with the same range: choices of ours. What
/// depends on data (current through cells, skipped passes, early ends of conversions) is an
/// estimate accordingly.
TypicalMvm typical_mvm(const TileKind& kind, const MvmFormat& format, int rows, int outputs);

/// Remembers typical MVMs by what they depend on.
class TypicalMvms {
 public:
  const TypicalMvm& of(const TileKind& kind, const MvmFormat& format, int rows, int outputs);

 private:
  std::map<std::tuple<int, int, int, bool, int, int>, TypicalMvm> known_;
};

}  // namespace mho
