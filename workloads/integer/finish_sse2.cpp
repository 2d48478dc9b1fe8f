// The end of matrix layers compiled for SSE2.
#include "workloads/integer/finish_lanes.hpp"

namespace mho {

extern const FinishKernels finish_sse2{finish, round_all};

}  // namespace mho
