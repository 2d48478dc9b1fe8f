#include "sim/engine/kernel/buffer_port.hpp"

#include <algorithm>
#include <utility>

#include "sim/engine/kernel/clock.hpp"

namespace mho {

BufferPort::BufferPort(const sc_core::sc_module_name& name, const BufferSpec& spec)
    : sc_module(name),
      agenda_("agenda"),
      cycle_fs_(femtoseconds(spec.cycle)),
      banks_(spec.banks),
      ports_(spec.ports, BankSchedule(cycle_fs_, spec.banks)) {
  switch (spec.port_use) {
    case PortUse::shared:
      break;
    case PortUse::separate:
      write_ports_ = ports_;
      break;
  }
}

std::int64_t BufferPort::read(std::int64_t accesses, std::int64_t first_word,
                              std::int64_t latency_fs, std::function<void()> done,
                              TransferOrder* order) {
  return submit(ports_, accesses, first_word, latency_fs, std::move(done), order);
}

std::int64_t BufferPort::write(std::int64_t accesses, std::int64_t first_word,
                               std::int64_t latency_fs, std::function<void()> done,
                               TransferOrder* order) {
  return submit(write_ports_.empty() ? ports_ : write_ports_, accesses, first_word, latency_fs,
                std::move(done), order);
}

std::int64_t BufferPort::submit(std::vector<BankSchedule>& ports, std::int64_t accesses,
                                std::int64_t first_word, std::int64_t latency_fs,
                                std::function<void()> done, TransferOrder* order) {
  const std::int64_t duration_fs = times_fs(accesses, cycle_fs_);
  due_fs(duration_fs, *this);  // the banks' schedule counts cycles, which it cannot cap
  BankSchedule* chosen = &ports.front();
  std::int64_t start_fs = chosen->earliest(now_fs(), accesses, first_word);
  for (std::size_t port = 1; port < ports.size() && start_fs > now_fs(); ++port) {
    const std::int64_t other_fs = ports[port].earliest(now_fs(), accesses, first_word);
    if (other_fs >= start_fs) continue;
    chosen = &ports[port];
    start_fs = other_fs;
  }
  chosen->enter(now_fs(), start_fs, accesses, first_word);
  waiting_fs_.add(start_fs - now_fs());
  busy_fs_ += duration_fs;
  std::int64_t end_fs = start_fs + duration_fs;
  if (order != nullptr) end_fs = order->last_end_fs = std::max(end_fs, order->last_end_fs);
  agenda_.after(end_fs + latency_fs - now_fs(), std::move(done));
  return start_fs;
}

}  // namespace mho
