// Results of a simulation as bytes, for a process that hands them on and for a cache (cereal's
// way: one function for writing and reading). Each type is bound to names as a whole, so that a new
// member does not compile until it is named here.
#pragma once

#include <cereal/types/array.hpp>
#include <cereal/types/string.hpp>
#include <cereal/types/vector.hpp>

#include "sim/engine/record/result.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, ActionCounts& counts) {
  auto& [count] = counts;
  archive(count);
}

template <class Archive>
void serialize(Archive& archive, CountedActions& actions) {
  auto& [layer, tile, counts] = actions;
  archive(layer, tile, counts);
}

template <class Archive>
void serialize(Archive& archive, ResourceDemand& demand) {
  auto& [fs] = demand;
  archive(fs);
}

template <class Archive>
void serialize(Archive& archive, LayerTrace& trace) {
  auto& [layer, first_start, first_end, busy, wait_input, wait_write, wait_output, wait_port,
         wait_unit, wait_weights, wait_load, demand] = trace;
  archive(layer, first_start, first_end, busy, wait_input, wait_write, wait_output, wait_port,
          wait_unit, wait_weights, wait_load, demand);
}

template <class Archive>
void serialize(Archive& archive, PhaseTrace& trace) {
  auto& [phase, load, exposed, work] = trace;
  archive(phase, load, exposed, work);
}

template <class Archive>
void serialize(Archive& archive, BufferUse& use) {
  auto& [tensor, tile, pixel_bits, needed, capacity, peak] = use;
  archive(tensor, tile, pixel_bits, needed, capacity, peak);
}

template <class Archive>
void serialize(Archive& archive, Extrapolation& extrapolation) {
  auto& [images, error] = extrapolation;
  archive(images, error);
}

template <class Archive>
void serialize(Archive& archive, LinkUse& use) {
  auto& [name, packets, flits, busy, wait, blocked, most_held] = use;
  archive(name, packets, flits, busy, wait, blocked, most_held);
}

template <class Archive>
void serialize(Archive& archive, NocUse& use) {
  auto& [packets_sent, packets_forked, packets_received, packets_merged, flits_sent, flits_forked,
         flits_received, flits_merged, hops, wait, wait_p50, wait_p99, wait_max, links] = use;
  archive(packets_sent, packets_forked, packets_received, packets_merged, flits_sent, flits_forked,
          flits_received, flits_merged, hops, wait, wait_p50, wait_p99, wait_max, links);
}

template <class Archive>
void serialize(Archive& archive, EngineResult& result) {
  auto& [outputs, start, finish, end, turn, busiest, actions, layers, phases, buffers, packets_sent,
         packets_received, noc_wait, noc, extrapolation, events] = result;
  archive(outputs, start, finish, end, turn, busiest, actions, layers, phases, buffers,
          packets_sent, packets_received, noc_wait, noc, extrapolation, events);
}

}  // namespace mho
