// The crossbar kernel compiled for SSE2 (flags in CMakeLists.txt).
#include "models/crossbar/kernel/lanes.hpp"
#include "models/crossbar/kernel/recombine_lanes.hpp"

namespace mho {

extern const CrossbarKernel crossbar_sse2{run_chunk, add_codes};

}  // namespace mho
