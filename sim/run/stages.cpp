#include "sim/run/stages.hpp"

#include <algorithm>
#include <chrono>

#include "sim/base/error.hpp"
#include "sim/engine/engine.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "sim/engine/steady.hpp"
#include "sim/run/activity_error.hpp"
#include "sim/run/stage.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

/// Images that the error of statistical activity is measured on, at most.
constexpr std::size_t kActivityImages = 64;

std::int64_t bytes_of_values(std::size_t count, std::size_t each) {
  return static_cast<std::int64_t>(count * each);
}

/// MVMs of arrays, all images.
std::int64_t mvms_of(const QuantizedGraph& graph, const Placement& placement, std::int64_t images) {
  std::int64_t mvms = 0;
  for (const LayerPlacement& layer : placement.layers)
    mvms += images * layer.blocks_per_replica() *
            graph
                .tensors[static_cast<std::size_t>(
                    graph.layers[static_cast<std::size_t>(layer.layer)].output)]
                .pixels();
  return mvms;
}

/// Holds the two drivers against each other (promise 2).
void check_equals_untimed(const ProgrammedNetwork& network, std::span<const IntTensor> inputs,
                          const EngineResult& engine) {
  require(std::ssize(engine.outputs) == engine.simulated_images(), "the engine lost an image");
  for (std::size_t i = 0; i < engine.outputs.size(); ++i) {
    const std::vector<IntTensor> untimed =
        run_analog(network, inputs[i], static_cast<std::uint32_t>(i));
    require(engine.outputs[i] == untimed[static_cast<std::size_t>(network.graph().output)],
            "the timed engine and the untimed driver give different outputs");
  }
}

TellShare engine_teller(const RunControl& control) {
  if (!control.progress) return {};
  control.progress("timed engine", 0);
  return [tell = control.progress](double share) { tell("timed engine", share); };
}

/// What the engine took, where it is asked for.
class EngineClock {
 public:
  explicit EngineClock(const RunControl& control) : control_(control) {}
  void stop(const EngineResult& engine, std::int64_t mvms) const {
    if (control_.profile == nullptr) return;
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start_;
    EngineProfile& profile = control_.profile->engine;
    profile.seconds += taken.count();
    profile.events += engine.events;
    profile.mvms += mvms;
  }

 private:
  const RunControl& control_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

std::span<const IntTensor> front(const Kept<Images>& images, int count) {
  if (!images) return {};
  return std::span(*images).first(static_cast<std::size_t>(count));
}

}  // namespace

/// Most of it is its spec's: texts, costs, models. Measured of the shipped chips' smallest.
std::int64_t bytes_of(const Chip& chip) {
  constexpr std::int64_t kSpecBytes = 36 << 10;
  return static_cast<std::int64_t>(sizeof chip) + kSpecBytes;
}

std::int64_t bytes_of(const Graph& graph) {
  std::int64_t bytes = sizeof graph;
  for (const Value& value : graph.values)
    bytes += bytes_of_values(value.constant ? value.constant->values.size() : 0, sizeof(float));
  return bytes;
}

std::int64_t bytes_of(const Dataset& set) {
  return bytes_of_values(set.pixels.size() + set.targets.size(), sizeof(float));
}

std::int64_t bytes_of(const QuantizedGraph& graph) {
  std::int64_t bytes = sizeof graph;
  for (const QuantizedLayer& layer : graph.layers)
    bytes += bytes_of_values(layer.weights.values.size() + layer.source_index.size(),
                             sizeof(std::int32_t)) +
             bytes_of_values(layer.factor.size() + layer.bias.size(), sizeof(double));
  return bytes;
}

std::int64_t bytes_of(const Images& images) {
  return images.empty() ? 0
                        : bytes_of_values(images.size() * images[0].size(), sizeof(std::int32_t));
}

std::int64_t bytes_of(const Programmed& programmed) {
  std::int64_t cells = 0;
  for (const LayerPlacement& layer : programmed.placed.placement->layers)
    for (const Block& block : layer.blocks)
      cells += std::int64_t{block.rows()} * block.outputs() *
               layer.format.converted_columns_per_output();
  return bytes_of_values(static_cast<std::size_t>(cells), sizeof(std::int32_t));
}

std::int64_t bytes_of(const TimedRun& run) {
  return bytes_of(run.engine.outputs) +
         bytes_of_values(run.engine.actions.size(), sizeof(CountedActions)) +
         bytes_of_values(run.engine.layers.size(), sizeof(LayerTrace)) +
         bytes_of_values(run.engine.noc.links.size(), sizeof(LinkUse));
}

void NetworkStage::read(KeyHasher& hasher) const {
  hasher(workload.network.empty() ? Key{} : key_of_file(workload.network), workload.shape_network,
         values);
  if (workload.network.empty()) return;
  hasher(workload.input_shape, workload.dimensions, workload.fixed_inputs, workload.output,
         image_shape_of(workload.test));
  for (const std::string& file : files_beside(workload.network)) hasher(key_of_file(file));
}

Graph NetworkStage::compute(const RunControl& control) const {
  control.say("loading");
  return workload.load_network(values, control.threads);
}

void DatasetStage::read(KeyHasher& hasher) const {
  hasher(spec, limit, bool(network), network.key, sign);
}

Dataset DatasetStage::compute(const RunControl& control) const {
  control.say("loading");
  // A network of several inputs is refused by itself.
  std::optional<InputFormat> input;
  if (network && network->inputs.size() == 1) input = input_format(*network);
  Dataset set = load_dataset(spec, limit, control.threads, input ? &*input : nullptr);
  if (sign) set.sign = *sign;
  return set;
}

void QuantizedStage::read(KeyHasher& hasher) const {
  hasher(network.key, spec, bool(training), training.key, sign);
}

QuantizedGraph QuantizedStage::compute(const RunControl& control) const {
  if (!training) return quantize_shapes(*network, spec, sign, where);
  return quantize(*network, spec, *training, control.threads, where, control.teller("quantizing"));
}

void ImagesStage::read(KeyHasher& hasher) const {
  const QuantizedTensor& input = graph->tensors[static_cast<std::size_t>(graph->input)];
  hasher(content_key(input), set.key);
}

Images ImagesStage::compute(const RunControl&) const {
  Images images;
  images.reserve(static_cast<std::size_t>(set->images()));
  for (int i = 0; i < set->images(); ++i) images.push_back(quantize_image(*graph, set->image(i)));
  return images;
}

std::vector<int> FloatClassesStage::compute(const RunControl& control) const {
  const TellShare tell = control.teller("accuracy in floating point");
  if (images == set->images()) return classify_float(*network, *set, control.threads, tell);
  Dataset part = *set;
  part.labels.resize(static_cast<std::size_t>(images));
  part.pixels.resize(part.image_size() * static_cast<std::size_t>(images));
  return classify_float(*network, part, control.threads, tell);
}

std::vector<int> IntegerClassesStage::compute(const RunControl& control) const {
  return classify_integer(*graph, front(images, count), control.threads,
                          control.teller("accuracy in integers"));
}

MeasuredRanges RangesStage::compute(const RunControl& control) const {
  return measured_adc_ranges(*placed.graph, *placed.machine, *placed.placement, *training,
                             control.threads, control.teller("calibrating the converters"));
}

void ProgrammedStage::read(KeyHasher& hasher) const {
  placed.read(hasher);
  hasher(ranges.key, trial.seed, trial.trial, conditions.age.value(),
         conditions.temperature.value(), conditions.writing);
  for (std::size_t i = 0; i < kEffects; ++i) hasher(conditions.effects.has(static_cast<Effect>(i)));
}

Programmed ProgrammedStage::compute(const RunControl& control) const {
  return {placed,
          ProgrammedNetwork(*placed.graph, *placed.machine, *placed.placement, ranges->ranges,
                            trial, control.threads, conditions, control.teller("programming"))};
}

std::vector<LayerSnr> SnrStage::compute(const RunControl& control) const {
  const Kept<Programmed> first = result_of(programmed, control);
  return layer_snr(first->network, front(images, count), control.threads,
                   control.teller("signal to noise of layers"));
}

void TimedStage::read(KeyHasher& hasher) const {
  hasher(machine.key, bool(images), images.key, calibration.key, spec);
  // Without values nothing is programmed.
  if (images)
    programmed.read(hasher);
  else
    programmed.placed.read(hasher);
}

EngineResult TimedStage::simulated(const ProgrammedNetwork& network,
                                   std::span<const IntTensor> inputs, const RunControl& control,
                                   const MvmStatistics* statistics) const {
  EngineOptions options;
  options.plan = &plan;
  options.recorder = recorder;
  options.images = spec.images;
  options.statistics = statistics;
  options.tell = engine_teller(control);
  const EngineClock clock(control);
  EngineResult engine = spec.fidelity == Fidelity::steady
                            ? simulate_steady(network, inputs, options)
                            : simulate_in_child(network, inputs, options);
  require(engine.packets_sent == engine.packets_received, "the engine lost a packet");
  clock.stop(engine, mvms_of(network.graph(), network.placement(), engine.simulated_images()));
  return engine;
}

TimedRun TimedStage::compute(const RunControl& control) const {
  const PlacedNetwork& placed = programmed.placed;
  const ProgrammedNetwork counted(*placed.graph, *machine, *placed.placement);
  if (!images) return {simulated(counted, {}, control, nullptr), std::nullopt, {}};
  const Kept<Programmed> first = result_of(programmed, control);
  const ProgrammedNetwork network = first->network.on(*machine);
  const std::span<const IntTensor> timed = front(images, spec.images);
  TimedRun run;
  run.programming = network.programming_effort();
  if (spec.activity == Activity::exact) {
    run.engine = simulated(network, timed, control, nullptr);
    check_equals_untimed(network, timed, run.engine);
    return run;
  }
  // Times and counts without values, and what data decide as in the calibration images.
  const MvmStatistics statistics = mvm_statistics(network, *calibration, control.threads,
                                                  control.teller("sampling the activity"));
  run.engine = simulated(counted, {}, control, &statistics);
  run.activity_error = activity_error(
      network, statistics, timed.first(std::min(timed.size(), kActivityImages)), control.threads);
  return run;
}

void SequencedStage::read(KeyHasher& hasher) const {
  hasher(graph.key, machine.key, bool(images), images.key, spec, batch);
}

TimedRun SequencedStage::compute(const RunControl& control) const {
  ExactRun values;
  if (images) {
    control.say("computing");
    values = run_exact(*graph, front(images, spec.images), control.threads);
  }
  SequenceOptions options;
  options.batch = batch;
  options.nonzero = std::move(values.nonzero);
  options.recorder = recorder;
  const EngineClock clock(control);
  TimedRun run;
  run.engine = in_child(
      [&](const TellShare& tell) {
        options.tell = tell;
        return simulate_sequence(*graph, *machine, spec.images, options);
      },
      engine_teller(control));
  clock.stop(run.engine, 0);
  run.engine.outputs = std::move(values.outputs);
  return run;
}

}  // namespace mho
