// Counting, over all actions that there are: what a component lists
// (tests/chip/components_test.cpp) must be counted where it happens, or it would be free.
#include <catch2/catch.hpp>
#include <set>

#include "sim/run/execute.hpp"
#include "tests/models/noc/topologies.hpp"
#include "tests/run/lenet_run.hpp"

namespace mho {

namespace {

std::string config(const std::string& file) { return std::string(kSourceDir) + "/configs/" + file; }

RunSpec on_shipped(const std::string& chip, const std::string& set = "engine.values=off") {
  return lenet_spec({"chip=" + config("chips/" + chip + ".yaml"), "engine.values=off", set});
}

/// A machine with the optional parts that no shipped one has.
RunSpec with_options() {
  RunSpec run =
      lenet_spec({"chip.tiles=2", "chip.tile.macro.adc.skipped_bits=3",
                  "chip.tile.macro.adc.early_termination={fixed_share: 0.2, source: test}"});
  ChipSpec& chip = run.chip;
  chip.tile.macro.analog()->slice_adder.emplace();
  chip.tile.core = CoreSpec{2, {}};
  chip.tile.line_buffer.emplace().capacity_bytes = 65536;
  chip.tile.output_buffer = chip.tile.input_buffer;
  chip.noc.topology = topology_from(kHTreeTopology);
  chip.noc.wire.emplace().length = from_si<Length>(1e-3);
  chip.noc.router.adder.emplace();
  chip.noc.reduction = Reduction::on_the_way;
  chip.chips = 4;
  chip.chip_link = LinkSpec{64, from_si<Frequency>(1e9), from_si<Time>(1e-9), {}};
  return run;
}

/// Weights do not fit, and are written anew from a memory with rows.
RunSpec reloading() {
  return lenet_spec({"chip.tiles=2", "placement.batch=2",
                     "chip.off_chip=" + config("memories/lpddr4_3200.yaml")});
}

std::set<Action> counted_in(const RunSpec& spec) {
  std::set<Action> counted;
  const ExecutedRun run = execute(spec, {kQuickstart, 0}, {1, {}});
  for (const CountedActions& each : run.done.timed->engine.actions)
    for (std::size_t i = 0; i < kActions; ++i)
      if (each.counts[static_cast<Action>(i)] > 0) counted.insert(static_cast<Action>(i));
  return counted;
}

}  // namespace

TEST_CASE("promise 4: every action is counted in a run of a machine that does it") {
  std::set<Action> counted;
  for (const RunSpec& spec :
       {on_shipped("edge_rram_28nm"), on_shipped("isaac_isca_2016"),
        on_shipped("jia_jssc_2020", "chip.tiles=0"), on_shipped("dcim_22nm"),
        on_shipped("dcim_22nm",
                   "chip.tile.macro.floating_point={exponent_bits: 8, mantissa_bits: 8, aligner: "
                   "{model: {kind: aligner, inputs: 64}}, normalizer: {model: {kind: "
                   "normalizer}}}"),
        on_shipped("tu_isscc_2022", "chip.tiles=0"), on_shipped("tpu_v1_isca_2017"),
        on_shipped("eyeriss_jssc_2017"), with_options(), reloading()})
    counted.merge(counted_in(spec));
  for (std::size_t i = 0; i < kActions; ++i) {
    INFO("action " << i
                   << " of sim/chip/action.hpp: what happens is counted nowhere, or none of "
                      "the machines here does it");
    CHECK(counted.contains(static_cast<Action>(i)));
  }
}

}  // namespace mho
