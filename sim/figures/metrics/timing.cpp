// Latency and throughput.
#include "sim/figures/metrics/rows.hpp"

namespace mho {

namespace {

double first_latency(const MetricInputs& run) {
  return static_cast<double>(run.found.engine.finish_fs.front() -
                             run.found.engine.start_fs.front()) *
         kFemto;
}

}  // namespace

void add_timing_metrics(std::vector<MetricRow>& rows) {
  rows.push_back(
      {"latency.first", "s", "First image: first bit leaves the host to last bit back.",
       "timed engine; a layer counts for what it ends later than all that ended before it", kAlways,
       first_latency});
  rows.push_back({"latency.per_token", "s",
                  "latency.first by each of the tokens that the network reads; of a network that "
                  "reads one, what the next one waits for.",
                  "latency.first / tokens of the input", kTokens,
                  [](const MetricInputs& run) { return first_latency(run) / run.tokens; }});
  rows.push_back(
      {"throughput.steady", "images/s",
       "After the pipeline is filled: between the ends of two images, or, where layers or phases "
       "take turns, of two batches.",
       "images after the first image or batch, up to the last whole one / time between their ends, "
       "or as many images' need of the busiest resource where that is longer",
       kTwoTurns, [](const MetricInputs& run) { return run.steady; }});
  rows.push_back(
      {"throughput.average", "images/s",
       "Of the whole run: filling and draining the pipeline included, and all loading of weights.",
       "engine.images / engine.time", kAlways,
       [](const MetricInputs& run) { return run.average; }});
}

}  // namespace mho
