// The chip's way to its off-chip memory: a TLM-2.0 initiator. Cuts reads and writes into requests,
// keeps up to `outstanding` of them in flight, counts what they cost. Base protocol, approximately
// timed (nb_transport, IEEE 1666-2011 section 15): requests overlap in the memory without a thread
// each, and two calls a request are all it costs. A target that knows only b_transport is adapted
// by its tlm_utils::simple_target_socket, which serves one request at a time. Contents do not
// travel: values are in the packets, a read discards its data and a write sends zeros.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "models/memories/dram.hpp"
#include "sim/engine/kernel/agenda.hpp"
#include "sim/engine/kernel/distribution.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/tally.hpp"

#include <tlm_utils/simple_initiator_socket.h>

namespace mho {

/// Goes with every request: a target that knows its rows adds the activates that it took, which are
/// counted and priced. Others may ignore it.
struct RowActivates : tlm::tlm_extension<RowActivates> {
  std::int64_t count = 0;

  tlm::tlm_extension_base* clone() const override { return new RowActivates(*this); }
  void copy_from(const tlm::tlm_extension_base& other) override {
    count = static_cast<const RowActivates&>(other).count;
  }
};

/// What the port saw.
struct OffChipUse {
  std::int64_t bytes_read = 0, bytes_written = 0;  ///< of whole bursts
  std::int64_t requests = 0;
  std::int64_t activates = 0;
  std::int64_t busy_fs = 0;  ///< at least one request was in flight
  Distribution waiting_fs;   ///< of a request: from read() or write() to the memory
  Distribution answer_fs;    ///< of a request: from there to its last byte
};

class OffChipPort : public sc_core::sc_module, private tlm::tlm_mm_interface {
 public:
  /// Counts go to `tally`.
  OffChipPort(const sc_core::sc_module_name& name, const DramSpec& spec, Tally& tally);
  ~OffChipPort() override;

  tlm_utils::simple_initiator_socket<OffChipPort> socket;

  /// Reads `bytes` > 0 from `address` on and calls `done` when the last byte has come. Whole bursts
  /// move: what is counted is widened to their borders. The counts belong to `layer` on `tile`.
  void read(std::int64_t address, std::int64_t bytes, int layer, int tile,
            std::function<void()> done);
  /// The same for writing; `done` when the memory has taken the last byte.
  void write(std::int64_t address, std::int64_t bytes, int layer, int tile,
             std::function<void()> done);

  /// Reads and writes that are not done.
  std::int64_t open() const { return open_; }
  const OffChipUse& use() const { return use_; }
  /// Tells `recorder` of each read and write, from asking to the last byte.
  void watch(Recorder* recorder) { recorder_ = recorder; }

 private:
  /// One call of read() or write().
  struct Transfer {
    bool is_write;
    std::int64_t next, end;  ///< addresses: of the next request, after the last one
    std::int64_t asked_fs;
    std::int64_t in_flight = 0;
    ActionCounts* counts;
    std::function<void()> done;
    int layer;
  };
  struct Request;

  void submit(bool is_write, std::int64_t address, std::int64_t bytes, int layer, int tile,
              std::function<void()> done);
  void send();
  void send(const std::shared_ptr<Transfer>& transfer);
  tlm::tlm_sync_enum respond(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                             sc_core::sc_time& delay);
  void answer(Request& request, const sc_core::sc_time& delay);
  void finish(Request& request);
  Request& take_request();
  void free(tlm::tlm_generic_payload* payload) override;

  const DramSpec spec_;
  Tally& tally_;
  Recorder* recorder_ = nullptr;
  Agenda agenda_;
  std::deque<std::shared_ptr<Transfer>> waiting_;   ///< with requests not sent, in order of asking
  std::vector<std::unique_ptr<Request>> requests_;  ///< all that were ever made
  std::vector<Request*> idle_;
  std::vector<unsigned char> read_data_, write_data_;
  Request* sending_ = nullptr;  ///< the memory has not accepted it yet
  std::int64_t in_flight_ = 0;
  std::int64_t open_ = 0;
  std::int64_t busy_since_fs_ = 0;
  OffChipUse use_;
};

}  // namespace mho
