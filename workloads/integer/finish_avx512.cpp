// The end of matrix layers compiled for AVX-512 (flags in CMakeLists.txt).
#include "workloads/integer/finish_lanes.hpp"

namespace mho {

extern const FinishKernels finish_avx512{finish, round_all};

}  // namespace mho
