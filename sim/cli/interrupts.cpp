#include "sim/cli/interrupts.hpp"

#include <unistd.h>

#include <csignal>
#include <optional>
#include <string_view>

#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Where the handler finds it.
std::optional<Interruption> interruption_now;

void on_interrupt(int number) {
  Interruption& now = *interruption_now;
  if (now.is_heeded() && !now.is_asked()) {
    now.ask();
    constexpr std::string_view kSaid =
        "\nmho: interrupted: reports the trials that are finished; Ctrl-C again ends at once\n";
    // Nothing can be done about a standard error that takes nothing.
    [[maybe_unused]] const auto written = write(STDERR_FILENO, kSaid.data(), kSaid.size());
    return;
  }
  std::signal(number, SIG_DFL);
  std::raise(number);
}

}  // namespace

Interrupts::Interrupts() {
  require(!interruption_now, "interrupts are caught twice");
  interruption_now.emplace();
  // Who ignores it, as a shell does of what runs in the background, goes on ignoring it.
  if (std::signal(SIGINT, on_interrupt) == SIG_IGN) std::signal(SIGINT, SIG_IGN);
}

Interrupts::~Interrupts() {
  if (std::signal(SIGINT, SIG_DFL) == SIG_IGN) std::signal(SIGINT, SIG_IGN);
  interruption_now.reset();
}

Interruption& Interrupts::interruption() { return *interruption_now; }

}  // namespace mho
