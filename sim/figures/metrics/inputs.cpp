#include "sim/figures/metrics/inputs.hpp"

#include <algorithm>
#include <set>

#include "sim/figures/cost_levels.hpp"
#include "sim/figures/rates.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

namespace {

ExactEnergy static_energy_of(const Ledger& ledger) {
  ExactEnergy sum = 0;
  for (const LedgerLine& line : ledger.lines())
    if (line.is_static()) sum += line.energy();
  return sum;
}

MetricInputs::Energies energies_of(const Findings& found) {
  const LevelEnergies exact = level_energies(found.chip, found.ledger);
  const auto per_inference = [&](ExactEnergy energy) {
    return joules(energy) / static_cast<double>(found.engine.images());
  };
  return {per_inference(exact.macro), per_inference(exact.macro + exact.tile),
          per_inference(exact.macro + exact.tile + exact.chip), per_inference(exact.off_chip),
          per_inference(found.ledger.total())};
}

std::int64_t conversions_of(const EngineResult& engine) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : engine.actions) sum += counted.counts[Action::adc_convert];
  return sum;
}

/// Places in a table that the network's input has; 0: it is none of places.
int tokens_of(const QuantizedGraph& graph) {
  const bool reads =
      std::any_of(graph.layers.begin(), graph.layers.end(), [&](const QuantizedLayer& layer) {
        return layer.kind == LayerKind::lookup && layer.inputs.front() == graph.input;
      });
  return reads ? graph.tensors[static_cast<std::size_t>(graph.input)].pixels() : 0;
}

std::int64_t macs_on_arrays_of(const Findings& found) {
  if (found.chip.spec().sequenced()) return found.graph.macs();
  std::int64_t macs = 0;
  for (const LayerPlacement& layer : found.placement.layers) macs += found.graph.macs(layer.layer);
  return macs;
}

MetricInputs::Reloading reloading_of(const Findings& found) {
  std::int64_t load_fs = 0;
  std::int64_t exposed_fs = 0;
  for (const PhaseTrace& phase : found.engine.phases) {
    load_fs += phase.load_fs;
    exposed_fs += phase.exposed_fs;
  }
  std::set<int> dynamic;  // what these write is no reloading
  for (const LayerPlacement& layer : found.placement.layers)
    if (layer.dynamic) dynamic.insert(layer.layer);
  ExactEnergy written = 0;
  for (const CountedActions& counted : found.engine.actions) {
    const std::int64_t cells = counted.counts[Action::cell_write];
    if (cells == 0 || dynamic.contains(counted.layer)) continue;
    const TileKind kind = found.chip.kind_of_tile(std::max(counted.tile, 0));
    written += to_exact(kind.price(Action::cell_write).energy) * cells;
  }
  const double images = static_cast<double>(found.engine.images());
  return {static_cast<double>(load_fs) * kFemto / images,
          static_cast<double>(exposed_fs) * kFemto / images, joules(written) / images};
}

DutyCycle duty_cycle_of(const Findings& found) {
  const EngineResult& engine = found.engine;
  const double images = static_cast<double>(engine.images());
  InferenceCost inference;
  inference.actions = to_energy(found.ledger.total() - static_energy_of(found.ledger)) / images;
  inference.batch = static_cast<double>(std::min(engine.turn, engine.images()));
  inference.latency = turn_latency(engine);
  const double rate = steady_throughput(engine).value_or(average_throughput(engine));
  inference.interval = from_si<Time>(1 / rate);
  const WeightLoad load = weight_load(found.chip, found.graph, found.placement, found.programming);
  return duty_cycle(*found.duty_cycle, found.chip, inference, load, found.where);
}

CarbonFigures carbon_of(const MetricInputs& run) {
  const QuantizedGraph& graph = run.found.graph;
  const auto tensor = [&](int index) -> const QuantizedTensor& {
    return graph.tensors[static_cast<std::size_t>(index)];
  };
  const auto values = [](const QuantizedTensor& each) {
    return static_cast<double>(each.channels) * static_cast<double>(each.pixels());
  };
  const QuantizedTensor& input = tensor(graph.input);
  return carbon_figures({*run.found.carbon, run.found.chip, from_si<Energy>(run.energies.all),
                         run.steady.value_or(run.average), run.duty, run.operations(),
                         values(input) * input.bits, values(tensor(graph.output))});
}

std::optional<MetricInputs::Spent> spent_of(const Findings& found) {
  const auto& parts = found.chip.parts();
  if (std::all_of(parts.begin(), parts.end(), [](const Part& each) { return each.model.empty(); }))
    return std::nullopt;
  const PartAmounts actions = action_amounts(found.chip, found.ledger);
  PartAmounts all = static_amounts(found.chip, found.ledger);
  all.add(actions, 1);
  return MetricInputs::Spent{actions, all};
}

}  // namespace

MetricInputs::MetricInputs(const Findings& findings)
    : found(findings),
      accuracy(std::get_if<AccuracyResult>(&found.monte_carlo)),
      output(std::get_if<OutputSnr>(&found.monte_carlo)),
      energies(energies_of(found)),
      static_energy(joules(static_energy_of(found.ledger))),
      spent(spent_of(found)),
      writing(priced_writing(found.chip, found.programming)),
      images(static_cast<double>(found.engine.images())),
      seconds(static_cast<double>(found.engine.end_fs) * kFemto),
      steady(steady_throughput(found.engine)),
      average(average_throughput(found.engine)),
      macs(static_cast<double>(found.graph.macs())),
      macs_on_arrays(static_cast<double>(macs_on_arrays_of(found))),
      conversions(static_cast<double>(conversions_of(found.engine))),
      cache(key_value_cache(found.graph, found.placement)),
      tokens(tokens_of(found.graph)) {
  if (accuracy != nullptr) {
    analog = share_right(accuracy->analog);
    // One chip like all others: nothing but its images is drawn.
    if (accuracy->exact) analog->ci95 = wilson_interval(analog->mean, analog->images);
    loss = accuracy->loss();
  }
  if (accuracy != nullptr && !accuracy->exact) {
    const std::vector<double> losses = accuracy->losses();
    chips = static_cast<int>(losses.size());
    good_chips = static_cast<int>(std::count_if(
        losses.begin(), losses.end(), [&](double points) { return points <= found.yield_loss; }));
  }
  if (output != nullptr)
    if (const auto trials = output->all()) output_snr = student_interval(*trials);
  if (const auto* result = std::get_if<ScoredResult>(&found.monte_carlo))
    scored = Scored{result->score->kind,
                    result->of_float(),
                    result->of_integers(),
                    result->of_chips(),
                    result->loss(),
                    result->images(),
                    static_cast<int>(result->by_trial().size())};
  if (found.duty_cycle) duty = duty_cycle_of(found);
  if (found.carbon) carbon = carbon_of(*this);
  if (found.placement.reloads) reloading = reloading_of(found);
}

double MetricInputs::chip_mm2() const { return found.chip.area().value() / kMm2; }

Power MetricInputs::system_peak_power() const {
  return found.peak.chip.power + found.chip.off_chip_leakage();
}

}  // namespace mho
