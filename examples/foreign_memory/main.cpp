// A TLM-2.0 target of one's own behind mho's off-chip port: a memory of fixed latency that keeps
// its contents. The same stream is read from it and from mho's own memory.
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/off_chip/memory.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace {

constexpr std::int64_t kBytes = 64 * 1024;

/// Answers every request `latency` after it came, any number of them at a time.
class FixedLatencyMemory : public sc_core::sc_module, public mho::OffChipTarget {
 public:
  FixedLatencyMemory(const sc_core::sc_module_name& name, std::size_t bytes,
                     sc_core::sc_time latency)
      : sc_module(name), socket("socket"), bytes_(bytes), latency_(latency) {
    socket.register_nb_transport_fw(this, &FixedLatencyMemory::transport);
  }

  tlm_utils::simple_target_socket<FixedLatencyMemory> socket;

 private:
  tlm::tlm_sync_enum transport(tlm::tlm_generic_payload& payload, tlm::tlm_phase&,
                               sc_core::sc_time& delay) {
    const sc_dt::uint64 address = payload.get_address();
    const unsigned length = payload.get_data_length();
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    if (address + length > bytes_.size())
      payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
    else if (payload.is_read())
      std::memcpy(payload.get_data_ptr(), &bytes_[address], length);
    else if (payload.is_write())
      std::memcpy(&bytes_[address], payload.get_data_ptr(), length);
    delay += latency_;
    return tlm::TLM_COMPLETED;  // no further phases: the answer is valid after `delay`
  }

  std::vector<unsigned char> bytes_;
  sc_core::sc_time latency_;
};

/// Reads `kBytes` and prints how long that took.
void stream(mho::OffChipPort& port, const char* name) {
  port.read(0, kBytes, /*layer=*/0, /*tile=*/-1, [name] {
    const double ns = static_cast<double>(mho::now_fs()) * 1e-6;
    std::printf("%-15s %6.0f ns, %5.1f GB/s\n", name, ns, static_cast<double>(kBytes) / ns);
  });
}

void run(const char* file) {
  sc_core::sc_set_time_resolution(1, sc_core::SC_FS);
  const auto spec = mho::read_spec<mho::DramSpec>(mho::Document::load(file));
  mho::Tally tally;

  mho::OffChipPort own_port("own_port", spec, tally);
  const auto own = mho::attach_memory(own_port, spec);

  mho::OffChipPort foreign_port("foreign_port", spec, tally);
  const mho::OffChipTargetFactory factory = [](mho::OffChipPort& port, const mho::DramSpec&) {
    auto memory = std::make_unique<FixedLatencyMemory>("fixed_latency_memory", kBytes,
                                                       sc_core::sc_time(100, sc_core::SC_NS));
    port.socket.bind(memory->socket);
    return memory;
  };
  const auto foreign = mho::attach_memory(foreign_port, spec, factory);

  stream(own_port, "own memory:");
  stream(foreign_port, "foreign memory:");
  sc_core::sc_start();
}

}  // namespace

// libsystemc's main() calls this.
int sc_main(int argc, char* argv[]);
int sc_main(int argc, char* argv[]) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: foreign_memory MEMORY.yaml\n");
    return 1;
  }
  try {
    run(argv[1]);
  } catch (const mho::InputError& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
