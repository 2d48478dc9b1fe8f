// The crossbar kernel compiled for SSE2 (flags in CMakeLists.txt).
#include "models/crossbar/kernel/lanes.hpp"

namespace mho {

void crossbar_sse2(KernelJob& job) { run_chunk(job); }

}  // namespace mho
