// The stages of an MVM in time: every combination of overlaps in closed form against MVM after MVM,
// and limit cases by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "sim/base/femtoseconds.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

const PipelineSpec kNothing{false, false, false, false, false, {}, {}, {}, {}};
constexpr int kCombinations = 32;

PipelineSpec combination(int bits) {
  PipelineSpec p;
  p.load_drive = (bits & 1) != 0;
  p.drive_integrate = (bits & 2) != 0;
  p.integrate_convert = (bits & 4) != 0;
  p.convert_shift_add = (bits & 8) != 0;
  p.shift_add_output = (bits & 16) != 0;
  return p;
}

/// Times of which each can be the slowest.
std::vector<MvmStages> stages_of(const PipelineSpec& pipeline) {
  std::vector<MvmStages> all;
  for (int slowest = 0; slowest < 5; ++slowest)
    for (const std::int64_t cycle : {1, 50}) {
      MvmStages s;
      s.pipeline = pipeline;
      s.load = slowest == 0 ? 900 : 17;
      s.drive = slowest == 1 ? 800 : 11;
      s.integrate = slowest == 2 ? 700 : 29;
      s.rounds = 3;
      s.shift_add = 7;
      s.round = (slowest == 3 ? 400 : 13) + (pipeline.convert_shift_add ? 0 : s.shift_add);
      s.output = slowest == 4 ? 2000 : 23;
      s.cycle = cycle;
      all.push_back(s);
    }
  return all;
}

std::vector<PassRecord> whole_passes(int passes) {
  return std::vector<PassRecord>(passes, PassRecord{1, 0});
}

/// Finishing times of MVMs whose inputs come as soon as the register takes them.
std::vector<std::int64_t> finishes(const MvmStages& stages, int mvms,
                                   std::span<const PassRecord> passes) {
  MacroPipeline pipeline(stages);
  std::vector<std::int64_t> finish;
  std::int64_t arrival = 0;
  for (int n = 0; n < mvms; ++n) {
    const MvmSchedule times = pipeline.enter(pipeline.earliest(arrival), passes);
    arrival = times.register_free;
    finish.push_back(times.finish);
  }
  return finish;
}

TEST_CASE(
    "n MVMs take the latency and n - 1 intervals, for every overlap and every slowest stage") {
  for (int bits = 0; bits < kCombinations; ++bits)
    for (const MvmStages& stages : stages_of(combination(bits)))
      for (const int passes : {1, 2, 5}) {
        const MvmTiming timing = mvm_timing(stages, passes);
        const std::vector<std::int64_t> finish = finishes(stages, 8, whole_passes(passes));
        for (int n = 0; n < 8; ++n) {
          INFO("overlaps " << bits << ", passes " << passes << ", cycle " << stages.cycle
                           << ", MVM " << n);
          REQUIRE(finish[n] == femtoseconds(timing.latency) + n * femtoseconds(timing.interval));
        }
      }
}

MvmStages by_hand(const PipelineSpec& pipeline) {
  MvmStages s;
  s.pipeline = pipeline;
  s.load = 10;
  s.drive = 20;
  s.integrate = 30;
  s.rounds = 4;
  s.shift_add = 2;
  s.round = 9 + (pipeline.convert_shift_add ? 0 : s.shift_add);
  s.output = 5;
  return s;
}

std::int64_t interval(const PipelineSpec& pipeline, int passes) {
  return femtoseconds(mvm_timing(by_hand(pipeline), passes).interval);
}
std::int64_t latency(const PipelineSpec& pipeline, int passes) {
  return femtoseconds(mvm_timing(by_hand(pipeline), passes).latency);
}

TEST_CASE("without overlap an MVM takes the sum of its stages, and so does the next") {
  const std::int64_t pass = 20 + 30 + 4 * (9 + 2);
  for (const int passes : {1, 6}) {
    CHECK(latency(kNothing, passes) == 10 + passes * pass + 5);
    CHECK(interval(kNothing, passes) == 10 + passes * pass + 5);
  }
}

TEST_CASE("one overlap at a time, of six passes by hand") {
  PipelineSpec p = kNothing;
  p.load_drive = true;
  CHECK(interval(p, 6) == 6 * 94 + 5);
  CHECK(latency(p, 6) == 10 + 6 * 94 + 5);
  p = kNothing;
  p.drive_integrate = true;  // integration and conversion, 74, hide the next drive
  CHECK(latency(p, 6) == 10 + 20 + 6 * 74 + 5);
  // The next MVM waits for the adder, its load and first drive do not.
  CHECK(interval(p, 6) == 6 * 74 + 5);
  p = kNothing;
  p.integrate_convert = true;  // drive and integration, 50, hide conversion, 44
  CHECK(latency(p, 6) == 10 + 6 * 50 + 44 + 5);
  CHECK(interval(p, 6) == 6 * 50 + 10);
  p = kNothing;
  p.convert_shift_add = true;  // all but the last code's shift-and-add is hidden
  CHECK(latency(p, 6) == 10 + 6 * 86 + 2 + 5);
  CHECK(interval(p, 6) == 10 + 6 * 86 + 2 + 5);
  p = kNothing;
  p.shift_add_output = true;
  CHECK(latency(p, 6) == 10 + 6 * 94 + 5);
  CHECK(interval(p, 6) == 10 + 6 * 94);
}

TEST_CASE(
    "with every overlap slices of one MVM and of the next follow at the slowest stage's pace") {
  PipelineSpec all = combination(kCombinations - 1);
  CHECK(interval(all, 1) == 36);
  CHECK(interval(all, 6) == 6 * 36);
  CHECK(latency(all, 6) == 10 + 20 + 30 + 6 * 36 + 2 + 5);
}

TEST_CASE("one column on one converter in one slice") {
  MvmStages s = by_hand(kNothing);
  s.rounds = 1;
  CHECK(femtoseconds(mvm_timing(s, 1).interval) == 10 + 20 + 30 + 9 + 2 + 5);
  s.pipeline = combination(kCombinations - 1);
  s.round = 9;
  CHECK(femtoseconds(mvm_timing(s, 1).interval) == 30);
  CHECK(femtoseconds(mvm_timing(s, 1).latency) == 10 + 20 + 30 + 9 + 2 + 5);
}

TEST_CASE("a cycle rounds every stage up to whole cycles") {
  MvmStages s = by_hand(combination(kCombinations - 1));
  s.cycle = 100;
  CHECK(femtoseconds(mvm_timing(s, 16).interval) == 1600);
  // Load, drive, integrate, convert, shift and add, output.
  CHECK(femtoseconds(mvm_timing(s, 16).latency) == (16 + 5) * 100);
  s.cycle = 30;  // integration just fits, conversion takes two
  CHECK(femtoseconds(mvm_timing(s, 16).interval) == 16 * 60);
}

TEST_CASE("skipped passes take no time, and an MVM without any only loads and hands over") {
  for (int bits = 0; bits < kCombinations; ++bits) {
    const MvmStages stages = by_hand(combination(bits));
    std::vector<PassRecord> passes = whole_passes(9);
    for (const int skipped : {0, 3, 4, 8}) passes[skipped] = {0, 0};
    INFO("overlaps " << bits);
    CHECK(finishes(stages, 4, passes) == finishes(stages, 4, whole_passes(5)));
    const std::vector<PassRecord> none(9);
    CHECK(finishes(stages, 1, none)[0] == 10 + 5);
  }
}

TEST_CASE("conversions that end early take the share of their steps") {
  MvmStages s = by_hand(kNothing);
  s.full_steps = 8;
  s.round = 3;
  s.step = 1;
  s.shift_add = 0;
  const std::vector<PassRecord> passes{{1, 32}, {1, 5}, {1, 0}};
  CHECK(finishes(s, 1, passes)[0] == 10 + 3 * (20 + 30 + 4 * 3) + 37 + 5);
  // Behind sample-and-hold only what is longer than reading counts.
  s.pipeline = combination(kCombinations - 1);
  CHECK(finishes(s, 1, passes)[0] == 10 + 20 + 30 + (12 + 32) + 30 + 12 + 5);
  // In the closed form nothing ends early.
  CHECK(femtoseconds(mvm_timing(s, 3).interval) == 3 * (12 + 32));
}

/// The shipped edge chip with keys of its macro set.
ChipSpec edge_spec(const std::vector<std::string>& settings) {
  Document document = Document::load(chip_file("edge_rram_constants"));
  for (const std::string& setting : settings) document.set("tile.macro." + setting);
  return read_spec<ChipSpec>(document);
}

TEST_CASE("groups of accumulated slices take the integrations of their weights, the last fewer") {
  // 7-bit inputs through a 1-bit driver: groups of 3, 3 and 1 slices.
  const std::vector<std::string> keys{"dac.bits=1",           "accumulation=analog",
                                      "accumulated_slices=3", "pipeline.integrate_convert=false",
                                      "read_energy=constant", "read_voltage=0 V",
                                      "array_read=1 pJ"};
  std::vector<std::string> repeated = keys;
  repeated.emplace_back("slice_weights=repetition");
  const Chip once(edge_spec(keys), 1), weighted(edge_spec(repeated), 1);
  const MvmFormat format = once.main().format(8, 7, false);
  REQUIRE(format.code_slices() == 3);
  REQUIRE(format.code_bits() == 3);
  REQUIRE(format.drives_of(2) == 1);
  // A drive takes 1 ns, an integration 10 ns; conversions of all groups take the same.
  const Time difference = weighted.main().timing(format, 128, 64).interval -
                          once.main().timing(format, 128, 64).interval;
  CHECK(femtoseconds(difference) == 2 * (7 - 3) * 10'000'000);
  const MvmStages stages = once.main().stages(format, 64);
  CHECK(stages.drive == 3 * 1'000'000);
  CHECK(stages.integrate == 3 * 10'000'000);
  CHECK(stages.last_drives == 1);
  CHECK(stages.last_integrate == 10'000'000);
  CHECK_THROWS_WITH(edge_spec({"slice_weights=repetition"}),
                    Catch::Contains("needs accumulation: analog"));
  CHECK_THROWS_WITH(edge_spec({"accumulation=analog", "slice_weights=repetition"}),
                    Catch::Contains("allowed with it: read_energy: constant"));
}

TEST_CASE("a macro without a pipeline has registers at both ends and no sample-and-hold") {
  const ChipSpec spec =
      edge_spec({"pipeline={load_drive: true, drive_integrate: false, integrate_convert: false, "
                 "convert_shift_add: true, shift_add_output: true, source: test}"});
  ChipSpec without = spec;
  without.tile.macro.analog()->pipeline.reset();
  const Chip stated(spec, 1), absent(without, 1);
  const MvmFormat format = absent.main().format(8, 8, false);
  MvmStages stages = stated.main().stages(format, 64);
  stages.pipeline.source.clear();
  CHECK(stages == absent.main().stages(format, 64));
}

TEST_CASE("DACs are latched only where every slice is converted") {
  CHECK_NOTHROW(edge_spec({"pipeline.drive_integrate=true"}));
  CHECK_THROWS_WITH(edge_spec({"pipeline.drive_integrate=true", "accumulation=analog"}),
                    Catch::Contains("drive_integrate needs accumulation: digital"));
}

TEST_CASE("the earlier key overlap is told that pipeline.integrate_convert says it") {
  for (const char* value : {"true", "false"})
    CHECK_THROWS_WITH(edge_spec({std::string("overlap=") + value}),
                      Catch::Contains("overlap") &&
                          Catch::Contains("is no key any more; allowed: pipeline, whose "
                                          "integrate_convert says it"));
}

TEST_CASE("zero skipping is refused where zeros are not zero or groups are fixed") {
  CHECK(Chip(edge_spec({"zero_skipping=row"}), 1).main().format(8, 8, false).zero_skipping ==
        ZeroSkipping::row);
  const std::vector<std::string> offset{"encoding=offset", "subtraction=digital", "flip=true"};
  for (const char* allowed : {"zero_skipping=none", "zero_skipping=slice"}) {
    std::vector<std::string> keys = offset;
    keys.emplace_back(allowed);
    CHECK_NOTHROW(edge_spec(keys));
  }
  std::vector<std::string> keys = offset;
  keys.emplace_back("zero_skipping=row");
  CHECK_THROWS_WITH(edge_spec(keys), Catch::Contains("belongs to one row group"));
  CHECK_THROWS_WITH(edge_spec({"encoding=xnor", "subtraction=digital", "zero_skipping=slice"}),
                    Catch::Contains("complement of a zero"));
}

TEST_CASE("a chip's converter that ends early has its whole delay in its rounds and steps") {
  const ChipSpec plain = edge_spec({});
  const ChipSpec early = edge_spec({"adc.early_termination.fixed_share=0.2",
                                    "adc.early_termination.source=test", "adc.skipped_bits=3"});
  CHECK(!plain.tile.macro.time_depends_on_data());
  CHECK(early.tile.macro.time_depends_on_data());
  const Chip chip(early, 1), whole(plain, 1);
  const MvmFormat format = chip.main().format(8, 8, false);
  CHECK(chip.main().timing(format, 128, 64).convert.value() ==
        Approx(whole.main().timing(format, 128, 64).convert.value()));
  const auto steps = static_cast<double>(chip.main().stages(format, 64).full_steps);
  CHECK(steps == 8);
  CHECK(chip.main().price(Action::adc_convert).energy.value() +
            steps * chip.main().price(Action::adc_step).energy.value() ==
        Approx(whole.main().price(Action::adc_convert).energy.value()));
}

TEST_CASE("a shift-and-add slower than the shortest conversion that ends early is refused") {
  // It takes 1 ns, a conversion at least its fixed share of 10 ns.
  const auto keys = [](const std::string& share) {
    return std::vector<std::string>{"adc.early_termination.fixed_share=" + share,
                                    "adc.early_termination.source=test", "adc.skipped_bits=3"};
  };
  CHECK_NOTHROW(edge_spec(keys("0.11")));
  CHECK_THROWS_WITH(edge_spec(keys("0.09")), Catch::Contains("delay must not exceed"));
}

TEST_CASE("an MVM that takes longer than a duration may is refused, not wrapped") {
  MvmStages stages;
  stages.rounds = 1'000'000;
  stages.round = 1'000'000'000'000;  // 1 ms: 1,000 s a pass
  CHECK(mvm_timing(stages, 2).interval.value() == Approx(2000));
  CHECK_THROWS_WITH(mvm_timing(stages, 3),
                    Catch::Contains("chip.tile.macro") && Catch::Contains("3 ks"));
  CHECK_THROWS_AS(mvm_timing(stages, 1'000'000), InputError);
}

}  // namespace
}  // namespace mho
