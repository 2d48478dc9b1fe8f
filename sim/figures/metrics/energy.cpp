// Energy and power.
#include "sim/figures/metrics/rows.hpp"

namespace mho {

namespace {

constexpr MetricNeed kProgrammed{[](const MetricInputs& run) {
                                   return run.writing.time.value() != 0 ||
                                          run.writing.energy.value() != 0;
                                 },
                                 nullptr};

}  // namespace

void add_energy_metrics(std::vector<MetricRow>& rows) {
  rows.push_back({"power.tile.peak", "W", "One tile at the peak of tops_per_joule.tile.peak.",
                  kPeak, kAlways,
                  [](const MetricInputs& run) { return run.found.peak.tile.power.value(); },
                  of_peak(Level::tile)});
  rows.push_back({"power.chip.peak", "W",
                  "The chip at the peak of tops_per_joule.chip.peak, all arrays at work. No bound "
                  "of its power: traffic between tiles, global buffer and host link are not in it.",
                  kPeak, kAlways,
                  [](const MetricInputs& run) { return run.found.peak.chip.power.value(); },
                  of_peak(Level::chip)});
  rows.push_back(
      {"power.system.peak", "W",
       "The same with the memory beside the chip, as in tops_per_joule.system.peak: not accessed.",
       "as the chip's, plus background power of the memory", kMemory,
       [](const MetricInputs& run) { return run.system_peak_power().value(); },
       of_peak(Level::off_chip)});
  rows.push_back(
      {"power.chip.average", "W",
       "The chip with its host link over the simulated time, pipeline fill included; "
       "the memory beside it not.",
       "energy.chip x engine.images / engine.time", kAlways,
       [](const MetricInputs& run) { return run.energies.chip * run.images / run.seconds; },
       of_energy(Level::chip)});
  rows.push_back(
      {"power.average", "W",
       "The whole system, of chip, host link and the memory beside the chip (if any), "
       "over the simulated time, pipeline fill included.",
       "energy.per_inference x engine.images / engine.time", kAlways,
       [](const MetricInputs& run) { return run.energies.all * run.images / run.seconds; },
       of_energy(Level::off_chip)});
  rows.push_back(
      {"energy.per_inference", "J",
       "Of one image, the whole system: the chip, its host link and the memory beside it (if any), "
       "dynamic and static over the simulated time, weights that are written anew while the "
       "network runs included. Not in it: writing the network's weights once before "
       "(energy.programming), the host and what it does with images and results, a memory behind "
       "the host link, and what is drawn between inferences (duty cycle).",
       kLedger, kAlways, [](const MetricInputs& run) { return run.energies.all; },
       of_energy(Level::off_chip)});
  rows.push_back({"energy.per_token", "J",
                  "energy.per_inference by each of the tokens that the network reads.",
                  "energy.per_inference / tokens of the input", kTokens,
                  [](const MetricInputs& run) { return run.energies.all / run.tokens; },
                  of_energy(Level::off_chip)});
  rows.push_back({"energy.macros", "J", "Of energy.per_inference, in the macros, or MAC arrays.",
                  "ledger: components of macros", kAlways,
                  [](const MetricInputs& run) { return run.energies.macros; },
                  of_energy(Level::macro)});
  rows.push_back({"energy.tiles", "J", "Of energy.per_inference, in the tiles with their macros.",
                  "ledger: components of macros and tiles", kAlways,
                  [](const MetricInputs& run) { return run.energies.tiles; },
                  of_energy(Level::tile)});
  rows.push_back(
      {"energy.chip", "J",
       "Of energy.per_inference, on the chip and its host link: all but the memory beside it.",
       "counted actions x prices, plus static power x simulated time, without component off_chip",
       kAlways, [](const MetricInputs& run) { return run.energies.chip; }, of_energy(Level::chip)});
  rows.push_back({"energy.off_chip", "J", "Of energy.per_inference, in the memory beside the chip.",
                  "ledger: component off_chip", kMemory,
                  [](const MetricInputs& run) { return run.energies.off_chip; },
                  of_memory_energy()});
  rows.push_back({"energy.static_share", "%", "Share of static power in energy.per_inference.",
                  kLedger, kAlways, [](const MetricInputs& run) {
                    return where(run.energies.all > 0,
                                 100 * run.static_energy / (run.energies.all * run.images));
                  }});
  rows.push_back({"energy.programming", "J",
                  "Of writing the network's weights once into the cells of all of its arrays; no "
                  "part of energy.per_inference.",
                  "write pulses of trial 1 (one a cell of all blocks, copies included; more with a "
                  "write-verify loop) x write_energy of the cell",
                  kProgrammed, [](const MetricInputs& run) { return run.writing.energy.value(); }});
  rows.push_back(
      {"time.programming", "s",
       "Of writing the network's weights once: one row after another within an array, all arrays "
       "at the same time; no part of latency.first.",
       "pulses that the rows of the slowest array wait for x write_time of the cell", kProgrammed,
       [](const MetricInputs& run) { return run.writing.time.value(); }});
}

}  // namespace mho
