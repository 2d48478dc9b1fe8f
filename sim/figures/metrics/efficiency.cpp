// TOPS/J by level, TOPS, TOPS/mm2, area.
#include "sim/figures/metrics/rows.hpp"

#include <cmath>

namespace mho {

namespace {

constexpr MetricNeed kMacrosAtWork{
    [](const MetricInputs& run) { return run.energies.macros > 0 && run.macs_on_arrays > 0; },
    nullptr};

constexpr const char* kArea = "sum over the chip's parts of instances x area";
constexpr const char* kNormalized =
    "the metric without .normalized, x weight bits x activation bits (mean over the MACs)";
constexpr const char* kNormalized8 =
    "the metric without .normalized_8b, x weight bits x activation bits / 64 (mean over the MACs)";

/// Of one bit with one bit, in a product of 8 bits and 8 bits.
constexpr double kProductsOf8Bits = 64;

/// A TOPS/J with its 8 bit x 8 bit and 1 bit x 1 bit forms beside it; of what takes no energy there
/// is none.
void add_efficiency(std::vector<MetricRow>& rows, const std::string& name, const char* sentence,
                    const char* how, const MetricNeed& need,
                    double (*operations_per_joule)(const MetricInputs&), const Makeup& made_of) {
  const auto tops = [=](const MetricInputs& run) {
    return where(std::isfinite(operations_per_joule(run)), operations_per_joule(run) / kTera);
  };
  const bool peak = is_of_peak(name);
  const auto times_products = [=](const MetricInputs& run, double of) -> std::optional<double> {
    const std::optional<double> native = tops(run);
    const Precision& precision = run.found.precision;
    const double products = peak ? precision.peak_bit_products : precision.bit_products;
    if (!native) return std::nullopt;
    return *native * products / of;
  };
  rows.push_back({name, "TOPS/J", sentence, how, need, tops, made_of});
  rows.push_back({name + ".normalized_8b", "8b-TOPS/J", name + " in operations of 8 bit x 8 bit.",
                  kNormalized8, need,
                  [=](const MetricInputs& run) { return times_products(run, kProductsOf8Bits); },
                  made_of});
  rows.push_back({name + ".normalized", "1b-TOPS/J", name + " in operations of 1 bit x 1 bit.",
                  kNormalized, need,
                  [=](const MetricInputs& run) { return times_products(run, 1); }, made_of});
}

}  // namespace

void add_efficiency_metrics(std::vector<MetricRow>& rows) {
  rows.push_back({"precision.weights", "bit",
                  "Bits of a weight; where layers differ, the mean over the network's MACs.",
                  "run: quantization.weight_bits and weight_bits_by_layer", kAlways,
                  [](const MetricInputs& run) { return run.found.precision.weight_bits; }});
  rows.push_back({"precision.activations", "bit",
                  "Bits of an activation that is multiplied; where layers differ, the mean over "
                  "the network's MACs.",
                  "run: quantization.activation_bits and activation_bits_by_layer", kAlways,
                  [](const MetricInputs& run) { return run.found.precision.input_bits; }});
  add_efficiency(
      rows, "tops_per_joule.macro.peak",
      "Peak of one macro (array, drivers, converters, registers): one full array of random weights "
      "fed with random inputs back to back; 2 operations per MAC at {precision}.",
      kPeak, kAlways,
      [](const MetricInputs& run) { return run.found.peak.macro.operations_per_joule(); },
      of_peak(Level::macro));
  add_efficiency(
      rows, "tops_per_joule.tile.peak",
      "Peak of one tile: its macros at their peak with the buffer reads, bus, vector operations "
      "and control that their MVMs take, and the tile's static power with its share of a router; 2 "
      "operations per MAC at {precision}.",
      "2 x MACs of its macros' MVMs / MVM interval / power.tile.peak", kAlways,
      [](const MetricInputs& run) { return run.found.peak.tile.operations_per_joule(); },
      of_peak(Level::tile));
  add_efficiency(
      rows, "tops_per_joule.chip.peak",
      "Peak of the chip: all tiles at their peak and the static power of the whole "
      "chip, without traffic between tiles; 2 operations per MAC at {precision}.",
      "tops.chip.peak / power.chip.peak", kAlways,
      [](const MetricInputs& run) { return run.found.peak.chip.operations_per_joule(); },
      of_peak(Level::chip));
  add_efficiency(
      rows, "tops_per_joule.system.peak",
      "Peak of the system: the chip with the background power of the memory beside it, which is "
      "not accessed: weights are on the chip; 2 operations per MAC at {precision}.",
      "tops.chip.peak / power.system.peak", kMemory,
      [](const MetricInputs& run) {
        return run.found.peak.chip.operations_per_second / run.system_peak_power().value();
      },
      of_peak(Level::off_chip));
  add_efficiency(
      rows, "tops_per_joule.macro.achieved",
      "Achieved by the macros alone (array, drivers, converters, registers; of a MAC array: MACs "
      "with registers, wires and accumulators) on this workload, their static energy over the "
      "simulated time included; 2 operations per MAC on arrays at {precision}.",
      "2 x macs.on_arrays / energy.macros", kMacrosAtWork,
      [](const MetricInputs& run) { return 2.0 * run.macs_on_arrays / run.energies.macros; },
      of_energy(Level::macro));
  add_efficiency(
      rows, "tops_per_joule.tile.achieved",
      "Achieved by the tiles with their macros on this workload, static energy "
      "included, without the network between tiles, global buffer and links; 2 "
      "operations per MAC of the network at {precision}.",
      "2 x macs.per_inference / energy.tiles", kAlways,
      [](const MetricInputs& run) { return run.operations() / run.energies.tiles; },
      of_energy(Level::tile));
  add_efficiency(
      rows, "tops_per_joule.chip.achieved",
      "Achieved by the chip with its host link on this workload, static energy included, off-chip "
      "memory not; 2 operations per MAC of the network at {precision}.",
      "2 x macs.per_inference / energy.chip", kAlways,
      [](const MetricInputs& run) { return run.operations() / run.energies.chip; },
      of_energy(Level::chip));
  add_efficiency(
      rows, "tops_per_joule.system.achieved",
      "Achieved by the chip with its off-chip memory; 2 operations per MAC of the "
      "network at {precision}.",
      "2 x macs.per_inference / energy.per_inference", kMemory,
      [](const MetricInputs& run) { return run.operations() / run.energies.all; },
      of_energy(Level::off_chip));
  rows.push_back(
      {"tops.chip.peak", "TOPS",
       "All arrays of the chip at work back to back; 2 operations per MAC at {precision}.",
       "2 x MACs of an MVM / interval of MVMs, of all arrays that compute at this precision",
       kAlways,
       [](const MetricInputs& run) { return run.found.peak.chip.operations_per_second / kTera; }});
  rows.push_back(
      {"tops.chip.achieved", "TOPS",
       "On this workload in the steady state; 2 operations per MAC of the network at {precision}.",
       "2 x macs.per_inference x throughput.steady", kTwoTurns,
       [](const MetricInputs& run) { return run.operations() * *run.steady / kTera; }});
  rows.push_back({"tops.chip.average", "TOPS",
                  "On this workload over the whole run, filling and draining the pipeline "
                  "included; 2 operations per MAC of the network at {precision}.",
                  "2 x macs.per_inference x throughput.average", kAlways,
                  [](const MetricInputs& run) { return run.operations() * run.average / kTera; }});
  rows.push_back({"tops_per_mm2.chip.peak", "TOPS/mm2",
                  "Peak operations per chip area; 2 operations per MAC at {precision}.",
                  "tops.chip.peak / area.chip", kAlways,
                  [](const MetricInputs& run) {
                    return where(
                        run.found.chip.area().value() > 0,
                        run.found.peak.chip.operations_per_second / kTera / run.chip_mm2());
                  },
                  of_area(Level::chip)});
  rows.push_back({"area.macro", "mm2", "One macro.", kArea, kAlways,
                  [](const MetricInputs& run) {
                    return where(run.found.chip.main().macro_area().value() > 0,
                                 run.found.chip.main().macro_area().value() / kMm2);
                  },
                  of_area(Level::macro)});
  rows.push_back(
      {"area.tile", "mm2", "One tile with its macros and its share of a router.", kArea, kAlways,
       [](const MetricInputs& run) { return run.found.chip.main().area().value() / kMm2; },
       of_area(Level::tile)});
  rows.push_back({"area.chip", "mm2", "The chip.", kArea, kAlways,
                  [](const MetricInputs& run) { return run.chip_mm2(); }, of_area(Level::chip)});
}

}  // namespace mho
