// How a run is asked to end early with what it has. One thread or a signal handler asks, others
// look.
#pragma once

#include <atomic>
#include <stdexcept>

namespace mho {

class Interruption {
 public:
  /// From now on the run can end with what it has: trials run.
  void heed() { heeded_ = true; }
  bool is_heeded() const { return heeded_; }

  /// May be called from a signal handler.
  void ask() { asked_ = true; }
  bool is_asked() const { return asked_; }

  /// Whether work that is left is to be left out; asked where some is.
  bool cuts_short() {
    if (asked_) cut_ = true;
    return asked_;
  }
  /// Whether any work was left out.
  bool has_cut() const { return cut_; }

 private:
  static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler must not wait");
  std::atomic<bool> heeded_ = false, asked_ = false, cut_ = false;
};

/// A run that was asked to end before it had anything to report.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted before the first trial was finished") {}
};

}  // namespace mho
