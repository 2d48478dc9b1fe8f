// A front and a table of made-up designs, for tests of formats.
#pragma once

#include "sim/results/design_front.hpp"
#include "sim/results/design_table.hpp"

namespace mho {

/// Four designs of two keys: two on the front, one that trials cannot tell from it, one behind.
inline DesignFront some_front() {
  DesignFront front;
  front.version = "1.2.3";
  front.sweep = "a_sweep.yaml";
  front.keys = {"chip.tile.macro.adc.bits", "chip.tile.macro.dac.bits"};
  front.objectives = {{"energy.per_inference", "J", false, 2e-7, 5e-7},
                      {"accuracy.loss.mean", "points", false, 0.5, 4}};
  front.constraints = {{"area.chip", "mm2", "<= 10 mm2"}};
  const auto design = [](const std::string& id, const std::string& bits, double energy, double loss,
                         Standing standing) {
    FrontDesign made;
    made.id = id;
    made.values = {bits, ""};
    made.objectives = {{energy, {}, Limits{energy / 2, energy * 3}},
                       {loss, Limits{loss - 0.25, loss + 0.25}, {}}};
    made.constraints = {{5, {}, {}}};
    made.standing = standing;
    return made;
  };
  front.designs = {design("a1", "4", 2e-7, 4, Standing::front),
                   design("a2", "6", 3e-7, 0.5, Standing::front),
                   design("a3", "7", 3.5e-7, 0.6, Standing::unresolved),
                   design("a4", "8", 5e-7, 2, Standing::dominated)};
  front.designs[2].alike = {1};
  front.looked_at = 7;
  front.impossible = 3;
  front.reasons = {{"it does not fit", 3}};
  front.knee = 1;
  front.hypervolume = 0.75;
  front.importance = {"exact marginal variances of the whole grid", 4, {}, {0.25, 0}};
  front.importance.keys = {{front.keys[0], {0.75, 1}}, {front.keys[1], {0, 0}}};
  return front;
}

/// Three designs, one of which cannot run.
inline DesignTable some_table() {
  DesignTable table;
  table.version = "1.2.3";
  table.sweep = "a_sweep.yaml";
  table.looks = {"100 images"};
  table.keys = {{"chip.supply", true, "V"}, {"workload", false, ""}};
  table.metrics = {{"energy.per_inference", "J", "Energy.", true},
                   {"arrays.used", "", "Arrays.", false}};
  table.aims = {{"energy.per_inference", false}};
  table.constraints = {{"arrays.used", "<= 8", {0.0, 0.5, std::nullopt}}};
  table.designs = {
      {"a1", 0, {"0.8 V", "lenet \"5\""}, {0.8, {}}, {2e-7, 8.0}, {Limits{1e-7, 6e-7}, {}}, {}, {}},
      {"a2", 0, {"1 V", "resnet"}, {1.0, {}}, {3e-7, 12.0}, {{}, {}}, {}, {}, 2.5, true},
      {"a3", 0, {"1 V", ""}, {1.0, {}}, {{}, {}}, {{}, {}}, {}, {"too large", "too small"}}};
  table.designs[0].trials = {88.5, 89};
  table.designs[1].trials = {87};
  return table;
}

}  // namespace mho
