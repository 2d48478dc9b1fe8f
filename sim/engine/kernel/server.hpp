// A resource that does one job at a time in order of arrival: an accumulator, a vector
// unit, a direction of a link. The queue has no limit of its own: those who submit are limited.
#pragma once

#include <cstdint>
#include <functional>

#include "sim/engine/kernel/agenda.hpp"

namespace mho {

class Server : public sc_core::sc_module {
 public:
  explicit Server(const sc_core::sc_module_name& name);

  /// Occupies the resource for `duration_fs` as soon as it is free and calls `done` `latency_fs`
  /// after that. Returns when the job starts.
  std::int64_t submit(std::int64_t duration_fs, std::int64_t latency_fs,
                      std::function<void()> done);
  /// How long it was occupied in all.
  std::int64_t busy_fs() const { return busy_fs_; }

 private:
  Agenda agenda_;
  std::int64_t busy_fs_ = 0;
  std::int64_t free_at_fs_ = 0;
};

}  // namespace mho
