#include "sim/engine/kernel/server.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

Server::Server(const sc_core::sc_module_name& name) : sc_module(name), agenda_("agenda") {}

std::int64_t Server::submit(std::int64_t duration_fs, std::int64_t latency_fs,
                            std::function<void()> done) {
  const std::int64_t start_fs = std::max(now_fs(), free_at_fs_);
  free_at_fs_ = start_fs + duration_fs;
  busy_fs_ += duration_fs;
  agenda_.after(free_at_fs_ + latency_fs - now_fs(), std::move(done));
  return start_fs;
}

}  // namespace mho
