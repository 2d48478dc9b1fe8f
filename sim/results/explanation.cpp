// What each metric is made of. Metrics that a formula names are explained in turn; energies come
// from the ledger, areas and static power from the parts, peaks from one macro's MVM.
#include "sim/results/explanation.hpp"

#include <algorithm>
#include <cctype>
#include <functional>

#include "sim/base/error.hpp"
#include "sim/results/cost_tree.hpp"
#include "sim/results/time_tree.hpp"

namespace mho {

namespace {

using LineFilter = std::function<bool(const LedgerLine&)>;

/// Lines of parts of these levels.
LineFilter of_levels(const Results& results, const std::vector<std::string>& levels) {
  return [&results, levels](const LedgerLine& line) {
    return std::find(levels.begin(), levels.end(), results.part_of(line).level) != levels.end();
  };
}

/// The ledger's lines behind an energy per inference; empty for any other metric.
LineFilter lines_behind(const Results& results, const std::string& metric) {
  if (metric == "energy.per_inference") return [](const LedgerLine&) { return true; };
  if (metric == "energy.macros") return of_levels(results, {"macro"});
  if (metric == "energy.tiles") return of_levels(results, {"macro", "tile"});
  if (metric == "energy.chip") return of_levels(results, {"macro", "tile", "chip"});
  if (metric == "energy.off_chip") return of_levels(results, {"off_chip"});
  if (metric == "energy.static_share")
    return [](const LedgerLine& line) { return line.is_static(); };
  return {};
}

/// How many of a part one tile counts, those of its macros and its share of a router included.
double in_tile(const Results& results, const PartRow& part) {
  if (part.tile_kind != "tile") return part.tile_share;
  return static_cast<double>(part.per_holder) *
         (part.holder == "macro" ? results.macros_per_tile : 1);
}

double in_system(const PartRow& part) { return static_cast<double>(part.instances); }

double on_chip(const PartRow& part) {
  return part.holder == "off_chip" ? 0 : static_cast<double>(part.instances);
}

std::vector<Explanation> area_parts(const Results& results, const std::string& metric,
                                    const ExplainOptions& options) {
  if (metric == "area.chip") return area_tree(results, options, on_chip);
  if (metric == "area.macro")
    return area_tree(results, options, [](const PartRow& part) {
      const bool in_macro = part.tile_kind == "tile" && part.holder == "macro";
      return in_macro ? static_cast<double>(part.per_holder) : 0.0;
    });
  return area_tree(results, options, [&](const PartRow& part) { return in_tile(results, part); });
}

std::vector<Explanation> power_parts(const Results& results, const std::string& metric,
                                     const ExplainOptions& options) {
  if (metric == "power.tile.peak") {
    const double macros = std::max(results.macros_per_tile, 1);  // a MAC array is one
    return peak_power_tree(results, options, {{&results.peaks.front(), macros}}, {"macro", "tile"},
                           [&](const PartRow& part) { return in_tile(results, part); });
  }
  std::vector<WorkingMacros> macros;
  for (const PeakMacro& peak : results.peaks) macros.push_back({&peak, peak.arrays});
  return peak_power_tree(results, options, macros, {"macro", "tile", "chip"},
                         metric == "power.chip.peak" ? on_chip : in_system);
}

bool is_area(const std::string& metric) { return metric.starts_with("area."); }

std::vector<Explanation> own_parts(const Results& results, const Metric& metric,
                                   const ExplainOptions& options) {
  if (const LineFilter lines = lines_behind(results, metric.name))
    return energy_tree(results, options, lines);
  if (is_area(metric.name)) return area_parts(results, metric.name, options);
  if (metric.name == "tops_per_joule.macro.peak") return peak_tree(results, options);
  if (metric.name == "tops.chip.peak") return peak_rate_tree(results);
  if (metric.name == "latency.first") return latency_tree(results, options, metric.value);
  if (metric.name.starts_with("power.") && metric.name.ends_with(".peak"))
    return power_parts(results, metric.name, options);
  if (metric.name == "duty.power.idle")
    return waiting_power_tree(results, options, &PartRow::idle_w);
  if (metric.name == "duty.power.gated")
    return waiting_power_tree(results, options, &PartRow::gated_w);
  return {};
}

/// What models give of a metric, as shares of those of its parts that are whole components.
void share_doubt(const Metric& metric, std::vector<Explanation>& parts) {
  for (Explanation& part : parts)
    for (ModelledShare share : metric.modelled) {
      if (share.component != part.name || part.share.value_or(0) <= 0) continue;
      // White space has a share of an area, but none in what is modelled of it.
      share.share = std::min(1.0, share.share / *part.share);
      part.modelled.push_back(std::move(share));
    }
}

Explanation explained(const Results& results, const Metric& metric, const ExplainOptions& options,
                      std::vector<std::string>& above) {
  Explanation found{metric.name, metric.value, metric.unit, metric.source, metric.sentence};
  found.modelled = metric.modelled;
  found.parts = own_parts(results, metric, options);
  share_doubt(metric, found.parts);
  above.push_back(metric.name);
  for (const std::string& word : words_of(metric.source)) {
    const Metric* part = results.find(word);
    // A metric that echoes a key of the run has the key's name, and is no part of itself.
    if (part != nullptr && std::find(above.begin(), above.end(), word) == above.end())
      found.parts.push_back(explained(results, *part, options, above));
  }
  above.pop_back();
  return found;
}

}  // namespace

std::vector<std::string> words_of(const std::string& formula) {
  std::vector<std::string> words;
  std::string word;
  for (const char letter : formula + " ") {
    if (std::isalnum(static_cast<unsigned char>(letter)) || letter == '_' || letter == '.') {
      word += letter;
      continue;
    }
    if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
      words.push_back(word);
    word.clear();
  }
  return words;
}

Explanation explain(const Results& results, const std::string& metric,
                    const ExplainOptions& options) {
  const Metric* found = results.find(metric);
  require(found != nullptr, "a metric that the run does not have is explained");
  std::vector<std::string> above;
  return explained(results, *found, options, above);
}

}  // namespace mho
