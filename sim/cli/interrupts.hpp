// Ctrl-C (SIGINT) while a run has something to report: the first ends it early, the next at once.
#pragma once

#include "sim/run/interruption.hpp"

namespace mho {

/// Exit code of a program that SIGINT ended, as shells have it, and of one that ended early for it.
inline constexpr int kInterrupted = 130;

/// As long as it lives. Before anything can be reported SIGINT ends the program as it always does.
/// One at a time.
class Interrupts {
 public:
  Interrupts();
  Interrupts(const Interrupts&) = delete;
  ~Interrupts();

  Interruption& interruption();
};

}  // namespace mho
