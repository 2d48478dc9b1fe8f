#include "sim/base/guarded.hpp"

#include <csignal>
#include <new>

namespace mho {

namespace {

/// Beyond the data: what the library keeps of the file's structure.
constexpr std::int64_t kMemory = std::int64_t{1} << 30;
constexpr int kSeconds = 5;
/// Of unpacking; a tenth of what a slow core does with deflate.
constexpr std::int64_t kBytesPerSecond = 10'000'000;

enum class Outcome : std::uint8_t { values, refused };

using Send = ChildProcess::Send;

void send_text(const Send& send, const std::string& text) {
  const std::uint64_t size = text.size();
  send(&size, sizeof size);
  send(text.data(), text.size());
}

std::string receive_text(ChildProcess& child) {
  std::uint64_t size = 0;
  child.receive(&size, sizeof size);
  std::string text(size, '\0');
  child.receive(text.data(), size);
  return text;
}

void refuse(const Send& send, const Problem& problem) {
  const Outcome outcome = Outcome::refused;
  send(&outcome, sizeof outcome);
  send_text(send, problem.key);
  send_text(send, problem.message);
}

void answer(const Send& send, const Problem& too_large,
            const std::function<std::function<void(const Send&)>()>& read) {
  expect_bytes(0);
  std::function<void(const Send&)> values;
  try {
    values = read();
  } catch (const InputError& error) {
    return refuse(send, error.problems().at(0));
  } catch (const std::bad_alloc&) {
    return refuse(send, too_large);
  }
  const Outcome outcome = Outcome::values;
  send(&outcome, sizeof outcome);
  values(send);
}

std::string cause(int signal) {
  if (signal == SIGXCPU) return "the library that reads it does not come to an end";
  if (signal == 0) return "the library that reads it gave up";
  return "the library that reads it ended with signal " + std::to_string(signal);
}

}  // namespace

void guarded(const Place& where, const std::string& key,
             const std::function<std::function<void(const Send&)>()>& read,
             const std::function<void(ChildProcess&)>& receive) {
  const Problem too_large{where, key, "cannot be read: damaged (reading it takes too much memory)"};
  ChildProcess child([&](const Send& send) { answer(send, too_large, read); }, true);
  try {
    Outcome outcome{};
    child.receive(&outcome, sizeof outcome);
    if (outcome == Outcome::refused) {
      const std::string its_key = receive_text(child);
      throw InputError(where, its_key, receive_text(child));
    }
    receive(child);
  } catch (const ChildDied& death) {
    if (death.from_outside() && death.signal() != SIGXCPU)
      throw InputError(where, key, "the process that reads it " + death.how_ended());
    throw InputError(where, key, "cannot be read: damaged (" + cause(death.signal()) + ")");
  }
}

std::string guarded_text(const Place& where, const std::string& key,
                         const std::function<std::string()>& read) {
  std::string text;
  guarded(
      where, key, [&] { return [text = read()](const Send& send) { send_text(send, text); }; },
      [&](ChildProcess& child) { text = receive_text(child); });
  return text;
}

void expect_bytes(std::int64_t bytes) {
  limit_memory(kMemory + bytes);
  limit_computing(kSeconds + static_cast<int>(bytes / kBytesPerSecond));
}

}  // namespace mho
