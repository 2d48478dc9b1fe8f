// What was placed, counted and waited for.
#include "sim/figures/metrics/rows.hpp"

namespace mho {

namespace {

constexpr MetricNeed kTiles{[](const MetricInputs& run) { return run.has_tiles(); }, nullptr};
constexpr MetricNeed kLinks{
    [](const MetricInputs& run) { return run.has_tiles() && !run.found.engine.noc.links.empty(); },
    nullptr};
constexpr MetricNeed kExtrapolated{
    [](const MetricInputs& run) { return run.found.engine.extrapolation.images > 0; }, nullptr};
constexpr MetricNeed kStatistical{
    [](const MetricInputs& run) { return run.found.activity_error.has_value(); },
    "engine.activity: statistical"};
constexpr MetricNeed kCompared{
    [](const MetricInputs& run) { return run.has_tiles() && !run.found.engine.outputs.empty(); },
    nullptr};
constexpr MetricNeed kReloads{[](const MetricInputs& run) { return run.found.placement.reloads; },
                              "a chip that its weights do not fit at once"};
constexpr MetricNeed kCache{[](const MetricInputs& run) { return run.cache.held > 0; },
                            "a network with a key-value cache"};

double bytes(std::int64_t bits) { return static_cast<double>(bits) / 8; }

}  // namespace

void add_count_metrics(std::vector<MetricRow>& rows) {
  rows.push_back({"macs.per_inference", "",
                  "Multiply-accumulates of the network's matrix layers for one image, on arrays "
                  "and vector units; "
                  "those of zero weights included, those of pruned rows and columns not.",
                  "quantized network", kAlways, [](const MetricInputs& run) { return run.macs; }});
  rows.push_back({"macs.on_arrays", "", "Of macs.per_inference, those of layers on arrays.",
                  "quantized network, without the layers of placement.vector_unit", kAlways,
                  [](const MetricInputs& run) { return run.macs_on_arrays; }});
  rows.push_back({"conversions_per_mac.peak", "",
                  "Analog-to-digital conversions per MAC of one full array at {precision}.",
                  "counted in the MVMs of the peak", kTiles,
                  [](const MetricInputs& run) { return run.found.peak.conversions_per_mac(); }});
  rows.push_back(
      {"conversions_per_mac.achieved", "",
       "Analog-to-digital conversions per MAC of the network at {precision}.",
       "counted by the engine / (macs.per_inference x engine.images)", kTiles,
       [](const MetricInputs& run) { return run.conversions / (run.macs * run.images); }});
  rows.push_back({"arrays.used", "", "Arrays that hold weights.", "placement", kTiles,
                  [](const MetricInputs& run) { return run.found.placement.arrays; }});
  rows.push_back({"arrays.available", "", "Arrays of the chip.", "chip: tiles x macros", kTiles,
                  [](const MetricInputs& run) { return run.found.chip.arrays(); }});
  rows.push_back(
      {"cells.utilization", "%", "Cells of the used arrays that hold a weight slice.", "placement",
       kTiles, [](const MetricInputs& run) { return 100 * run.found.placement.cell_utilization; }});
  rows.push_back({"key_value_cache.memory", "B",
                  "Keys and values of all tokens, in cells or in tiles' buffers.",
                  "quantized network: tokens x heads x depth x bits, of all products", kCache,
                  [](const MetricInputs& run) { return bytes(run.cache.held); }});
  rows.push_back({"key_value_cache.read", "B",
                  "Of earlier tokens, read from buffers for one inference; those in cells are "
                  "multiplied where they are.",
                  "placement", kCache,
                  [](const MetricInputs& run) { return bytes(run.cache.read); }});
  rows.push_back({"key_value_cache.written", "B",
                  "Keys and values of the inference's own tokens, once for each memory that has "
                  "them.",
                  "placement", kCache,
                  [](const MetricInputs& run) { return bytes(run.cache.written); }});
  rows.push_back({"noc.wait", "s",
                  "Time that packets of one image waited for links of the network-on-chip.",
                  kEngine, kTiles, [](const MetricInputs& run) {
                    return static_cast<double>(run.found.engine.noc_wait_fs) * kFemto / run.images;
                  }});
  rows.push_back({"noc.wait.p50", "s", "Median of the time that a packet waited for links.",
                  kEngine, kTiles, [](const MetricInputs& run) {
                    return static_cast<double>(run.found.engine.noc.wait_p50_fs) * kFemto;
                  }});
  rows.push_back({"noc.wait.p99", "s", "99th percentile of that.", kEngine, kTiles,
                  [](const MetricInputs& run) {
                    return static_cast<double>(run.found.engine.noc.wait_p99_fs) * kFemto;
                  }});
  rows.push_back({"noc.busiest_link", "%", "Time in which the busiest link moved flits.", kEngine,
                  kLinks, [](const MetricInputs& run) {
                    return 100 * static_cast<double>(run.found.engine.noc.links.front().busy_fs) /
                           static_cast<double>(run.found.engine.end_fs);
                  }});
  rows.push_back({"engine.images", "", "Images of the timed run.", "run: engine.images", kAlways,
                  [](const MetricInputs& run) { return run.images; }});
  rows.push_back({"engine.time", "s", "Simulated time of these images.", kEngine, kAlways,
                  [](const MetricInputs& run) { return run.seconds; }});
  rows.push_back(
      {"engine.simulated", "",
       "Of these, images that were simulated; the others are extrapolated (fidelity: steady).",
       kEngine, kAlways, [](const MetricInputs& run) {
         return static_cast<double>(run.found.engine.simulated_images());
       }});
  rows.push_back(
      {"engine.extrapolation_error", "%",
       "What half of the simulated images foretells of the time of all of them is off by this.",
       kEngine, kExtrapolated,
       [](const MetricInputs& run) { return 100 * run.found.engine.extrapolation.error; }});
  rows.push_back({"activity.error", "%",
                  "Statistical activity: energy of what data decide (current through cells, "
                  "skipped zeros, early ends of conversions) as estimated, against the executed "
                  "one on up to 64 of the timed images.",
                  "estimated / executed - 1", kStatistical,
                  [](const MetricInputs& run) { return 100 * *run.found.activity_error; }});
  rows.push_back({"engine.equals_untimed", "",
                  "Images whose outputs in the timed engine equal those of the untimed driver bit "
                  "for bit; anything but engine.simulated would have ended the run.",
                  "comparison of the output tensors", kCompared, [](const MetricInputs& run) {
                    return static_cast<double>(run.found.engine.outputs.size());
                  }});
  rows.push_back(
      {"engine.events", "", "SystemC delta cycles: what the simulation cost.", kEngine, kAlways,
       [](const MetricInputs& run) { return static_cast<double>(run.found.engine.events); }});
  rows.push_back(
      {"phases", "",
       "Groups of layers that take turns on the chip; 1: all layers work at the same time.",
       "placement", kTiles, [](const MetricInputs& run) {
         return static_cast<double>(run.found.placement.phases.size());
       }});
  rows.push_back({"reload.batch", "", "Images that share the weights that are written.",
                  "placement.batch", kReloads,
                  [](const MetricInputs& run) { return run.found.placement.batch; }});
  rows.push_back(
      {"reload.time", "s",
       "Per inference: from asking memory for a phase's weights to its last array written, summed.",
       kEngine, kReloads, [](const MetricInputs& run) { return run.reloading.time; }});
  rows.push_back({"reload.exposed", "s", "Per inference: of that, while nothing was computed.",
                  kEngine, kReloads,
                  [](const MetricInputs& run) { return run.reloading.exposed; }});
  rows.push_back(
      {"reload.energy", "J",
       "Per inference: of writing cells; reading the weights from memory is in off_chip.",
       "counted cell writes x price", kReloads,
       [](const MetricInputs& run) { return run.reloading.energy; }});
  rows.push_back(
      {"bandwidth.off_chip", "B/s", "Of the memory beside the chip, at most.",
       "channels x width / 8 x data rate (run: chip.off_chip)", kMemory,
       [](const MetricInputs& run) { return run.found.chip.spec().off_chip->bandwidth(); }});
}

}  // namespace mho
