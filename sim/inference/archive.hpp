// What is measured on a programmed network as bytes, for a cache (sim/engine/record/archive.hpp
// says how).
#pragma once

#include <cereal/types/optional.hpp>
#include <cereal/types/vector.hpp>

#include "sim/inference/layer_snr.hpp"
#include "sim/inference/programmed_network.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, AdcRange& range) {
  auto& [lsb, code_min, code_max] = range;
  archive(lsb, code_min, code_max);
}

template <class Archive>
void serialize(Archive& archive, RangeUse& use) {
  auto& [layer, rounding_error, clipping_error, times_largest, codes_in_use, codes, clipped] = use;
  archive(layer, rounding_error, clipping_error, times_largest, codes_in_use, codes, clipped);
}

template <class Archive>
void serialize(Archive& archive, MeasuredRanges& measured) {
  auto& [ranges, use] = measured;
  archive(ranges, use);
}

template <class Archive>
void serialize(Archive& archive, LayerSnr& snr) {
  auto& [layer, alone_db, cumulative_db] = snr;
  archive(layer, alone_db, cumulative_db);
}

template <class Archive>
void serialize(Archive& archive, ProgrammingEffort& effort) {
  auto& [pulses, row_pulses] = effort;
  archive(pulses, row_pulses);
}

}  // namespace mho
