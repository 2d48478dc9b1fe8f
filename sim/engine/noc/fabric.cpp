#include "sim/engine/noc/fabric.hpp"

#include <algorithm>
#include <set>

namespace mho {

Fabric::Fabric(const Chip& chip, const std::vector<NocFlow>& flows)
    : tiles_per_chip_(chip.tiles_per_chip()),
      endpoints_{tiles_per_chip_, chip.spec().chips > 1},
      chip_link_(chip.spec().chips, {-1, -1}) {
  const int count = chip.spec().chips;
  const std::vector<std::vector<EndpointPair>> pairs = pairs_by_chip(flows);
  for (int index = 0; index < count; ++index) add_chip(index, pairs[index], chip.spec().noc);
  gateway_port_.assign(links_.size(), {-1, -1});
  for (int index = 0; index + 1 < count; ++index) {
    add_chip_link(index, 1);
    add_chip_link(index + 1, -1);
  }
}

int Fabric::chip_of(int tile) const { return tile == kGlobalBuffer ? 0 : tile / tiles_per_chip_; }

int Fabric::gateway(int step) const {
  return step > 0 ? endpoints_.next_chip() : endpoints_.previous_chip();
}

/// A tile as this chip sees it: itself, or the gateway on the way.
int Fabric::endpoint_on(int chip, int tile) const {
  const int home = chip_of(tile);
  if (home != chip) return gateway(home - chip);
  return tile == kGlobalBuffer ? endpoints_.global_buffer() : tile % tiles_per_chip_;
}

std::vector<std::vector<EndpointPair>> Fabric::pairs_by_chip(
    const std::vector<NocFlow>& flows) const {
  std::vector<std::set<EndpointPair>> pairs(chip_link_.size());
  for (const NocFlow& flow : flows) {
    const int last = chip_of(flow.destination);
    const int step = last < chip_of(flow.source) ? -1 : 1;
    for (int chip = chip_of(flow.source);; chip += step) {
      pairs[chip].insert({endpoint_on(chip, flow.source), endpoint_on(chip, flow.destination)});
      if (chip == last) break;
    }
  }
  std::vector<std::vector<EndpointPair>> lists;
  for (const std::set<EndpointPair>& each : pairs) lists.emplace_back(each.begin(), each.end());
  return lists;
}

void Fabric::add_chip(int chip, const std::vector<EndpointPair>& pairs, const NocSpec& noc) {
  first_node_.push_back(nodes());
  first_port_.push_back(static_cast<int>(ports_.size()));
  first_link_.push_back(static_cast<int>(links_.size()));
  chips_.push_back(noc.topology->plan(endpoints_, pairs, noc.wire_length()));
  const NetworkPlan& plan = *chips_.back();
  for (int node = 0; node < plan.nodes(); ++node) places_.push_back({chip, node, 0});
  for (PortPlan port : plan.ports()) {
    port.node += first_node_.back();
    if (port.feeding_link >= 0) port.feeding_link += first_link_.back();
    ports_.push_back(port);
  }
  const std::string prefix = endpoints_.gateways ? "chip " + std::to_string(chip) + ": " : "";
  for (const LinkPlan& link : plan.links())
    links_.push_back({{prefix + link.name, link.wire_um}, false});
}

void Fabric::add_chip_link(int chip, int step) {
  const int node = nodes();
  places_.push_back({chip, -1, step});
  for (int link : chips_[chip]->links_to(gateway(step))) {
    link += first_link_[chip];
    gateway_port_[link][step > 0] = static_cast<int>(ports_.size());
    ports_.push_back({node, link, 0});
  }
  const int next = chip + step;
  const int link = static_cast<int>(links_.size());
  links_.push_back(
      {{"chip " + std::to_string(chip) + " to chip " + std::to_string(next), 0}, true});
  chip_link_[chip][step > 0] = link;
  for (int port : chips_[next]->entries_of(gateway(-step)))
    ports_[first_port_[next] + port].feeding_link = link;
}

Turn Fabric::turn(int node, int destination) const {
  const Place& here = places_[node];
  if (here.node < 0) {
    const int next = here.chip + here.step;
    return {chip_link_[here.chip][here.step > 0],
            first_port_[next] +
                chips_[next]->entry(gateway(-here.step), endpoint_on(next, destination))};
  }
  const int endpoint = endpoint_on(here.chip, destination);
  Turn turn = chips_[here.chip]->turn(here.node, endpoint);
  turn.link += first_link_[here.chip];
  if (turn.port >= 0)
    turn.port += first_port_[here.chip];
  else if (chip_of(destination) != here.chip)
    turn.port = gateway_port_[turn.link][chip_of(destination) > here.chip];
  return turn;
}

int Fabric::entry(int source, int destination) const {
  const int chip = chip_of(source);
  return first_port_[chip] +
         chips_[chip]->entry(endpoint_on(chip, source), endpoint_on(chip, destination));
}

}  // namespace mho
