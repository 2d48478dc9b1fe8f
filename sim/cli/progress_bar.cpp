#include "sim/cli/progress_bar.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace mho {

namespace {

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kPause(100);

}  // namespace

ProgressBar::ProgressBar(bool wanted) : drawn_on_(wanted && isatty(STDERR_FILENO) == 1) {}

void ProgressBar::show(const std::string& stage, double share) {
  if (!drawn_on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (stage == stage_ && now - last_ < kPause) return;
  stage_ = stage;
  last_ = now;
  const double done = std::clamp(share, 0.0, 1.0);
  const auto filled = static_cast<std::size_t>(done * kBarWidth);
  const std::string bar = std::string(filled, '#') + std::string(kBarWidth - filled, '.');
  std::fprintf(stderr, "\r\033[K[%s] %3d %% %s", bar.c_str(), static_cast<int>(100 * done),
               stage.c_str());
  std::fflush(stderr);
}

void ProgressBar::clear() {
  if (!drawn_on_ || stage_.empty()) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  stage_.clear();
}

}  // namespace mho
