// The timed driver of a chip of MAC arrays: layer after layer, batch after batch. Values are exact
// integers and cost no simulated time to find, so that they are computed apart from it (or not at
// all); the result has the form of the pipelined engine's.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/result.hpp"
#include "sim/engine/record/work_share.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

struct SequenceOptions {
  int batch = 1;  ///< inputs that share loaded weights
  /// By tensor: share of values that are not zero, for gating and compression; empty: nothing is
  /// known to be zero.
  std::vector<double> nonzero;
  TellShare tell{};              ///< hears how much is done: jobs of the arrays
  Recorder* recorder = nullptr;  ///< watches; null: nobody
};

/// Throws InputError unless `inputs` are a whole number of batches.
void check_batches(std::int64_t inputs, int batch);

/// Runs `inputs` inputs, a whole number of batches; outputs stay empty. Throws InputError when they
/// are no whole number of batches or the network cannot be laid onto the machine; Bug as simulate()
/// does.
EngineResult simulate_sequence(const QuantizedGraph& graph, const Chip& chip, std::int64_t inputs,
                               const SequenceOptions& options);

/// Outputs of these images, exact, and by tensor the share of values that are not zero.
struct ExactRun {
  std::vector<IntTensor> outputs;
  std::vector<double> nonzero;
  TellShare tell{};  ///< hears how much is done: jobs of the arrays
};
ExactRun run_exact(const QuantizedGraph& graph, std::span<const IntTensor> images, int threads);

}  // namespace mho
