// A packet's way through the network: in, from port to port, out. Who gets a link: noc/grant.cpp.
#include "sim/engine/noc/noc.hpp"

#include <algorithm>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/kernel/clock.hpp"

namespace mho {

Noc::Noc(const sc_core::sc_module_name& name, const Chip& chip, const NocTraffic& traffic,
         Tally& tally, std::int64_t lost_packet)
    : sc_module(name),
      tally_(tally),
      lost_packet_(lost_packet),
      flit_bits_(chip.spec().noc.flit_bits),
      buffer_flits_(chip.spec().noc.buffer_flits),
      cycle_fs_(femtoseconds(chip.spec().noc.clock)),
      head_fs_(times_fs(chip.spec().noc.router_cycles, cycle_fs_)),
      arbitration_(chip.spec().noc.arbitration),
      fabric_(chip, traffic.flows),
      multicast_(chip.spec().noc.multicast && fabric_.forks()),
      reduces_(chip.spec().noc.reduction == Reduction::on_the_way),
      reductions_(fabric_, reduces_ ? traffic.reductions : std::vector<ReductionFlow>{}),
      receivers_(chip.tiles() + 1, nullptr) {
  if (chip.spec().chip_link) {
    chip_link_bits_ = chip.spec().chip_link->width_bits;
    chip_link_cycle_fs_ = femtoseconds(chip.spec().chip_link->clock);
    chip_link_latency_fs_ = femtoseconds(chip.spec().chip_link->latency);
  }
  for (const PortPlan& plan : fabric_.ports()) {
    Port& port = ports_.emplace_back();
    port.node = plan.node;
    port.feeding_link = plan.feeding_link;
    port.entry_um = plan.entry_um;
  }
  for (const FabricLink& plan : fabric_.links()) {
    Link& link = links_.emplace_back();
    link.leaves_chip = plan.leaves_chip;
    link.wire_um = plan.wire_um;
    link.use.name = plan.name;
  }
  SC_METHOD(act);
  sensitive << due_;
  dont_initialize();
}

void Noc::connect(int tile, PacketReceiver& receiver) { receivers_.at(tile + 1) = &receiver; }

void Noc::act() {
  acting_ = true;
  while (!agenda_.empty() && agenda_.first().due_fs <= now_fs()) {
    const NocEvent event = agenda_.take();
    switch (event.kind) {
      case NocEvent::Kind::arrive:
        arrive(event.subject);
        break;
      case NocEvent::Kind::eject:
        eject(event.subject);
        break;
      case NocEvent::Kind::release:
        release(event.subject);
        break;
      case NocEvent::Kind::absorbed:
        absorbed(event.subject);
        break;
    }
  }
  acting_ = false;
  if (!agenda_.empty()) due_.notify(sc_duration(agenda_.first().due_fs - now_fs()));
}

void Noc::enter(const NocEvent& event) {
  due_fs(event.due_fs - now_fs(), *this);
  agenda_.enter(event);
  // Has no effect when an earlier one is pending.
  if (!acting_) due_.notify(sc_duration(event.due_fs - now_fs()));
}

void Noc::send(Packet packet, PacketSender* sender, std::int64_t tag) {
  const int count = static_cast<int>(packet.destinations.size());
  require(count == 1 || (count > 1 && multicast_), "a packet has destinations it cannot have");
  const int number = new_transit();
  Transit& transit = transits_[number];
  transit.flits = flits(packet.bits);
  transit.number = use_.packets_sent++;
  transit.sender = sender;
  transit.tag = tag;
  transit.holders = 2;
  transit.packet = std::move(packet);
  use_.flits_sent += transit.flits;
  const int port = fabric_.entry(transit.packet.source, transit.packet.destinations.front().tile);
  counts_of(transit.packet.layer)[Action::noc_flit_um] += transit.flits * ports_[port].entry_um;
  Copy copy;
  copy.transit = number;
  copy.end = count;
  copy.port = port;
  arrive(new_copy(copy));
}

/// A packet's head has come to its port.
void Noc::arrive(int index) {
  Copy& copy = copies_[index];
  copy.arrived_fs = now_fs();
  const int port = copy.port;
  settle(port);
  ports_[port].slots.push_back({index, copy.transit, transits_[copy.transit].flits, 1});
  if (ports_[port].slots.size() == 1) begin(port);
}

/// A packet's head has become the first of its port.
void Noc::begin(int port) {
  if (!reduces_ || !reduce(port)) ask(port);
}

/// Partial sums that meet others here wait in a register; true: these do.
bool Noc::reduce(int port) {
  const Slot& slot = ports_[port].slots.front();
  Transit& transit = transits_[slot.transit];
  PartialSums* sums = std::get_if<PartialSums>(&transit.packet.payload);
  ReductionJoin* join = sums ? reductions_.at(ports_[port].node, sums->stage) : nullptr;
  if (join == nullptr) return false;
  auto& registers = join->registers;
  auto found = std::find_if(registers.begin(), registers.end(),
                            [&](const auto& each) { return each.ordinal == sums->ordinal; });
  if (found == registers.end()) {
    registers.push_back({sums->ordinal, join->branches - 1, transit.flits, std::move(*sums)});
  } else if (--found->missing > 0) {
    add_partial_sums(*sums, join->outputs, found->sums);
    found->flits += transit.flits;
  } else {
    add_partial_sums(found->sums, join->outputs, *sums);
    sums->outputs = &join->outputs;
    use_.packets_merged += join->branches - 1;
    use_.flits_merged += found->flits + transit.flits;
    transit.packet.bits = join->bits;
    transit.flits = flits(join->bits);
    use_.flits_merged -= transit.flits;
    counts_of(transit.packet.layer)[Action::noc_reduce] += join->additions;
    registers.erase(found);
    return false;
  }
  free_copies_.push_back(slot.copy);
  enter({now_fs() + times_fs(slot.flits, cycle_fs_), agenda_.next_order(), NocEvent::Kind::absorbed,
         port});
  drop_holder(slot.transit);
  return true;
}

/// The first packet of a port has moved into a register.
void Noc::absorbed(int port) {
  pop(port);
  if (ports_[port].feeding_link >= 0) grant(ports_[port].feeding_link);
  if (!ports_[port].slots.empty()) begin(port);
}

/// The first packet of a port asks for the links that it leaves over.
void Noc::ask(int port) {
  const int index = ports_[port].slots.front().copy;
  Copy& copy = copies_[index];
  if (copy.end - copy.begin > 1) {
    fork(port);
    return;
  }
  const Packet& packet = transits_[copy.transit].packet;
  copy.turn = fabric_.turn(ports_[port].node, packet.destinations[copy.begin].tile);
  request(index);
}

/// The same for a packet with several destinations: a copy for each link, with the destinations
/// behind it.
void Noc::fork(int port) {
  Slot& slot = ports_[port].slots.front();
  const Copy whole = copies_[slot.copy];
  const Transit& transit = transits_[slot.transit];
  const auto destinations = transits_[slot.transit].packet.destinations.begin();
  branches_.clear();
  for (int begin = whole.begin; begin < whole.end;) {
    const auto turn_of = [&](const Destination& destination) {
      return fabric_.turn(ports_[port].node, destination.tile);
    };
    const Turn turn = turn_of(destinations[begin]);
    const auto behind =
        std::partition(destinations + begin, destinations + whole.end,
                       [&](const Destination& each) { return turn_of(each) == turn; });
    const int index = branches_.empty() ? slot.copy : new_copy(whole);
    copies_[index].turn = turn;
    copies_[index].begin = begin;
    copies_[index].end = begin = static_cast<int>(behind - destinations);
    branches_.push_back(index);
  }
  slot.branches = static_cast<int>(branches_.size());
  transits_[slot.transit].holders += slot.branches - 1;
  use_.packets_forked += slot.branches - 1;
  use_.flits_forked += (slot.branches - 1) * transit.flits;
  for (const int index : branches_) request(index);
}

/// The last flit of a copy has come to its destinations.
void Noc::eject(int index) {
  const Copy copy = copies_[index];
  free_copies_.push_back(index);
  const Transit& transit = transits_[copy.transit];
  const int packets = copy.end - copy.begin;
  use_.packets_forked += packets - 1;  // several that hear the same flits
  use_.flits_forked += (packets - 1) * transit.flits;
  note_wait(copy, packets);
  if (transit.number != lost_packet_) {
    use_.packets_received += packets;
    use_.flits_received += packets * transit.flits;
    for (int at = copy.begin; at < copy.end; ++at) {
      const Destination destination = transit.packet.destinations[at];
      PacketReceiver* receiver = receivers_[destination.tile + 1];
      require(receiver != nullptr, "a packet arrived where nobody is");
      receiver->receive(transit.packet, destination.store);
    }
  }
  drop_holder(copy.transit);
}

int Noc::new_copy(const Copy& copy) {
  if (free_copies_.empty()) {
    copies_.push_back(copy);
    return static_cast<int>(copies_.size()) - 1;
  }
  const int index = free_copies_.back();
  free_copies_.pop_back();
  copies_[index] = copy;
  return index;
}

int Noc::new_transit() {
  if (free_transits_.empty()) {
    transits_.emplace_back();
    return static_cast<int>(transits_.size()) - 1;
  }
  const int index = free_transits_.back();
  free_transits_.pop_back();
  return index;
}

void Noc::drop_holder(int transit) {
  if (--transits_[transit].holders > 0) return;
  transits_[transit].packet.payload = SharedPixel();
  free_transits_.push_back(transit);
}

ActionCounts& Noc::counts_of(int layer) {
  const std::size_t at = static_cast<std::size_t>(layer) + 1;
  if (at >= counts_.size()) counts_.resize(at + 1, nullptr);
  if (counts_[at] == nullptr) counts_[at] = &tally_.of(layer, -1);
  return *counts_[at];
}

}  // namespace mho
