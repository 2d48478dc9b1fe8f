#include "sim/engine/off_chip/port.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

struct OffChipPort::Request : tlm::tlm_generic_payload {
  explicit Request(OffChipPort& port) : tlm_generic_payload(&port) { set_extension(&activates); }
  // The extension is a member: the payload must not delete it.
  ~Request() override { clear_extension(&activates); }

  RowActivates activates;
  std::shared_ptr<Transfer> transfer;  ///< null: not in flight
  std::int64_t sent_fs = 0;
};

OffChipPort::OffChipPort(const sc_core::sc_module_name& name, const DramSpec& spec, Tally& tally)
    : sc_module(name),
      socket("socket"),
      spec_(spec),
      tally_(tally),
      agenda_("agenda"),
      read_data_(spec.request_bytes),
      write_data_(spec.request_bytes) {
  socket.register_nb_transport_bw(this, &OffChipPort::respond);
}

OffChipPort::~OffChipPort() = default;

void OffChipPort::read(std::int64_t address, std::int64_t bytes, int layer, int tile,
                       std::function<void()> done) {
  submit(false, address, bytes, layer, tile, std::move(done));
}

void OffChipPort::write(std::int64_t address, std::int64_t bytes, int layer, int tile,
                        std::function<void()> done) {
  submit(true, address, bytes, layer, tile, std::move(done));
}

void OffChipPort::submit(bool is_write, std::int64_t address, std::int64_t bytes, int layer,
                         int tile, std::function<void()> done) {
  require(address >= 0 && bytes > 0 && address + bytes <= spec_.capacity_bytes,
          "a transfer outside of the off-chip memory");
  const std::int64_t burst = spec_.burst_bytes();
  const std::int64_t begin = address / burst * burst;
  const std::int64_t end = ceil_divide(address + bytes, burst) * burst;
  ActionCounts& counts = tally_.of(layer, tile);
  counts[is_write ? Action::off_chip_write_bit : Action::off_chip_read_bit] += (end - begin) * 8;
  counts[Action::off_chip_link_bit] += (end - begin) * 8;
  (is_write ? use_.bytes_written : use_.bytes_read) += end - begin;
  ++open_;
  waiting_.push_back(std::make_shared<Transfer>(
      Transfer{is_write, begin, end, now_fs(), 0, &counts, std::move(done), layer}));
  send();
}

/// Sends what may be sent: transfers in order of asking, each from its first byte to its last.
void OffChipPort::send() {
  while (sending_ == nullptr && !waiting_.empty() && in_flight_ < spec_.outstanding) {
    const std::shared_ptr<Transfer> transfer = waiting_.front();
    send(transfer);
  }
}

void OffChipPort::send(const std::shared_ptr<Transfer>& transfer) {
  Request& request = take_request();
  // Requests end at multiples of their size, so that they share rows and channels alike.
  const std::int64_t address = transfer->next;
  const std::int64_t end =
      std::min(transfer->end, (address / spec_.request_bytes + 1) * spec_.request_bytes);
  transfer->next = end;
  ++transfer->in_flight;
  if (end == transfer->end) waiting_.pop_front();
  if (in_flight_++ == 0) busy_since_fs_ = now_fs();
  ++use_.requests;
  use_.waiting_fs.add(now_fs() - transfer->asked_fs);
  request.transfer = transfer;
  request.sent_fs = now_fs();
  request.activates.count = 0;

  request.acquire();
  request.set_command(transfer->is_write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  request.set_address(static_cast<sc_dt::uint64>(address));
  request.set_data_ptr(transfer->is_write ? write_data_.data() : read_data_.data());
  request.set_data_length(static_cast<unsigned>(end - address));
  request.set_streaming_width(static_cast<unsigned>(end - address));
  request.set_byte_enable_ptr(nullptr);
  request.set_dmi_allowed(false);
  request.set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);

  sending_ = &request;
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  switch (socket->nb_transport_fw(request, phase, delay)) {
    case tlm::TLM_ACCEPTED:
      break;
    case tlm::TLM_UPDATED:
      sending_ = nullptr;
      if (phase == tlm::BEGIN_RESP) answer(request, delay);
      break;
    case tlm::TLM_COMPLETED:
      sending_ = nullptr;
      answer(request, delay);
      break;
  }
}

tlm::tlm_sync_enum OffChipPort::respond(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                        sc_core::sc_time& delay) {
  Request& request = static_cast<Request&>(payload);
  require(request.transfer != nullptr, "an off-chip memory answered what it was not asked");
  if (sending_ == &request) sending_ = nullptr;  // a response says, too, that it was accepted
  if (phase == tlm::BEGIN_RESP) {
    answer(request, delay);
    return tlm::TLM_COMPLETED;
  }
  agenda_.after(static_cast<std::int64_t>(delay.value()), [this] { send(); });
  return tlm::TLM_ACCEPTED;
}

/// Takes the answer after `delay`, and not inside the memory's call.
void OffChipPort::answer(Request& request, const sc_core::sc_time& delay) {
  agenda_.after(static_cast<std::int64_t>(delay.value()), [this, &request] { finish(request); });
}

void OffChipPort::finish(Request& request) {
  if (!request.is_response_ok())
    throw Bug("the off-chip memory refuses a request: " + request.get_response_string());
  use_.answer_fs.add(now_fs() - request.sent_fs);
  use_.activates += request.activates.count;
  const std::shared_ptr<Transfer> transfer = std::move(request.transfer);
  request.transfer = nullptr;
  (*transfer->counts)[Action::off_chip_activate] += request.activates.count;
  request.release();
  if (--in_flight_ == 0) use_.busy_fs += now_fs() - busy_since_fs_;
  if (--transfer->in_flight == 0 && transfer->next == transfer->end) {
    --open_;
    if (recorder_)
      recorder_->record({Site::memory, -1, 0, transfer->is_write ? "write" : "read",
                         transfer->asked_fs, now_fs(), transfer->layer});
    transfer->done();
  }
  send();
}

OffChipPort::Request& OffChipPort::take_request() {
  if (idle_.empty()) {
    requests_.push_back(std::make_unique<Request>(*this));
    idle_.push_back(requests_.back().get());
  }
  Request& request = *idle_.back();
  idle_.pop_back();
  return request;
}

void OffChipPort::free(tlm::tlm_generic_payload* payload) {
  idle_.push_back(static_cast<Request*>(payload));
}

}  // namespace mho
