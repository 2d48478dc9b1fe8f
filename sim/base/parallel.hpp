// Threads for loops whose iterations are independent. Results may not depend on the order of
// iterations; the number of threads then changes nothing but the time.
#pragma once

#include <cstdint>
#include <functional>

namespace mho {

/// Told the share that is done, in [0, 1]; may be empty.
using TellShare = std::function<void(double share)>;

/// Thrown by what is to go on no longer: other exceptions stop no other iteration.
struct Stopped {};

/// Calls body(0) ... body(count - 1), each once, on up to `threads` threads (0 = one per core). The
/// first exception (by index) is rethrown after all threads have stopped. After Stopped no
/// iteration begins any more. `tell` hears of every iteration that ends, from one thread at a time.
void parallel_for(int threads, std::int64_t count, const std::function<void(std::int64_t)>& body,
                  const TellShare& tell = {});

}  // namespace mho
