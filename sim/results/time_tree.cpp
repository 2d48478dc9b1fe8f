#include "sim/results/time_tree.hpp"

#include <algorithm>

#include "sim/base/prefixes.hpp"
#include "sim/results/tree_parts.hpp"

namespace mho {

namespace {

Explanation mvm_interval(const Results& results, const PeakMacro& peak) {
  Explanation interval{"interval of MVMs", peak.interval_s, "s"};
  interval.how = "of the stages of an MVM, as they overlap";
  for (const StageTime& time : peak.times)
    for (Explanation& key :
         constants(results, {time.key}, time.value, time.unit.c_str(), time.source))
      interval.parts.push_back(std::move(key));
  return interval;
}

Explanation stretch_of(const LayerRow& layer, double stretch_s) {
  Explanation part{layer.name, stretch_s, "s"};
  part.how = si_text(layer.start_s, "s") + " to " + si_text(layer.end_s, "s");
  if (!layer.bound.empty()) part.how += ", bound by " + layer.bound;
  part.how += "; later than all before";
  return part;
}

}  // namespace

std::vector<Explanation> latency_tree(const Results& results, const ExplainOptions& options,
                                      double latency_s) {
  std::vector<const LayerRow*> layers;
  for (const LayerRow& layer : results.layers) layers.push_back(&layer);
  std::stable_sort(layers.begin(), layers.end(),
                   [](const LayerRow* a, const LayerRow* b) { return a->end_s < b->end_s; });
  double reached_s = latency_s;
  for (const LayerRow* layer : layers) reached_s = std::min(reached_s, layer->start_s);
  std::vector<Explanation> parts{{"before the first layer starts", reached_s, "s"}};
  for (const LayerRow* layer : layers) {
    if (layer->end_s <= reached_s) continue;
    parts.push_back(stretch_of(*layer, layer->end_s - reached_s));
    reached_s = layer->end_s;
  }
  parts.push_back({"on the way back", latency_s - reached_s, "s"});
  parts = tidied(std::move(parts), latency_s, options.least_share);
  if (const PeakMacro& peak = results.peaks.front(); !peak.times.empty())
    parts.push_back(mvm_interval(results, peak));
  return parts;
}

std::vector<Explanation> mvm_tree(const Results& results) {
  const PeakMacro& peak = results.peaks.front();
  return {{"MACs of one MVM", peak.macs, ""}, mvm_interval(results, peak)};
}

std::vector<Explanation> peak_rate_tree(const Results& results) {
  std::vector<Explanation> parts;
  double whole = 0;
  for (const PeakMacro& peak : results.peaks) {
    Explanation part{"arrays of " + peak.tile_kind, 2 * peak.arrays * peak.macs / peak.interval_s,
                     "TOPS"};
    whole += * part.value /= kTera;
    part.how = times_text(peak.arrays) + " x 2 x " + times_text(peak.macs) + " / " +
               si_text(peak.interval_s, "s");
    part.parts.push_back(mvm_interval(results, peak));
    parts.push_back(std::move(part));
  }
  return tidied(std::move(parts), whole, 0);
}

}  // namespace mho
