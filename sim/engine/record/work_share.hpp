// How much of a simulation is done, told now and then while it runs. Changes no result.
#pragma once

#include <chrono>
#include <cstdint>
#include <utility>

#include "sim/base/parallel.hpp"

namespace mho {

class WorkShare {
 public:
  WorkShare(TellShare tell, std::int64_t parts) : tell_(std::move(tell)), parts_(parts) {}

  /// One more part of the work is done.
  void advance() {
    ++done_;
    if (!tell_) return;
    const auto now = std::chrono::steady_clock::now();
    if (now - last_ < kPause) return;
    last_ = now;
    tell_(static_cast<double>(done_) / static_cast<double>(parts_));
  }

 private:
  static constexpr std::chrono::milliseconds kPause{100};

  TellShare tell_;
  std::int64_t parts_;
  std::int64_t done_ = 0;
  std::chrono::steady_clock::time_point last_{};
};

}  // namespace mho
