// A line on standard error that says what a run is doing; nothing unless that is a terminal.
#pragma once

#include <chrono>
#include <string>

namespace mho {

/// A bar, the share, the stage (cut to fit the width) and, once it has taken a second, how long it
/// still takes if it goes on as it did.
std::string progress_line(const std::string& stage, double share, double taken_s,
                          std::size_t width);

class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;
  ~ProgressBar() { clear(); }

  /// Draws at most ten times a second within a stage.
  void show(const std::string& stage, double share);
  void clear();

 private:
  bool drawn_on_;
  std::string stage_;
  std::chrono::steady_clock::time_point begin_, last_;
};

}  // namespace mho
