// The crossbar kernel compiled for AVX-512 VNNI (flags in CMakeLists.txt).
#include "models/crossbar/kernel/lanes.hpp"

namespace mho {

void crossbar_avx512vnni(KernelJob& job) { run_chunk(job); }

}  // namespace mho
