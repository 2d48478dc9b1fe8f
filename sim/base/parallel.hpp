// Threads for loops whose iterations are independent. Results may not depend on the order of
// iterations; the number of threads then changes nothing but the time.
#pragma once

#include <cstdint>
#include <functional>

namespace mho {

/// Calls body(0) ... body(count - 1), each once, on up to `threads` threads (0 = one per core). The
/// first exception (by index) is rethrown after all threads have stopped.
void parallel_for(int threads, std::int64_t count, const std::function<void(std::int64_t)>& body);

}  // namespace mho
