// The crossbar kernel compiled for AVX2 (flags in CMakeLists.txt).
#include "models/crossbar/kernel/lanes.hpp"

namespace mho {

void crossbar_avx2(KernelJob& job) { run_chunk(job); }

}  // namespace mho
