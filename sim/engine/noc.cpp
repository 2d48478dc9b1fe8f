#include "sim/engine/noc.hpp"

#include <utility>

#include "sim/base/error.hpp"
#include "sim/engine/clock.hpp"
#include "sim/engine/plan.hpp"

namespace mho {

namespace {

enum Direction { west, east, north, south, directions };

}  // namespace

Noc::Noc(const sc_core::sc_module_name& name, const Chip& chip, Tally& tally,
         std::int64_t lost_packet)
    : sc_module(name),
      chip_(chip),
      tally_(tally),
      lost_packet_(lost_packet),
      columns_(chip.mesh_columns()),
      flit_bits_(chip.spec().noc.flit_bits),
      buffer_flits_(chip.spec().noc.buffer_flits),
      cycle_fs_(femtoseconds(chip.spec().noc.clock)),
      head_fs_(chip.spec().noc.router_cycles * cycle_fs_),
      routers_(static_cast<std::size_t>(columns_) * chip.mesh_rows()),
      receivers_(chip.tiles() + 1, nullptr),
      agenda_("agenda") {
  // One port more than tiles: the global buffer's, on router 0.
  const std::size_t ports = directions + chip.spec().noc.tiles_per_router + 1;
  for (Router& router : routers_) {
    router.inputs.resize(ports);
    router.outputs.resize(ports);
  }
  const int count = static_cast<int>(routers_.size());
  for (int router = 0; router < count; ++router) {
    if (router % columns_ + 1 < columns_) {
      link(router, east, router + 1, west);
      link(router + 1, west, router, east);
    }
    if (router + columns_ < count) {
      link(router, south, router + columns_, north);
      link(router + columns_, north, router, south);
    }
  }
}

void Noc::link(int router, int output, int neighbor, int input) {
  routers_[router].outputs[output].router = neighbor;
  routers_[router].outputs[output].input = input;
  routers_[neighbor].inputs[input].feeding_router = router;
  routers_[neighbor].inputs[input].feeding_output = output;
}

void Noc::connect(int tile, PacketReceiver& receiver) { receivers_.at(tile + 1) = &receiver; }

int Noc::router_of(int tile) const {
  return tile == kGlobalBuffer ? 0 : chip_.router_of_tile(tile);
}

int Noc::local_port(int tile) const {
  const int tiles = chip_.spec().noc.tiles_per_router;
  return directions + (tile == kGlobalBuffer ? tiles : tile % tiles);
}

int Noc::route(int router, int destination) const {
  const int target = router_of(destination);
  const int x = target % columns_ - router % columns_;
  const int y = target / columns_ - router / columns_;
  if (x != 0) return x < 0 ? west : east;
  if (y != 0) return y < 0 ? north : south;
  return local_port(destination);
}

void Noc::send(Packet packet, std::function<void()> left) {
  auto transit = std::make_shared<Transit>();
  transit->flits = flits(packet.bits);
  transit->number = sent_++;
  transit->left = std::move(left);
  transit->packet = std::move(packet);
  enter(router_of(transit->packet.source), local_port(transit->packet.source), transit);
}

void Noc::enter(int router, int input, const TransitPointer& transit) {
  transit->arrived_fs = now_fs();
  InputPort& port = routers_[router].inputs[input];
  port.queue.push_back(transit);
  if (port.queue.size() == 1) ask(router, input);
}

void Noc::ask(int router, int input) {
  const Packet& packet = routers_[router].inputs[input].queue.front()->packet;
  const int output = route(router, packet.destination);
  routers_[router].outputs[output].asking.push_back(input);
  grant_next(router, output);
}

void Noc::grant_next(int router, int output) {
  OutputPort& port = routers_[router].outputs[output];
  if (port.busy || port.asking.empty()) return;
  const int input = port.asking.front();
  const TransitPointer transit = routers_[router].inputs[input].queue.front();
  if (port.router >= 0) {
    InputPort& next = routers_[port.router].inputs[port.input];
    if (next.reserved_flits > 0 && next.reserved_flits + transit->flits > buffer_flits_) return;
    next.reserved_flits += transit->flits;
  }
  port.asking.pop_front();
  port.busy = true;
  wait_fs_ += now_fs() - transit->arrived_fs;
  tally_.of(transit->packet.layer, -1)[Action::noc_flit_hop] += transit->flits;
  const int next_router = port.router;
  const int next_input = port.input;
  if (next_router >= 0)
    agenda_.after(head_fs_, [=, this] { enter(next_router, next_input, transit); });
  else
    agenda_.after(head_fs_ + (transit->flits - 1) * cycle_fs_, [=, this] { deliver(transit); });
  agenda_.after(transit->flits * cycle_fs_, [=, this] { leave(router, input, output); });
}

void Noc::leave(int router, int input, int output) {
  InputPort& port = routers_[router].inputs[input];
  const TransitPointer transit = port.queue.front();
  port.queue.pop_front();
  routers_[router].outputs[output].busy = false;
  if (port.feeding_router >= 0) {
    port.reserved_flits -= transit->flits;
    grant_next(port.feeding_router, port.feeding_output);
  } else {
    transit->left();
  }
  if (!port.queue.empty()) ask(router, input);
  grant_next(router, output);
}

void Noc::deliver(const TransitPointer& transit) {
  if (transit->number == lost_packet_) return;
  ++received_;
  PacketReceiver* receiver = receivers_[transit->packet.destination + 1];
  require(receiver != nullptr, "a packet arrived where nobody is");
  receiver->receive(transit->packet);
}

}  // namespace mho
