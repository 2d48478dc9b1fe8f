#include "sim/engine/off_chip/memory.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/off_chip/port.hpp"

namespace mho {

OffChipMemory::OffChipMemory(const sc_core::sc_module_name& name, const DramSpec& spec)
    : sc_module(name),
      socket("socket"),
      spec_(spec),
      latency_fs_(femtoseconds(spec.latency)),
      agenda_("agenda"),
      channels_(spec.channels, Channel(spec)) {
  socket.register_nb_transport_fw(this, &OffChipMemory::transport);
}

MemoryUse OffChipMemory::use() const {
  MemoryUse sum;
  for (const Channel& channel : channels_) sum += channel.timing.use();
  return sum;
}

tlm::tlm_sync_enum OffChipMemory::transport(tlm::tlm_generic_payload& payload,
                                            tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  const auto delay_fs = static_cast<std::int64_t>(delay.value());
  if (phase == tlm::END_RESP) {
    agenda_.after(delay_fs, [this] {
      is_answering_ = false;
      answer_next();
    });
    return tlm::TLM_COMPLETED;
  }
  require(phase == tlm::BEGIN_REQ, "the off-chip memory is not in this phase");
  payload.acquire();
  if (delay_fs == 0)
    accept(payload);
  else
    agenda_.after(delay_fs, [this, &payload] { accept(payload); });
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

void OffChipMemory::accept(tlm::tlm_generic_payload& payload) {
  const auto begin = static_cast<std::int64_t>(payload.get_address());
  const std::int64_t end = begin + payload.get_data_length();
  const auto job = std::make_shared<Job>(Job{&payload});
  if (payload.get_command() == tlm::TLM_IGNORE_COMMAND || begin == end ||
      end > spec_.capacity_bytes) {
    payload.set_response_status(end > spec_.capacity_bytes ? tlm::TLM_ADDRESS_ERROR_RESPONSE
                                                           : tlm::TLM_OK_RESPONSE);
    respond(job);
    return;
  }
  // Addresses, from high to low: row, bank, column / interleave, channel, column mod interleave.
  // The pieces of a request in one channel follow each other there.
  const std::int64_t burst = spec_.burst_bytes();
  const std::int64_t stripe = spec_.interleave_bytes;
  std::map<std::int64_t, Part> parts;
  for (std::int64_t at = begin / burst * burst; at < end; at = (at / stripe + 1) * stripe) {
    const std::int64_t piece_end = std::min(end, (at / stripe + 1) * stripe);
    const std::int64_t bursts = ceil_divide(piece_end - at, burst);
    const std::int64_t local = at / stripe / spec_.channels * stripe + at % stripe;
    parts.try_emplace(at / stripe % spec_.channels, Part{job, local, 0, now_fs()})
        .first->second.bursts += bursts;
  }
  job->parts = std::ssize(parts);
  for (const auto& [number, part] : parts) {
    channels_[number].waiting.push_back(part);
    choose(channels_[number]);
  }
}

/// Serves the next part, now or when the column command of the one before has been given: until
/// then a better one may come.
void OffChipMemory::choose(Channel& channel) {
  if (channel.is_choosing || channel.waiting.empty()) return;
  const std::int64_t wait_fs = channel.timing.last_command_fs() - now_fs();
  if (wait_fs > 0) {
    channel.is_choosing = true;
    agenda_.after(wait_fs, [this, &channel] {
      channel.is_choosing = false;
      choose(channel);
    });
    return;
  }
  auto next = channel.waiting.begin();
  switch (spec_.queue) {
    case MemoryQueue::fcfs:
      break;
    case MemoryQueue::fr_fcfs: {
      const auto open =
          std::find_if(channel.waiting.begin(), channel.waiting.end(),
                       [&](const Part& part) { return channel.timing.is_open(part.address); });
      if (open != channel.waiting.end()) next = open;
      break;
    }
  }
  const Part part = std::move(*next);
  channel.waiting.erase(next);
  serve(channel, part);
  choose(channel);
}

void OffChipMemory::serve(Channel& channel, const Part& part) {
  const bool is_write = part.job->payload->get_command() == tlm::TLM_WRITE_COMMAND;
  const MemoryUse before = channel.timing.use();
  for (std::int64_t burst = 0; burst < part.bursts; ++burst)
    part.job->data_end_fs = std::max(
        part.job->data_end_fs, channel.timing.serve(part.address + burst * spec_.burst_bytes(),
                                                    is_write, part.arrived_fs, now_fs()));
  const MemoryUse& after = channel.timing.use();
  part.job->activates +=
      after.row_misses + after.row_conflicts - before.row_misses - before.row_conflicts;
  if (--part.job->parts > 0) return;
  tlm::tlm_generic_payload& payload = *part.job->payload;
  if (RowActivates* activates = payload.get_extension<RowActivates>(); activates != nullptr)
    activates->count += part.job->activates;
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
  agenda_.after(part.job->data_end_fs + latency_fs_ - now_fs(),
                [this, job = part.job] { respond(job); });
}

void OffChipMemory::respond(const std::shared_ptr<Job>& job) {
  answers_.push_back(job);
  answer_next();
}

/// Responses go out one after another, as the protocol wants.
void OffChipMemory::answer_next() {
  while (!is_answering_ && !answers_.empty()) {
    tlm::tlm_generic_payload& payload = *answers_.front()->payload;
    answers_.pop_front();
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
    const tlm::tlm_sync_enum taken = socket->nb_transport_bw(payload, phase, delay);
    is_answering_ = taken == tlm::TLM_ACCEPTED;
    payload.release();
  }
}

std::unique_ptr<OffChipTarget> attach_memory(OffChipPort& port, const DramSpec& spec,
                                             const OffChipTargetFactory& factory) {
  if (factory) return factory(port, spec);
  auto memory = std::make_unique<OffChipMemory>("off_chip_memory", spec);
  port.socket.bind(memory->socket);
  return memory;
}

}  // namespace mho
