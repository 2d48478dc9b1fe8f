// The texts of the metrics. Every TOPS/J states operations, precision and level (an operation is
// one multiplication or one addition: 2 per multiply-accumulate).
#include "sim/figures/metric_catalogue.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "sim/base/error.hpp"

namespace mho {

namespace {

constexpr const char* kImages = "correct test images / test images";
constexpr const char* kSample =
    "Wilson's score interval: images as draws from all that are like them";
constexpr const char* kChipsAndImages =
    "95 % interval over chips and images, within what is possible: two-way analysis of variance of "
    "trials x images, Student's t, Wilson's score (sim/run/crossed.hpp)";
constexpr const char* kChips = "Student's t over the trials, on these inputs alone";
constexpr const char* kYield =
    "Clopper's and Pearson's interval of a count, of the trials; losses as on these images";
constexpr const char* kPeak =
    "actions of one full array's random MVMs x prices, plus static power over the MVM interval";
constexpr const char* kLedger = "counted actions x prices, plus static power x simulated time";
constexpr const char* kEngine = "timed engine";
constexpr const char* kArea = "sum over the chip's parts of instances x area";
constexpr const char* kNormalized =
    "the metric without .normalized, x weight bits x activation bits (mean over the MACs)";
constexpr const char* kNormalized8 =
    "the metric without .normalized_8b, x weight bits x activation bits / 64 (mean over the MACs)";

}  // namespace

const std::vector<MetricInfo>& metric_catalogue() {
  static const std::vector<MetricInfo> catalogue{
      {"accuracy.float", "%", "Test images classified correctly by the network in floating point.",
       kImages},
      {"accuracy.float.ci95.low", "%", "Lower end of its 95 % interval, over images.", kSample},
      {"accuracy.float.ci95.high", "%", "Upper end of it.", kSample},
      {"accuracy.quantized", "%",
       "Test images classified correctly by the exact integer network ({precision}).", kImages},
      {"accuracy.quantized.ci95.low", "%", "Lower end of its 95 % interval, over images.", kSample},
      {"accuracy.quantized.ci95.high", "%", "Upper end of it.", kSample},
      {"accuracy.analog.mean", "%",
       "Test images classified correctly by the programmed chip ({precision}), mean over trials.",
       kImages},
      {"accuracy.analog.ci95.low", "%",
       "Lower end of the 95 % interval of accuracy.analog.mean, over chips and images (of exact "
       "machines over images).",
       kChipsAndImages},
      {"accuracy.analog.ci95.high", "%", "Upper end of it.", kChipsAndImages},
      {"accuracy.loss.mean", "points",
       "Noise-induced accuracy loss: quantized minus analog accuracy on the same images "
       "({precision}), mean over trials.",
       "accuracy.quantized - analog accuracy of each trial, averaged"},
      {"accuracy.loss.ci95.low", "points",
       "Lower end of the 95 % interval of accuracy.loss.mean, over chips and images.",
       kChipsAndImages},
      {"accuracy.loss.ci95.high", "points", "Upper end of it.", kChipsAndImages},
      {"accuracy.yield", "%",
       "Share of the programmed chips that lose no more than accuracy.yield_loss points.",
       "trials with loss <= accuracy.yield_loss / trials"},
      {"accuracy.yield.ci95.low", "%", "Lower end of its 95 % interval, over chips.", kYield},
      {"accuracy.yield.ci95.high", "%", "Upper end of it.", kYield},
      {"accuracy.yield_loss", "points", "The loss up to which a chip counts as good.",
       "run: accuracy.yield_loss"},
      {"accuracy.images", "", "Test images per trial.", "run: accuracy.images"},
      {"accuracy.trials", "", "Programmed instances of the chip that were measured.",
       "run: accuracy.trials, fewer when accuracy.precision was reached"},
      {"output.snr.mean", "dB",
       "Where no classes are judged: signal to noise at the network's output, exact integers "
       "against the programmed chip ({precision}), over all test inputs, mean over trials.",
       "10 log10(sum of squares of the exact outputs / sum of squares of the errors)"},
      {"output.snr.ci95.low", "dB",
       "Lower end of the 95 % interval of output.snr.mean, over chips, on these inputs.", kChips},
      {"output.snr.ci95.high", "dB", "Upper end of it.", kChips},
      {"output.inputs", "", "Test inputs per trial.", "run: accuracy.images"},
      {"output.trials", "", "Programmed instances of the chip that were measured.",
       "run: accuracy.trials"},
      {"snr.images", "",
       "Images that the layers' signal to noise is measured on, from the front of the test set.",
       "8, or accuracy.images if that is fewer"},
      {"precision.weights", "bit",
       "Bits of a weight; where layers differ, the mean over the network's MACs.",
       "run: quantization.weight_bits and weight_bits_by_layer"},
      {"precision.activations", "bit",
       "Bits of an activation that is multiplied; where layers differ, the mean over the network's "
       "MACs.",
       "run: quantization.activation_bits and activation_bits_by_layer"},
      {"tops_per_joule.macro.peak", "TOPS/J",
       "Peak of one macro (array, drivers, converters, registers): one full array of random "
       "weights fed with random inputs back to back; 2 operations per MAC at {precision}.",
       kPeak},
      {"tops_per_joule.macro.peak.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.macro.peak in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.macro.peak.normalized", "1b-TOPS/J",
       "tops_per_joule.macro.peak in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.tile.peak", "TOPS/J",
       "Peak of one tile: its macros at their peak with the buffer reads, bus, vector operations "
       "and control that their MVMs take, and the tile's static power with its share of a router; "
       "2 operations per MAC at {precision}.",
       "2 x MACs of its macros' MVMs / MVM interval / power.tile.peak"},
      {"tops_per_joule.tile.peak.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.tile.peak in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.tile.peak.normalized", "1b-TOPS/J",
       "tops_per_joule.tile.peak in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.chip.peak", "TOPS/J",
       "Peak of the chip: all tiles at their peak and the static power of the whole chip, without "
       "traffic between tiles; 2 operations per MAC at {precision}.",
       "tops.chip.peak / power.chip.peak"},
      {"tops_per_joule.chip.peak.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.chip.peak in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.chip.peak.normalized", "1b-TOPS/J",
       "tops_per_joule.chip.peak in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.system.peak", "TOPS/J",
       "Peak of the system: the chip with the background power of the memory beside it, which is "
       "not accessed: "
       "weights are on the chip; 2 operations per MAC at {precision}.",
       "tops.chip.peak / power.system.peak"},
      {"tops_per_joule.system.peak.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.system.peak in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.system.peak.normalized", "1b-TOPS/J",
       "tops_per_joule.system.peak in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.macro.achieved", "TOPS/J",
       "Achieved by the macros alone (array, drivers, converters, registers; of a MAC array: MACs "
       "with registers, wires and accumulators) on this workload, their static energy over the "
       "simulated time included; 2 operations per MAC on arrays at {precision}.",
       "2 x macs.on_arrays / energy.macros"},
      {"tops_per_joule.macro.achieved.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.macro.achieved in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.macro.achieved.normalized", "1b-TOPS/J",
       "tops_per_joule.macro.achieved in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.tile.achieved", "TOPS/J",
       "Achieved by the tiles with their macros on this workload, static energy included, without "
       "the network between tiles, global buffer and links; 2 operations per MAC of the network at "
       "{precision}.",
       "2 x macs.per_inference / energy.tiles"},
      {"tops_per_joule.tile.achieved.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.tile.achieved in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.tile.achieved.normalized", "1b-TOPS/J",
       "tops_per_joule.tile.achieved in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.chip.achieved", "TOPS/J",
       "Achieved by the chip with its host link on this workload, static energy included, off-chip "
       "memory not; 2 operations per MAC of the network at {precision}.",
       "2 x macs.per_inference / energy.chip"},
      {"tops_per_joule.chip.achieved.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.chip.achieved in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.chip.achieved.normalized", "1b-TOPS/J",
       "tops_per_joule.chip.achieved in operations of 1 bit x 1 bit.", kNormalized},
      {"tops_per_joule.system.achieved", "TOPS/J",
       "Achieved by the chip with its off-chip memory; 2 operations per MAC of the network at "
       "{precision}.",
       "2 x macs.per_inference / energy.per_inference"},
      {"tops_per_joule.system.achieved.normalized_8b", "8b-TOPS/J",
       "tops_per_joule.system.achieved in operations of 8 bit x 8 bit.", kNormalized8},
      {"tops_per_joule.system.achieved.normalized", "1b-TOPS/J",
       "tops_per_joule.system.achieved in operations of 1 bit x 1 bit.", kNormalized},
      {"tops.chip.peak", "TOPS",
       "All arrays of the chip at work back to back; 2 operations per MAC at {precision}.",
       "2 x MACs of an MVM / interval of MVMs, of all arrays that compute at this precision"},
      {"tops.chip.achieved", "TOPS",
       "On this workload in the steady state; 2 operations per MAC of the network at {precision}.",
       "2 x macs.per_inference x throughput.steady"},
      {"tops.chip.average", "TOPS",
       "On this workload over the whole run, filling and draining the pipeline included; 2 "
       "operations per MAC of the network at {precision}.",
       "2 x macs.per_inference x throughput.average"},
      {"tops_per_mm2.chip.peak", "TOPS/mm2",
       "Peak operations per chip area; 2 operations per MAC at {precision}.",
       "tops.chip.peak / area.chip"},
      {"area.macro", "mm2", "One macro.", kArea},
      {"area.tile", "mm2", "One tile with its macros and its share of a router.", kArea},
      {"area.chip", "mm2", "The chip.", kArea},
      {"power.tile.peak", "W", "One tile at the peak of tops_per_joule.tile.peak.", kPeak},
      {"power.chip.peak", "W",
       "The chip at the peak of tops_per_joule.chip.peak, all arrays at work. No bound of its "
       "power: "
       "traffic between tiles, global buffer and host link are not in it.",
       kPeak},
      {"power.system.peak", "W",
       "The same with the memory beside the chip, as in tops_per_joule.system.peak: not accessed.",
       "as the chip's, plus background power of the memory"},
      {"power.chip.average", "W",
       "The chip with its host link over the simulated time, pipeline fill included; the memory "
       "beside it not.",
       "energy.chip x engine.images / engine.time"},
      {"power.average", "W",
       "The whole system, of chip, host link and the memory beside the chip (if any), over the "
       "simulated time, pipeline fill included.",
       "energy.per_inference x engine.images / engine.time"},
      {"energy.per_inference", "J",
       "Of one image, the whole system: the chip, its host link and the memory beside it (if any), "
       "dynamic and static over the simulated time, weights that are written anew while the "
       "network "
       "runs included. Not in it: writing the network's weights once before (energy.programming), "
       "the host and what it does with images and results, a memory behind the host link, and what "
       "is drawn between inferences (duty cycle).",
       kLedger},
      {"energy.macros", "J", "Of energy.per_inference, in the macros, or MAC arrays.",
       "ledger: components of macros"},
      {"energy.tiles", "J", "Of energy.per_inference, in the tiles with their macros.",
       "ledger: components of macros and tiles"},
      {"energy.chip", "J",
       "Of energy.per_inference, on the chip and its host link: all but the memory beside it.",
       "counted actions x prices, plus static power x simulated time, without component off_chip"},
      {"energy.off_chip", "J", "Of energy.per_inference, in the memory beside the chip.",
       "ledger: component off_chip"},
      {"energy.static_share", "%", "Share of static power in energy.per_inference.", kLedger},
      {"energy.programming", "J",
       "Of writing the network's weights once into the cells of all of its arrays; no part of "
       "energy.per_inference.",
       "write pulses of trial 1 (one a cell of all blocks, copies included; more with a "
       "write-verify "
       "loop) x write_energy of the cell"},
      {"time.programming", "s",
       "Of writing the network's weights once: one row after another within an array, all arrays "
       "at "
       "the same time; no part of latency.first.",
       "pulses that the rows of the slowest array wait for x write_time of the cell"},
      {"latency.first", "s", "First image: first bit leaves the host to last bit back.",
       "timed engine; a layer counts for what it ends later than all that ended before it"},
      {"throughput.steady", "images/s",
       "After the pipeline is filled: between the ends of two images, or, where layers or phases "
       "take turns, of two batches.",
       "images after the first image or batch, up to the last whole one / time between their ends, "
       "or as many images' need of the busiest resource where that is longer"},
      {"throughput.average", "images/s",
       "Of the whole run: filling and draining the pipeline included, and all loading of weights.",
       "engine.images / engine.time"},
      {"duty.inferences_per_day", "", "Inferences a day, evenly spaced, one after another.",
       "run: duty_cycle.inferences_per_day"},
      {"duty.most_per_day", "", "Inferences a day that the chip can serve.",
       "86400 s x throughput.steady, without that x throughput.average"},
      {"duty.busy", "%", "Time in which the chip works on an inference, or a batch of them.",
       "latency of an image or batch x images or batches a day / 86400 s, at most 100 %; with "
       "duty.inferences_per_day, latency.first"},
      {"duty.energy_per_day", "J", "Of a day's inferences and of the time between them.",
       "duty.inferences_per_day x duty.energy_per_inference; of no inference, idle or gated power "
       "x 86400 s"},
      {"duty.power", "W", "Mean over the day.", "duty.energy_per_day / 86400 s"},
      {"duty.energy_per_inference", "J",
       "Of one inference with the time until the next, the whole system: its actions, static power "
       "while it lasts, and what is drawn in the wait; of a batch, its share of these.",
       "actions of energy.per_inference, plus static power x latency.first, plus the waiting time "
       "x duty.power.idle; or, where that is longer than duty.break_even, x duty.power.gated plus "
       "duty.wake_energy"},
      {"duty.power.idle", "W",
       "Of the powered chip, and the memory beside it, between inferences: static power, without "
       "the clock tree where that stops.",
       "sum over the chip's parts of instances x static power; chip: power_states"},
      {"duty.power.gated", "W",
       "The same with the power gates open: controller, host link, memory beside the chip, and "
       "what the switches leave of the rest.",
       "chip: power_states.power_gating"},
      {"duty.gated", "%", "Time with the power gates open.",
       "waiting time without waking up, where it is longer than duty.break_even"},
      {"duty.wake_energy", "J",
       "Of one wake-up; with weights that were lost, of reading and writing them too.",
       "chip: power_states.power_gating; weights x price of a bit of memory or host link, plus "
       "energy.programming"},
      {"duty.break_even", "s", "Waiting time from which opening the power gates pays.",
       "wake-up time, plus duty.wake_energy / (duty.power.idle - duty.power.gated)"},
      {"macs.per_inference", "",
       "Multiply-accumulates of the network's matrix layers for one image, on arrays and digital; "
       "those of zero weights included, those of pruned rows and columns not.",
       "quantized network"},
      {"macs.on_arrays", "", "Of macs.per_inference, those of layers on arrays.",
       "quantized network, without the layers of placement.digital"},
      {"conversions_per_mac.peak", "",
       "Analog-to-digital conversions per MAC of one full array at {precision}.",
       "counted in the MVMs of the peak"},
      {"conversions_per_mac.achieved", "",
       "Analog-to-digital conversions per MAC of the network at {precision}.",
       "counted by the engine / (macs.per_inference x engine.images)"},
      {"arrays.used", "", "Arrays that hold weights.", "placement"},
      {"arrays.available", "", "Arrays of the chip.", "chip: tiles x macros"},
      {"cells.utilization", "%", "Cells of the used arrays that hold a weight slice.", "placement"},
      {"noc.wait", "s", "Time that packets of one image waited for links of the network-on-chip.",
       kEngine},
      {"noc.wait.p50", "s", "Median of the time that a packet waited for links.", kEngine},
      {"noc.wait.p99", "s", "99th percentile of that.", kEngine},
      {"noc.busiest_link", "%", "Time in which the busiest link moved flits.", kEngine},
      {"engine.images", "", "Images of the timed run.", "run: engine.images"},
      {"engine.time", "s", "Simulated time of these images.", kEngine},
      {"engine.simulated", "",
       "Of these, images that were simulated; the others are extrapolated (fidelity: steady).",
       kEngine},
      {"engine.extrapolation_error", "%",
       "What half of the simulated images foretells of the time of all of them is off by this.",
       kEngine},
      {"activity.error", "%",
       "Statistical activity: energy of what data decide (current through cells, skipped zeros, "
       "early ends of conversions) as estimated, against the executed one on up to 64 of the "
       "timed images.",
       "estimated / executed - 1"},
      {"engine.equals_untimed", "",
       "Images whose outputs in the timed engine equal those of the untimed driver bit for bit; "
       "anything but engine.simulated would have ended the run.",
       "comparison of the output tensors"},
      {"engine.events", "", "SystemC delta cycles: what the simulation cost.", kEngine},
      {"phases", "",
       "Groups of layers that take turns on the chip; 1: all layers work at the same time.",
       "placement"},
      {"reload.batch", "", "Images that share the weights that are written.", "placement.batch"},
      {"reload.time", "s",
       "Per inference: from asking memory for a phase's weights to its last array written, summed.",
       kEngine},
      {"reload.exposed", "s", "Per inference: of that, while nothing was computed.", kEngine},
      {"reload.energy", "J",
       "Per inference: of writing cells; reading the weights from memory is in off_chip.",
       "counted cell writes x price"},
  };
  return catalogue;
}

const MetricInfo& metric_info(const std::string& name) {
  const auto& all = metric_catalogue();
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const MetricInfo& info) { return info.name == name; });
  require(found != all.end(), "a metric that the catalogue does not have");
  return *found;
}

std::string absence_of(const std::string& metric) {
  // The first whose words the metric begins with.
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kNeeds{{
      {"duty.power.gated", "power gates: chip.power_states.power_gating"},
      {"duty.gated", "power gates: chip.power_states.power_gating"},
      {"duty.wake", "power gates: chip.power_states.power_gating"},
      {"duty.break_even", "power gates, and a gap from which they pay"},
      {"duty.energy_per_inference", "at least one inference a day"},
      {"duty.", "a number of inferences a day: --inferences-per-day"},
      {"accuracy.", "values and labels: --values on, a workload with labelled data"},
      {"output.", "values and analog errors: --values on, and no labels that are classes"},
      {"energy.off_chip", "a memory beside the chip: chip.off_chip"},
      {"reload.", "a chip that its weights do not fit at once"},
      {"activity.", "engine.activity: statistical"},
      {"throughput.", "two images, or whole batches, in the engine: --engine-images"},
      {"tops.chip.achieved", "two images, or whole batches, in the engine: --engine-images"},
  }};
  const std::string text = "is no metric of this run; ";
  for (const auto& [begin, need] : kNeeds)
    if (metric.starts_with(begin)) return text + "it needs " + std::string(need);
  if (metric.find(".system.") != std::string::npos)
    return text + "it needs a memory beside the chip: chip.off_chip";
  return text + "allowed: one that its report has";
}

std::string metric_sentence(const MetricInfo& info, const std::string& precision) {
  static const std::string mark = "{precision}";
  std::string sentence = info.sentence;
  for (std::size_t at; (at = sentence.find(mark)) != std::string::npos;)
    sentence.replace(at, mark.size(), precision);
  return sentence;
}

}  // namespace mho
