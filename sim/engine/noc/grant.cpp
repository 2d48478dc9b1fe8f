// Who gets a link, and when it and the port behind the packet are free again. A packet that nobody
// waits behind leaves its port without an event: what became free is noted and looked up by who
// comes next (settle), so that a hop without contention costs one event.
#include <algorithm>

#include "sim/base/division.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/noc/noc.hpp"

namespace mho {

void Noc::request(int copy) {
  const int link = copies_[copy].turn.link;
  links_[link].asking.push_back(copy);
  if (links_[link].busy) settle(links_[link].port);
  grant(link);
}

/// Notes that the first packet of a port has left, if it has; else has the agenda say when.
void Noc::settle(int port) {
  const int link = ports_[port].releasing_link;
  if (link < 0) return;
  ports_[port].releasing_link = -1;
  if (links_[link].release_fs > now_fs()) {
    enter({links_[link].release_fs, links_[link].release_order, NocEvent::Kind::release, link});
    return;
  }
  links_[link].busy = false;
  pop(port);
}

bool Noc::has_room(int port, std::int64_t flits) {
  if (port < 0) return true;
  Port& next = ports_[port];
  if (next.releasing_link >= 0 && links_[next.releasing_link].release_fs <= now_fs()) settle(port);
  if (next.reserved_flits == 0 || next.reserved_flits + flits <= buffer_flits_) return true;
  settle(port);
  return false;
}

/// Whether the arbitration prefers the first of two copies, of which the other asked earlier.
bool Noc::precedes(const Link& link, int copy, int other) const {
  const int port = copies_[copy].port;
  const int other_port = copies_[other].port;
  switch (arbitration_) {
    case Arbitration::fifo:
      return false;
    case Arbitration::round_robin:
      if ((port > link.port) != (other_port > link.port)) return port > link.port;
      return port < other_port;
    case Arbitration::fixed:
      return port < other_port;
  }
  return false;
}

/// The place in `asking` of the next to go; -1: none can. What waits for room in a port keeps all
/// others that want to go there waiting, but not those for elsewhere.
int Noc::choose(const Link& link) {
  full_ports_.clear();
  for (;;) {
    int best = -1;
    for (int at = 0; at < static_cast<int>(link.asking.size()); ++at) {
      const int port = copies_[link.asking[at]].turn.port;
      if (std::find(full_ports_.begin(), full_ports_.end(), port) != full_ports_.end()) continue;
      if (best < 0 || precedes(link, link.asking[at], link.asking[best])) best = at;
    }
    if (best < 0) return -1;
    const Copy& copy = copies_[link.asking[best]];
    if (has_room(copy.turn.port, transits_[copy.transit].flits)) return best;
    full_ports_.push_back(copy.turn.port);
  }
}

void Noc::grant(int index) {
  Link& link = links_[index];
  if (link.busy || link.asking.empty()) return;
  const int chosen = choose(link);
  if (chosen < 0) {
    if (link.blocked_since_fs < 0) link.blocked_since_fs = now_fs();
    return;
  }
  if (link.blocked_since_fs >= 0) link.use.blocked_fs += now_fs() - link.blocked_since_fs;
  link.blocked_since_fs = -1;
  const int copy = link.asking[chosen];
  link.asking.erase(link.asking.begin() + chosen);
  occupy(index, copy);
}

std::int64_t Noc::occupied_fs(const Link& link, std::int64_t flits) const {
  const std::int64_t on_chip_fs = times_fs(flits, cycle_fs_);
  if (!link.leaves_chip) return on_chip_fs;
  // The slower of the link and of the port that feeds it.
  const std::int64_t cycles = ceil_divide(flits * flit_bits_, chip_link_bits_);
  return std::max(on_chip_fs, times_fs(cycles, chip_link_cycle_fs_));
}

/// Whether someone has to be told when the packet on this link has left its port.
bool Noc::is_awaited(const Link& link) const {
  const Port& port = ports_[link.port];
  if (!link.asking.empty() || port.slots.size() > 1 || port.slots.front().branches > 1) return true;
  if (port.feeding_link >= 0) return !links_[port.feeding_link].asking.empty();
  return transits_[port.slots.front().transit].sender != nullptr;
}

void Noc::occupy(int index, int copy_index) {
  Link& link = links_[index];
  Copy& copy = copies_[copy_index];
  const Transit& transit = transits_[copy.transit];
  const std::int64_t waited_fs = now_fs() - copy.arrived_fs;
  const std::int64_t duration_fs = occupied_fs(link, transit.flits);
  copy.waited_fs += waited_fs;
  add_fs(use_.wait_fs, waited_fs);
  add_fs(link.use.wait_fs, waited_fs);
  link.use.busy_fs += duration_fs;
  count(link, transit);
  if (recorder_) record(index, transit, duration_fs);
  link.busy = true;
  link.port = copy.port;
  // Between chips a packet goes on when all of it has come.
  const std::int64_t head_fs = link.leaves_chip ? duration_fs + chip_link_latency_fs_ : head_fs_;
  if (copy.turn.port >= 0) {
    Port& next = ports_[copy.turn.port];
    next.reserved_flits += transit.flits;
    link.use.most_held_flits = std::max(link.use.most_held_flits, next.reserved_flits);
    copy.port = copy.turn.port;
    enter({now_fs() + head_fs, agenda_.next_order(), NocEvent::Kind::arrive, copy_index});
  } else {
    enter({now_fs() + head_fs + times_fs(transit.flits - 1, cycle_fs_), agenda_.next_order(),
           NocEvent::Kind::eject, copy_index});
  }
  link.release_fs = now_fs() + duration_fs;
  link.release_order = agenda_.next_order();
  if (is_awaited(link))
    enter({link.release_fs, link.release_order, NocEvent::Kind::release, index});
  else
    ports_[link.port].releasing_link = index;
}

void Noc::record(int link, const Transit& transit, std::int64_t duration_fs) {
  RecordedSpan span{Site::link,          -1, link, "packet", now_fs(), now_fs() + duration_fs,
                    transit.packet.layer};
  if (const auto* pixel = std::get_if<SharedPixel>(&transit.packet.payload)) {
    span.image = (*pixel)->image;
    span.pixel = (*pixel)->pixel;
  } else if (std::holds_alternative<PartialSums>(transit.packet.payload)) {
    span.what = "partial sums";
  } else {
    span.what = "weights";
  }
  recorder_->record(span);
}

void Noc::count(Link& link, const Transit& transit) {
  ++use_.hops;
  ++link.use.packets;
  link.use.flits += transit.flits;
  ActionCounts& counts = counts_of(transit.packet.layer);
  if (link.leaves_chip) {
    counts[Action::chip_link_bit] += transit.flits * flit_bits_;
    return;
  }
  counts[Action::noc_flit_hop] += transit.flits;
  counts[Action::noc_flit_um] += transit.flits * link.wire_um;
}

void Noc::pop(int port) {
  const Slot slot = ports_[port].slots.front();
  ports_[port].slots.pop_front();
  if (ports_[port].feeding_link >= 0) {
    ports_[port].reserved_flits -= slot.flits;
    return;
  }
  const Transit& transit = transits_[slot.transit];
  if (transit.sender != nullptr) transit.sender->left(transit.tag);
  drop_holder(slot.transit);
}

/// The last flit of a packet has left its port over this link.
void Noc::release(int index) {
  const int port = links_[index].port;
  links_[index].busy = false;
  if (--ports_[port].slots.front().branches == 0) {
    pop(port);
    if (ports_[port].feeding_link >= 0) grant(ports_[port].feeding_link);
    if (!ports_[port].slots.empty()) begin(port);
  }
  grant(index);
}

void Noc::note_wait(const Copy& copy, int packets) { waits_[copy.waited_fs] += packets; }

std::vector<std::string> Noc::link_names() const {
  std::vector<std::string> names;
  for (const Link& link : links_) names.push_back(link.use.name);
  return names;
}

NocUse Noc::use() const {
  NocUse use = use_;
  const auto percentile = [&](std::int64_t percent) {
    std::int64_t total = 0;
    for (const auto& [wait_fs, packets] : waits_) total += packets;
    std::int64_t below = ceil_divide(total * percent, 100);
    for (const auto& [wait_fs, packets] : waits_)
      if ((below -= packets) <= 0) return wait_fs;
    return std::int64_t{0};
  };
  use.wait_p50_fs = percentile(50);
  use.wait_p99_fs = percentile(99);
  use.wait_max_fs = percentile(100);
  for (const Link& link : links_)
    if (link.use.packets > 0) use.links.push_back(link.use);
  std::stable_sort(use.links.begin(), use.links.end(),
                   [](const LinkUse& a, const LinkUse& b) { return a.busy_fs > b.busy_fs; });
  return use;
}

}  // namespace mho
