// The end of matrix layers compiled for AVX2 (flags in CMakeLists.txt).
#include "workloads/integer/finish_lanes.hpp"

namespace mho {

extern const FinishKernels finish_avx2{finish, round_all};

}  // namespace mho
