// Sums are kept per input and added in their order: the same for any number of threads.
#include "sim/run/output_snr.hpp"

#include <cmath>
#include <mutex>

#include "sim/base/parallel.hpp"
#include "workloads/integer/executor.hpp"

namespace mho {

namespace {

struct SquareSums {
  double signal = 0, error = 0;
};

SquareSums sums_of(const IntTensor& exact, const IntTensor& found) {
  SquareSums sums;
  for (std::size_t i = 0; i < exact.size(); ++i) {
    const auto right = static_cast<double>(exact[i]);
    sums.signal += right * right;
    sums.error += std::pow(static_cast<double>(found[i]) - right, 2);
  }
  return sums;
}

std::optional<double> decibels(const std::vector<SquareSums>& by_input) {
  SquareSums sum;
  for (const SquareSums& each : by_input) {
    sum.signal += each.signal;
    sum.error += each.error;
  }
  if (sum.error == 0 || sum.signal == 0) return std::nullopt;
  return 10 * std::log10(sum.signal / sum.error);
}

}  // namespace

std::optional<std::vector<double>> OutputSnr::all() const {
  std::vector<double> values;
  for (const std::optional<double>& each : decibels) {
    if (!each) return std::nullopt;
    values.push_back(*each);
  }
  return values;
}

OutputSnr measure_output_snr(const Subject& subject, int trials, const Conditions& conditions,
                             const RunControl& control) {
  const QuantizedGraph& graph = *subject.placed.graph;
  const auto output = static_cast<std::size_t>(graph.output);
  OutputSnr result;
  result.inputs = subject.count;
  const auto inputs = subject.inputs();
  std::vector<IntTensor> exact(inputs.size());
  const IntegerExecutor executor(graph);
  parallel_for(
      control.threads, result.inputs,
      [&](std::int64_t i) {
        const auto at = static_cast<std::size_t>(i);
        exact[at] = executor.run(inputs[at])[output];
      },
      control.teller("outputs in integers"));
  std::vector<ProgrammedStage> chips;
  for (int trial = 0; trial < trials; ++trial) chips.push_back(subject.trial(trial, conditions));
  result.decibels.resize(chips.size());
  const int finished = for_each_trial(
      chips, "output SNR, " + std::to_string(trials) + " trials", control,
      [&](std::size_t slot, const ProgrammedNetwork& chip, int threads,
          const std::function<void(double)>& tell) {
        std::vector<SquareSums> sums(inputs.size());
        std::mutex counting;
        double done = 0;
        parallel_for(threads, result.inputs, [&](std::int64_t i) {
          const auto at = static_cast<std::size_t>(i);
          sums[at] = sums_of(exact[at],
                             run_analog(chip, inputs[at], static_cast<std::uint32_t>(i))[output]);
          const std::lock_guard lock(counting);
          tell(++done / result.inputs);
        });
        result.decibels[slot] = decibels(sums);
      });
  if (finished == 0) throw Interrupted();
  result.decibels.resize(static_cast<std::size_t>(finished));
  return result;
}

}  // namespace mho
