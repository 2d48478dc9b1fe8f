// Results with made-up figures, for tests of formats.
#pragma once

#include <cmath>

#include "sim/results/results.hpp"

namespace mho {

inline Results some_results() {
  Results results;
  results.chip = "a chip";
  results.technology_m = 28e-9;
  results.tiles = results.main_tiles = 8;
  results.macros_per_tile = 1;
  results.workload = "a workload";
  results.precision = results.peak_precision = "8-bit weights x 6-bit activations";
  results.version = "1.2.3";
  results.resolved_yaml = "seed: 1\n";
  results.metrics = {
      {"accuracy.loss.mean", 0.51, "points", "Loss.", "trials"},
      {"accuracy.loss.ci95.low", 0.31, "points", "Lower end.", "trials"},
      {"accuracy.loss.ci95.high", 0.88, "points", "Upper end.", "trials"},
      {"accuracy.images", 10000, "", "Images.", "run"},
      {"accuracy.trials", 8, "", "Trials.", "run"},
      {"precision.weights", 8, "bit", "Bits.", "run"},
      {"precision.activations", 6, "bit", "Bits.", "run"},
      {"tops_per_joule.chip.achieved", 3.14159, "TOPS/J", "Achieved.", "ledger"},
      {"tops_per_joule.chip.achieved.normalized", 150.796, "1b-TOPS/J", "Achieved.", "ledger"},
      {"area.chip", 1.25, "mm2", "Area.", "parts"},
      {"energy.per_inference", 2.5e-7, "J", "Energy.", "ledger"},
      {"energy.chip", 2.5e-7, "J", "Energy.", "ledger"},
      {"latency.first", 4.2e-5, "s", "Latency.", "engine"},
  };
  results.components = {{"adc", 2e-7, 1e-8, 5e-7}, {"buffer \"α\"", 5e-8, 0, 1e-8}};
  results.layers = {{"a layer with a name that is far too long for its column", "matrix", 117600, 2,
                     1, 1e-8, 0, 1e-5, 0.25, 0, 0, 31.25, 24.5},
                    {"pool", "max pool", 0, 0, 0, 1e-9, 1e-6, 2e-5, 0.5, 1e-6, 0, {}, {}}};
  results.ages = {{0, {88, Limits{87.5, 88.25}}, {0.5, Limits{0.31, 0.88}}},
                  {3600, {80.5, Limits{78.25, 82}}, {8, Limits{6.5, 10.25}}}};
  results.ablations = {{"read_noise", "noise", {0.4, Limits{0.3, 0.5}}, {0.3, Limits{-0.1, 0.6}}}};
  results.classes = {{0, 10, 90, 80, {-1, 1}}, {1, 10, 100, 95, {0.5, -0.5}}};
  PartRow adc;
  adc.component = "adc";
  adc.source = "a paper";
  adc.prices = {{"convert", 1e-12, "a paper"}};
  results.parts = {adc};
  results.ledger.add(0, 0, "conv1", 0, 3, 1000000000000000000);
  results.ledger.add(0, LedgerLine::kStatic, "", -1, 7, 1'000'000);
  results.notes = {
      "A note of many words, so many that they do not fit on one line of a hundred "
      "characters and have to be continued on the next."};
  return results;
}

/// Of which a converter's model gives a half of the energy, and an array's all of the area.
inline Results some_modelled_results() {
  Results results = some_results();
  for (Metric& metric : results.metrics) {
    if (metric.name.starts_with("energy.") || metric.name.starts_with("tops_per_joule."))
      metric.modelled = {{"adc", "sar", ModelClass::converter, 0.5, std::log(9.0)}};
    if (metric.name == "area.chip")
      metric.modelled = {{"array", "geometry", ModelClass::array, 1, std::log(2.0)}};
  }
  return results;
}

}  // namespace mho
