// The derivation of every metric; the texts are in metric_catalogue.cpp.
#include "sim/figures/metrics.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "sim/base/error.hpp"
#include "sim/figures/cost_levels.hpp"
#include "sim/figures/metric_catalogue.hpp"
#include "sim/figures/pricing.hpp"
#include "sim/figures/rates.hpp"
#include "sim/run/statistics.hpp"

namespace mho {

namespace {

constexpr double kTera = 1e12;
constexpr double kMm2 = 1e-6;
constexpr double kFemto = 1e-15;
/// Of one bit with one bit, in a product of 8 bits and 8 bits.
constexpr double kProductsOf8Bits = 64;

class MetricList {
 public:
  explicit MetricList(const Precision& precision) : precision_(precision) {}

  void add(const std::string& name, double value) {
    require(std::isfinite(value), "a metric that is not finite");
    const MetricInfo& info = metric_info(name);
    const std::string& bits = of_peak(name) ? precision_.peak : precision_.workload;
    metrics_.push_back({name, value, info.unit, metric_sentence(info, bits), info.how});
  }
  /// A TOPS/J with its 8 bit x 8 bit and 1 bit x 1 bit forms beside it; of what takes no energy
  /// there is none.
  void add_efficiency(const std::string& name, double operations_per_joule) {
    if (!std::isfinite(operations_per_joule)) return;
    add(name, operations_per_joule / kTera);
    const double products = of_peak(name) ? precision_.peak_bit_products : precision_.bit_products;
    add(name + ".normalized_8b", operations_per_joule / kTera * products / kProductsOf8Bits);
    add(name + ".normalized", operations_per_joule / kTera * products);
  }
  std::vector<Metric> take() { return std::move(metrics_); }

 private:
  static bool of_peak(const std::string& name) { return name.find(".peak") != std::string::npos; }

  Precision precision_;
  std::vector<Metric> metrics_;
};

std::int64_t conversions(const EngineResult& engine) {
  std::int64_t sum = 0;
  for (const CountedActions& counted : engine.actions) sum += counted.counts[Action::adc_convert];
  return sum;
}

ExactEnergy static_energy(const Ledger& ledger) {
  ExactEnergy sum = 0;
  for (const LedgerLine& line : ledger.lines())
    if (line.action == "static") sum += line.energy();
  return sum;
}

double joules(ExactEnergy energy) { return to_energy(energy).value(); }

/// Shares in percent.
void add_interval(MetricList& list, const std::string& stem, const Limits& shares) {
  list.add(stem + ".ci95.low", 100 * shares.low);
  list.add(stem + ".ci95.high", 100 * shares.high);
}

void add_share(MetricList& list, const std::string& stem, const CrossedMean& share) {
  list.add(stem + ".mean", 100 * share.mean);
  if (share.ci95) add_interval(list, stem, *share.ci95);
}

/// Without a chip only images are drawn.
void add_without_chip(MetricList& list, const std::string& name, const Correctness& judged) {
  list.add(name, judged.percent());
  add_interval(list, name, wilson_interval(judged.percent() / 100, judged.images()));
}

void add_yield(MetricList& list, const std::vector<double>& losses, double yield_loss) {
  const auto chips = static_cast<int>(losses.size());
  const auto good = static_cast<int>(std::count_if(
      losses.begin(), losses.end(), [&](double points) { return points <= yield_loss; }));
  list.add("accuracy.yield", 100.0 * good / chips);
  add_interval(list, "accuracy.yield", binomial_interval(good, chips));
  list.add("accuracy.yield_loss", yield_loss);
}

void add_accuracy(MetricList& list, const AccuracyResult& accuracy, double yield_loss) {
  add_without_chip(list, "accuracy.float", accuracy.in_float);
  add_without_chip(list, "accuracy.quantized", accuracy.quantized);
  CrossedMean analog = share_right(accuracy.analog);
  // One chip like all others: nothing but its images is drawn.
  if (accuracy.exact) analog.ci95 = wilson_interval(analog.mean, analog.images);
  add_share(list, "accuracy.analog", analog);
  add_share(list, "accuracy.loss", accuracy.loss());
  if (!accuracy.exact) add_yield(list, accuracy.losses(), yield_loss);
  list.add("accuracy.images", accuracy.images());
  if (accuracy.exact) return;
  list.add("accuracy.trials", static_cast<double>(accuracy.analog.size()));
}

void add_output_snr(MetricList& list, const OutputSnr& output) {
  if (const auto trials = output.all()) {
    const Interval snr = student_interval(*trials);
    list.add("output.snr.mean", snr.mean);
    if (snr.ci95) {
      list.add("output.snr.ci95.low", snr.ci95->low);
      list.add("output.snr.ci95.high", snr.ci95->high);
    }
  }
  list.add("output.inputs", output.inputs);
  list.add("output.trials", static_cast<double>(output.decibels.size()));
}

/// Per inference, J, each with the levels within.
struct Energies {
  double macros = 0, tiles = 0, chip = 0, off_chip = 0, all = 0;
};

Energies energies_of(const Findings& found) {
  const LevelEnergies exact = level_energies(found.chip, found.ledger);
  const auto per_inference = [&](ExactEnergy energy) {
    return joules(energy) / static_cast<double>(found.engine.images());
  };
  return {per_inference(exact.macro), per_inference(exact.macro + exact.tile),
          per_inference(exact.macro + exact.tile + exact.chip), per_inference(exact.off_chip),
          per_inference(found.ledger.total())};
}

/// Of one image; the others are computed by vector units.
std::int64_t macs_on_arrays(const Findings& found) {
  if (found.chip.spec().sequenced()) return found.graph.macs();
  std::int64_t macs = 0;
  for (const LayerPlacement& layer : found.placement.layers) macs += found.graph.macs(layer.layer);
  return macs;
}

void add_achieved_efficiency(MetricList& list, const Findings& found, const Energies& energies) {
  const double operations = 2.0 * static_cast<double>(found.graph.macs());
  const double on_arrays = 2.0 * static_cast<double>(macs_on_arrays(found));
  if (energies.macros > 0 && on_arrays > 0)
    list.add_efficiency("tops_per_joule.macro.achieved", on_arrays / energies.macros);
  list.add_efficiency("tops_per_joule.tile.achieved", operations / energies.tiles);
  list.add_efficiency("tops_per_joule.chip.achieved", operations / energies.chip);
  if (found.chip.spec().off_chip)
    list.add_efficiency("tops_per_joule.system.achieved", operations / energies.all);
}

/// Weights are on the chip at its peak: the memory is not accessed.
Power system_peak_power(const Findings& found) {
  return found.peak.chip.power + found.chip.off_chip_leakage();
}

void add_performance(MetricList& list, const Findings& found, const Energies& energies) {
  const double operations = 2.0 * static_cast<double>(found.graph.macs());
  const Peak& peak = found.peak;
  list.add_efficiency("tops_per_joule.macro.peak", peak.macro.operations_per_joule());
  list.add_efficiency("tops_per_joule.tile.peak", peak.tile.operations_per_joule());
  list.add_efficiency("tops_per_joule.chip.peak", peak.chip.operations_per_joule());
  if (found.chip.spec().off_chip) {
    list.add_efficiency("tops_per_joule.system.peak",
                        peak.chip.operations_per_second / system_peak_power(found).value());
  }
  add_achieved_efficiency(list, found, energies);
  const double tops = peak.chip.operations_per_second / kTera;
  list.add("tops.chip.peak", tops);
  if (const auto throughput = steady_throughput(found.engine))
    list.add("tops.chip.achieved", operations * *throughput / kTera);
  list.add("tops.chip.average", operations * average_throughput(found.engine) / kTera);
  const double chip_mm2 = found.chip.area().value() / kMm2;
  if (chip_mm2 > 0) list.add("tops_per_mm2.chip.peak", tops / chip_mm2);
  if (found.chip.macro_area().value() > 0)
    list.add("area.macro", found.chip.macro_area().value() / kMm2);
  list.add("area.tile", found.chip.tile_area().value() / kMm2);
  list.add("area.chip", chip_mm2);
}

void add_programming(MetricList& list, const Findings& found) {
  const WeightWriting writing = priced_writing(found.chip, found.programming);
  if (writing.time.value() == 0 && writing.energy.value() == 0) return;  // nothing was programmed
  list.add("energy.programming", writing.energy.value());
  list.add("time.programming", writing.time.value());
}

void add_energy(MetricList& list, const Findings& found, const Energies& energies) {
  const double energy_j = energies.all;
  const double images = static_cast<double>(found.engine.images());
  const double time_s = static_cast<double>(found.engine.end_fs) * kFemto;
  list.add("power.tile.peak", found.peak.tile.power.value());
  list.add("power.chip.peak", found.peak.chip.power.value());
  if (found.chip.spec().off_chip) list.add("power.system.peak", system_peak_power(found).value());
  list.add("power.chip.average", energies.chip * images / time_s);
  list.add("power.average", energy_j * images / time_s);
  list.add("energy.per_inference", energy_j);
  list.add("energy.macros", energies.macros);
  list.add("energy.tiles", energies.tiles);
  list.add("energy.chip", energies.chip);
  if (found.chip.spec().off_chip) list.add("energy.off_chip", energies.off_chip);
  if (energy_j > 0)
    list.add("energy.static_share",
             100 * joules(static_energy(found.ledger)) / (energy_j * images));
  add_programming(list, found);
}

void add_timing(MetricList& list, const Findings& found) {
  const EngineResult& engine = found.engine;
  list.add("latency.first",
           static_cast<double>(engine.finish_fs.front() - engine.start_fs.front()) * kFemto);
  if (const auto throughput = steady_throughput(engine)) list.add("throughput.steady", *throughput);
  list.add("throughput.average", average_throughput(engine));
}

/// What it costs to write weights anew while the network runs, per inference.
void add_reloading(MetricList& list, const Findings& found) {
  const double images = static_cast<double>(found.engine.images());
  std::int64_t load_fs = 0;
  std::int64_t exposed_fs = 0;
  for (const PhaseTrace& phase : found.engine.phases) {
    load_fs += phase.load_fs;
    exposed_fs += phase.exposed_fs;
  }
  std::set<std::string> dynamic;  // what these write is no reloading
  for (const LayerPlacement& layer : found.placement.layers)
    if (layer.dynamic)
      dynamic.insert(found.graph.layers[static_cast<std::size_t>(layer.layer)].name);
  ExactEnergy written = 0;
  for (const LedgerLine& line : found.ledger.lines())
    if (line.component == "cell" && line.action == "write" && dynamic.count(line.layer) == 0)
      written += line.energy();
  list.add("reload.batch", found.placement.batch);
  list.add("reload.time", static_cast<double>(load_fs) * kFemto / images);
  list.add("reload.exposed", static_cast<double>(exposed_fs) * kFemto / images);
  list.add("reload.energy", joules(written) / images);
}

/// Of a chip that is not always at work.
void add_duty_cycle(MetricList& list, const Findings& found) {
  if (!found.duty_cycle) return;
  const EngineResult& engine = found.engine;
  const double images = static_cast<double>(engine.images());
  InferenceCost inference;
  inference.actions = to_energy(found.ledger.total() - static_energy(found.ledger)) / images;
  inference.batch = static_cast<double>(std::min(engine.turn, engine.images()));
  inference.latency = turn_latency(engine);
  const double rate = steady_throughput(engine).value_or(average_throughput(engine));
  inference.interval = from_si<Time>(1 / rate);
  const WeightLoad load = weight_load(found.chip, found.graph, found.placement, found.programming);
  const DutyCycle duty = duty_cycle(*found.duty_cycle, found.chip, inference, load, found.where);
  list.add("duty.inferences_per_day", duty.inferences_per_day);
  list.add("duty.most_per_day", duty.most_per_day);
  list.add("duty.busy", 100 * duty.busy_share);
  list.add("duty.energy_per_day", duty.per_day.value());
  list.add("duty.power", duty.per_day.value() / kDaySeconds);
  if (duty.per_inference) list.add("duty.energy_per_inference", duty.per_inference->value());
  list.add("duty.power.idle", duty.powers.idle.value());
  const auto& states = found.chip.spec().power_states;
  if (!states || !states->power_gating) return;
  list.add("duty.power.gated", duty.powers.gated.value());
  list.add("duty.gated", 100 * duty.gated_share);
  list.add("duty.wake_energy", duty.wake.value());
  if (duty.break_even) list.add("duty.break_even", duty.break_even->value());
}

void add_counts(MetricList& list, const Findings& found) {
  const EngineResult& engine = found.engine;
  const double images = static_cast<double>(engine.images());
  const double macs = static_cast<double>(found.graph.macs());
  list.add("macs.per_inference", macs);
  list.add("macs.on_arrays", static_cast<double>(macs_on_arrays(found)));
  const bool sequenced = found.chip.spec().sequenced();
  if (!sequenced) {
    list.add("conversions_per_mac.peak", found.peak.conversions_per_mac());
    list.add("conversions_per_mac.achieved",
             static_cast<double>(conversions(engine)) / (macs * images));
    list.add("arrays.used", found.placement.arrays);
    list.add("arrays.available", found.chip.arrays());
    list.add("cells.utilization", 100 * found.placement.cell_utilization);
    list.add("noc.wait", static_cast<double>(engine.noc_wait_fs) * kFemto / images);
    list.add("noc.wait.p50", static_cast<double>(engine.noc.wait_p50_fs) * kFemto);
    list.add("noc.wait.p99", static_cast<double>(engine.noc.wait_p99_fs) * kFemto);
    if (!engine.noc.links.empty())
      list.add("noc.busiest_link", 100 * static_cast<double>(engine.noc.links.front().busy_fs) /
                                       static_cast<double>(engine.end_fs));
  }
  list.add("engine.images", images);
  list.add("engine.time", static_cast<double>(engine.end_fs) * kFemto);
  list.add("engine.simulated", static_cast<double>(engine.simulated_images()));
  if (engine.extrapolation.images > 0)
    list.add("engine.extrapolation_error", 100 * engine.extrapolation.error);
  if (found.activity_error) list.add("activity.error", 100 * *found.activity_error);
  if (!engine.outputs.empty() && !sequenced)
    list.add("engine.equals_untimed", static_cast<double>(engine.outputs.size()));
  list.add("engine.events", static_cast<double>(engine.events));
  if (!sequenced) list.add("phases", static_cast<double>(found.placement.phases.size()));
  if (found.placement.reloads) add_reloading(list, found);
}

}  // namespace

std::vector<Metric> derive_metrics(const Findings& found) {
  require(found.engine.images() > 0, "metrics need an image in the engine");
  const Energies energies = energies_of(found);
  MetricList list(found.precision);
  if (const auto* accuracy = std::get_if<AccuracyResult>(&found.monte_carlo))
    add_accuracy(list, *accuracy, found.yield_loss);
  if (const auto* output = std::get_if<OutputSnr>(&found.monte_carlo))
    add_output_snr(list, *output);
  if (!found.snr.empty()) list.add("snr.images", found.snr_images);
  list.add("precision.weights", found.precision.weight_bits);
  list.add("precision.activations", found.precision.input_bits);
  add_performance(list, found, energies);
  add_energy(list, found, energies);
  add_timing(list, found);
  add_duty_cycle(list, found);
  add_counts(list, found);
  return list.take();
}

}  // namespace mho
