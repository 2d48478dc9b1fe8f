#include "sim/engine/sequence/engine.hpp"

#include <algorithm>
#include <memory>
#include <systemc>
#include <utility>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/engine/kernel/clock.hpp"
#include "sim/engine/kernel/kernel.hpp"
#include "sim/engine/sequence/demand.hpp"
#include "sim/engine/sequence/sequencer.hpp"
#include "workloads/integer/executor.hpp"

namespace mho {

namespace {

/// The host with its full-duplex link: a batch is one transfer each way. Input of two batches may
/// be on the chip at once.
class BatchHost : public sc_core::sc_module {
 public:
  BatchHost(const sc_core::sc_module_name& name, SequenceContext& context, LayerBoard& board)
      : sc_module(name),
        context_(context),
        board_(board),
        downlink_("downlink"),
        uplink_("uplink"),
        start_fs_(static_cast<std::size_t>(context.batches), 0),
        finish_fs_(start_fs_.size(), -1) {}

  void start() {
    for (int i = 0; i < kInputsOnChip; ++i) send();
  }
  void collect(std::int64_t batch) {
    context_.tally.of(-1, -1)[Action::host_link_bit] += context_.plan.output_bits;
    const std::int64_t duration_fs = host_link_fs(context_.chip, context_.plan.output_bits);
    const std::int64_t start_fs = uplink_.submit(duration_fs, latency_fs(), [this, batch] {
      finish_fs_[static_cast<std::size_t>(batch)] = now_fs();
      ++finished_;
    });
    record(Site::host_out, batch, start_fs, duration_fs);
    send();
  }
  std::int64_t finished() const { return finished_; }

  void report(EngineResult& result) const {
    for (std::size_t batch = 0; batch < start_fs_.size(); ++batch) {
      const auto count = static_cast<std::size_t>(context_.plan.batch);
      result.start_fs.insert(result.start_fs.end(), count, start_fs_[batch]);
      result.finish_fs.insert(result.finish_fs.end(), count, finish_fs_[batch]);
    }
  }

 private:
  static constexpr int kInputsOnChip = 2;

  std::int64_t latency_fs() const { return femtoseconds(context_.chip.spec().host_link.latency); }
  void send() {
    if (sent_ == context_.batches) return;
    const std::int64_t batch = sent_++;
    context_.tally.of(-1, -1)[Action::host_link_bit] += context_.plan.input_bits;
    const std::int64_t duration_fs = host_link_fs(context_.chip, context_.plan.input_bits);
    const std::int64_t start_fs =
        downlink_.submit(duration_fs, latency_fs(), [this, batch] { board_.input_arrived(batch); });
    start_fs_[static_cast<std::size_t>(batch)] = start_fs;
    record(Site::host_in, batch, start_fs, duration_fs);
  }
  void record(Site site, std::int64_t batch, std::int64_t start_fs, std::int64_t duration_fs) {
    if (context_.recorder)
      context_.recorder->record(
          {site, -1, 0, "transfer", start_fs, start_fs + duration_fs, -1, batch});
  }

  SequenceContext& context_;
  LayerBoard& board_;
  Server downlink_, uplink_;
  std::int64_t sent_ = 0, finished_ = 0;
  std::vector<std::int64_t> start_fs_, finish_fs_;  ///< by batch
};

class SequencedMachine : public sc_core::sc_module {
 public:
  SC_HAS_PROCESS(SequencedMachine);
  SequencedMachine(const sc_core::sc_module_name& name, SequenceContext& context)
      : sc_module(name),
        context_(context),
        board_(context.graph, context.plan, context.batches, context.traces),
        memory_("off_chip", context.chip),
        host_("host", context, board_) {
    memory_.watch(context.recorder);
    for (int tile = 0; tile < context.chip.tiles(); ++tile)
      sequencers_.push_back(std::make_unique<Sequencer>(
          ("sequencer_" + std::to_string(tile)).c_str(), context, board_, memory_, tile));
    board_.listen([this](std::int64_t batch, int tensor) { ready(batch, tensor); });
    SC_METHOD(start);
  }

  const BatchHost& host() const { return host_; }
  const LayerBoard& board() const { return board_; }

 private:
  void start() {
    host_.start();
    for (const auto& sequencer : sequencers_) sequencer->advance();
  }

  void ready(std::int64_t batch, int tensor) {
    if (tensor == context_.graph.output) host_.collect(batch);
    for (const SequencedLayer& layer : context_.plan.layers) {
      const std::vector<int>& inputs = context_.graph.layers[layer.layer].inputs;
      const bool reads = std::find(inputs.begin(), inputs.end(), tensor) != inputs.end();
      if (reads && layer.jobs.empty() && board_.inputs_ready_fs(batch, layer.layer) >= 0)
        run_vector(batch, layer);
    }
    for (const auto& sequencer : sequencers_) sequencer->advance();
  }

  void run_vector(std::int64_t batch, const SequencedLayer& layer) {
    context_.tally.of(layer.layer, 0) += layer.vector.counts;
    const auto compute = [this, batch, &layer] {
      const auto left = std::make_shared<std::size_t>(sequencers_.size());
      for (const auto& sequencer : sequencers_)
        sequencer->run_vector(batch, layer, [this, batch, &layer, left] {
          if (--*left == 0) store(batch, layer);
        });
    };
    if (layer.vector.fetch_bytes > 0)
      memory_.read(layer.vector.fetch_bytes, compute);
    else
      compute();
  }

  void store(std::int64_t batch, const SequencedLayer& layer) {
    const auto stored = [this, batch, &layer] { board_.part_done(batch, layer.layer); };
    if (layer.vector.store_bytes > 0)
      memory_.write(layer.vector.store_bytes, stored);
    else
      stored();
  }

  SequenceContext& context_;
  LayerBoard board_;
  OffChipQueue memory_;
  BatchHost host_;
  std::vector<std::unique_ptr<Sequencer>> sequencers_;
};

/// Layers take turns on the same resources.
ResourceDemand demand_of_batch(const SequencePlan& plan) {
  ResourceDemand sum;
  for (const SequencedLayer& layer : plan.layers)
    for (std::size_t i = 0; i < kBounds; ++i) add_fs(sum.fs[i], layer.demand.fs[i]);
  return sum;
}

/// Between host link and global buffer; images that go to off-chip memory pass by.
void count_host_buffer(SequenceContext& context) {
  const BufferSpec& buffer = context.chip.spec().global_buffer;
  ActionCounts& counts = context.tally.of(-1, -1);
  if (!context.plan.off_chip[context.graph.input])
    counts[Action::global_buffer_write] +=
        context.batches * buffer.accesses(context.plan.input_bits);
  if (!context.plan.off_chip[context.graph.output])
    counts[Action::global_buffer_read] +=
        context.batches * buffer.accesses(context.plan.output_bits);
}

}  // namespace

void check_batches(std::int64_t inputs, int batch) {
  if (inputs < 1 || inputs % batch != 0)
    throw InputError({}, "engine.images",
                     std::to_string(inputs) + " inputs are no whole number of batches of " +
                         std::to_string(batch) + "; allowed: a multiple of placement.batch");
}

EngineResult simulate_sequence(const QuantizedGraph& graph, const Chip& chip, std::int64_t inputs,
                               const SequenceOptions& options) {
  check_batches(inputs, options.batch);
  const SequencePlan plan = plan_sequence(graph, chip, options.batch, options.nonzero);
  claim_kernel();
  const std::int64_t batches = inputs / options.batch;
  std::int64_t jobs = 0;
  for (const SequencedLayer& layer : plan.layers) jobs += batches * std::ssize(layer.jobs);
  SequenceContext context{graph,           chip, plan, batches, {}, {}, {options.tell, jobs},
                          options.recorder};
  for (const SequencedLayer& layer : plan.layers) {
    LayerTrace& trace = context.traces.emplace_back();
    trace.layer = layer.layer;
    trace.first_start_fs = -1;
    trace.demand = layer.demand;
  }
  const SequencedMachine machine("machine", context);
  if (context.recorder) {
    RecordedMachine names;
    for (const QuantizedLayer& layer : graph.layers) names.layers.push_back(layer.name);
    context.recorder->begin(names);
    run_kernel(*context.recorder, context.tally, [] { return std::vector<BufferFill>{}; });
  } else {
    run_kernel();
  }
  if (machine.host().finished() != context.batches)
    throw Bug("the simulation stood still before all batches were done:" +
              machine.board().missing());
  count_host_buffer(context);
  EngineResult result;
  result.outputs.resize(static_cast<std::size_t>(inputs));
  machine.host().report(result);
  result.end_fs = now_fs();
  result.turn = options.batch;
  result.busiest_fs = times_fs(context.batches, demand_of_batch(plan).least_fs());
  result.actions = context.tally.sorted();
  result.layers = context.traces;
  result.events = static_cast<std::int64_t>(sc_core::sc_delta_count());
  check_sums(graph, result);
  if (context.recorder) context.recorder->end(result.end_fs, context.tally, {});
  return result;
}

ExactRun run_exact(const QuantizedGraph& graph, std::span<const IntTensor> images, int threads) {
  const IntegerExecutor executor(graph);
  const std::size_t tensors = graph.tensors.size();
  std::vector<std::int64_t> live(images.size() * tensors, 0);
  ExactRun run;
  run.outputs.resize(images.size());
  parallel_for(threads, std::ssize(images), [&](std::int64_t i) {
    const auto image = static_cast<std::size_t>(i);
    std::vector<IntTensor> values = executor.run(images[image]);
    for (std::size_t t = 0; t < tensors; ++t)
      live[image * tensors + t] =
          std::ssize(values[t]) - std::count(values[t].begin(), values[t].end(), 0);
    run.outputs[image] = std::move(values[static_cast<std::size_t>(graph.output)]);
  });
  for (std::size_t t = 0; t < tensors; ++t) {
    std::int64_t sum = 0;
    for (std::size_t image = 0; image < images.size(); ++image) sum += live[image * tensors + t];
    run.nonzero.push_back(static_cast<double>(sum) / static_cast<double>(images.size()) /
                          static_cast<double>(graph.tensors[t].size()));
  }
  return run;
}

}  // namespace mho
