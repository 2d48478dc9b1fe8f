#include "sim/cli/progress_bar.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace mho {

namespace {

constexpr int kBarWidth = 30;
constexpr std::chrono::milliseconds kPause(100);

/// Letters of a line of the terminal.
std::size_t width() {
  constexpr std::size_t kUsual = 80;
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : kUsual;
}

/// "42 s", "1:05", "2:03:00".
std::string clock_text(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(seconds));
  std::array<char, 40> text{};
  if (whole < 60)
    std::snprintf(text.data(), text.size(), "%lld s", whole);
  else if (whole < 3600)
    std::snprintf(text.data(), text.size(), "%lld:%02lld", whole / 60, whole % 60);
  else
    std::snprintf(text.data(), text.size(), "%lld:%02lld:%02lld", whole / 3600, whole / 60 % 60,
                  whole % 60);
  return text.data();
}

}  // namespace

std::string progress_line(const std::string& stage, double share, double taken_s,
                          std::size_t width) {
  constexpr double kSoon = 1;
  const double done = std::clamp(share, 0.0, 1.0);
  const auto filled = static_cast<std::size_t>(done * kBarWidth);
  std::array<char, 20> percent{};
  std::snprintf(percent.data(), percent.size(), "] %3d %% ", static_cast<int>(100 * done));
  const std::string bar =
      "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '.') + percent.data();
  const std::string left = taken_s >= kSoon && done > 0 && done < 1
                               ? ", " + clock_text(taken_s * (1 - done) / done) + " left"
                               : "";
  const std::size_t used = bar.size() + left.size() + 1;  // the last letter would wrap
  return bar + (used < width ? stage.substr(0, width - used) + left : "");
}

ProgressBar::ProgressBar(bool wanted) : drawn_on_(wanted && isatty(STDERR_FILENO) == 1) {}

void ProgressBar::show(const std::string& stage, double share) {
  if (!drawn_on_) return;
  const auto now = std::chrono::steady_clock::now();
  if (stage == stage_ && now - last_ < kPause) return;
  if (stage != stage_ || share == 0) begin_ = now;
  stage_ = stage;
  last_ = now;
  const std::chrono::duration<double> taken = now - begin_;
  std::fprintf(stderr, "\r\033[K%s", progress_line(stage, share, taken.count(), width()).c_str());
  std::fflush(stderr);
}

void ProgressBar::clear() {
  if (!drawn_on_ || stage_.empty()) return;
  std::fputs("\r\033[K", stderr);
  std::fflush(stderr);
  stage_.clear();
}

}  // namespace mho
