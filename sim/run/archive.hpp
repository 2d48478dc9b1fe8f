// Results of stages as bytes, for a cache (sim/engine/record/archive.hpp says how).
#pragma once

#include "sim/engine/record/archive.hpp"
#include "sim/inference/archive.hpp"
#include "sim/mapping/archive.hpp"
#include "sim/run/stages.hpp"
#include "workloads/integer/archive.hpp"

namespace mho {

template <class Archive>
void serialize(Archive& archive, TimedRun& run) {
  auto& [engine, activity_error, programming] = run;
  archive(engine, activity_error, programming);
}

}  // namespace mho
