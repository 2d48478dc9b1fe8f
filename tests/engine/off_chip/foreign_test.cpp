// Targets that are not ours behind the off-chip port: blocking, four-phase, at once, refusing.
#include <catch2/catch.hpp>
#include <vector>

#include "sim/base/error.hpp"
#include "tests/engine/off_chip/off_chip_bench.hpp"

namespace mho {
namespace {

constexpr int kDelayNs = 30;

/// Knows b_transport only: the answer has a delay annotated.
struct BlockingTarget : sc_core::sc_module, OffChipTarget {
  explicit BlockingTarget(const sc_core::sc_module_name& name) : sc_module(name) {
    socket.register_b_transport(this, &BlockingTarget::transport);
  }
  void transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
    lengths.push_back(payload.get_data_length());
    delay += sc_core::sc_time(kDelayNs, sc_core::SC_NS);
    payload.set_response_status(status);
  }

  tlm_utils::simple_target_socket<BlockingTarget> socket;
  std::vector<unsigned> lengths;
  tlm::tlm_response_status status = tlm::TLM_OK_RESPONSE;
};

/// Accepts a request 10 ns after it came and answers `kDelayNs` later.
struct FourPhaseTarget : sc_core::sc_module, OffChipTarget {
  explicit FourPhaseTarget(const sc_core::sc_module_name& name) : sc_module(name) {
    socket.register_nb_transport_fw(this, &FourPhaseTarget::transport);
  }
  tlm::tlm_sync_enum transport(tlm::tlm_generic_payload& payload, tlm::tlm_phase&,
                               sc_core::sc_time&) {
    ++unaccepted;
    most_unaccepted = std::max(most_unaccepted, unaccepted);
    agenda.after(10 * kNs, [this, &payload] {
      --unaccepted;
      call(payload, tlm::END_REQ);
      agenda.after(kDelayNs * kNs, [this, &payload] {
        payload.set_response_status(tlm::TLM_OK_RESPONSE);
        call(payload, tlm::BEGIN_RESP);
      });
    });
    return tlm::TLM_ACCEPTED;
  }
  void call(tlm::tlm_generic_payload& payload, tlm::tlm_phase phase) {
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    socket->nb_transport_bw(payload, phase, delay);
  }

  tlm_utils::simple_target_socket<FourPhaseTarget> socket;
  Agenda agenda{"agenda"};
  int unaccepted = 0, most_unaccepted = 0;
};

/// Answers within the call, with a delay annotated, and says how many rows it opened.
struct PromptTarget : sc_core::sc_module, OffChipTarget {
  explicit PromptTarget(const sc_core::sc_module_name& name) : sc_module(name) {
    socket.register_nb_transport_fw(this, &PromptTarget::transport);
  }
  tlm::tlm_sync_enum transport(tlm::tlm_generic_payload& payload, tlm::tlm_phase&,
                               sc_core::sc_time& delay) {
    payload.get_extension<RowActivates>()->count += 2;
    payload.set_response_status(tlm::TLM_OK_RESPONSE);
    delay += sc_core::sc_time(kDelayNs, sc_core::SC_NS);
    return tlm::TLM_COMPLETED;
  }

  tlm_utils::simple_target_socket<PromptTarget> socket;
};

template <class Target>
OffChipTargetFactory make(Target*& made) {
  return [&made](OffChipPort& port, const DramSpec&) {
    auto target = std::make_unique<Target>("target");
    port.socket.bind(target->socket);
    made = target.get();
    return target;
  };
}

}  // namespace

TEST_CASE("a target that knows only b_transport serves the port, one request at a time") {
  BlockingTarget* target = nullptr;
  OffChipBench bench(small_dram(), make(target));
  bench.read(1, 32, 64);  // requests end at multiples of 64 bytes
  sc_core::sc_start();
  CHECK(target->lengths == std::vector<unsigned>{32, 32});
  CHECK(bench.done_ns[1] == 2 * kDelayNs);
  CHECK(bench.tally.of(0, -1)[Action::off_chip_activate] == 0);
}

TEST_CASE("a four-phase target accepts one request at a time") {
  FourPhaseTarget* target = nullptr;
  OffChipBench bench(small_dram(), make(target));
  bench.read(1, 0, 64);
  bench.write(2, 64, 64);
  bench.read(3, 128, 64);
  sc_core::sc_start();
  CHECK(target->most_unaccepted == 1);
  CHECK(bench.done_ns[1] == 10 + kDelayNs);
  CHECK(bench.done_ns[2] == 20 + kDelayNs);
  CHECK(bench.done_ns[3] == 30 + kDelayNs);
}

TEST_CASE("a target may answer within the call and say which rows it opened") {
  PromptTarget* target = nullptr;
  DramSpec spec = small_dram();
  spec.outstanding = 1;
  OffChipBench bench(spec, make(target));
  bench.read(1, 0, 128);
  sc_core::sc_start();
  CHECK(bench.done_ns[1] == 2 * kDelayNs);
  CHECK(bench.tally.of(0, -1)[Action::off_chip_activate] == 4);
}

// An exception from SystemC's coroutine has left its stack when AddressSanitizer clears it: a false
// report (google/sanitizers issue 189).
#ifndef __SANITIZE_ADDRESS__
TEST_CASE("a request that the target refuses stops the simulation") {
  BlockingTarget* target = nullptr;
  OffChipBench bench(small_dram(), make(target));
  target->status = tlm::TLM_ADDRESS_ERROR_RESPONSE;
  bench.read(1, 0, 8);
  CHECK_THROWS_WITH(sc_core::sc_start(), Catch::Contains("TLM_ADDRESS_ERROR_RESPONSE"));
}
#endif

TEST_CASE("a transfer outside of the memory is a bug") {
  OffChipBench bench(small_dram());
  CHECK_THROWS_AS(bench.read(1, (1 << 20) - 8, 16), Bug);
  CHECK_THROWS_AS(bench.read(1, 0, 0), Bug);
  CHECK_NOTHROW(bench.read(1, (1 << 20) - 8, 8));
}

}  // namespace mho
