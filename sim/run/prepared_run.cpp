// What depends on a part that is wrong is left out; all else is judged, so that problems of the
// network, of both sets, of the machine and of the run are told together.
#include "sim/run/prepared_run.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/division.hpp"
#include "sim/engine/sequence/sequence.hpp"
#include "sim/mapping/split.hpp"
#include "sim/run/archive.hpp"
#include "sim/run/fitting_set.hpp"
#include "sim/run/full_arrays.hpp"
#include "sim/run/precision.hpp"
#include "sim/run/problem_list.hpp"
#include "sim/run/sequenced.hpp"
#include "sim/run/stage.hpp"
#include "workloads/datasets/dataset_fit.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

/// Synthetic sets are as small as their files say; a run that asks for more takes all there is.
RunSpec fitted(RunSpec spec) {
  const auto fit = [](const DatasetSpec& set, int& images) {
    if (set.synthetic) images = std::min(images, set.synthetic->images);
  };
  fit(spec.workload.test, spec.accuracy.images);
  if (spec.engine.values == Values::on) fit(spec.workload.test, spec.engine.images);
  fit(spec.workload.training, spec.quantization.calibration_images);
  return spec;
}

/// The test images that the run needs, and no more; 0 = all.
int test_images_of(const RunSpec& spec) {
  return spec.accuracy.images == 0 ? 0 : std::max(spec.accuracy.images, spec.engine.images);
}

void check_test_size(const RunSpec& spec, const Dataset& test, ProblemList& problems) {
  const auto check = [&](const char* key, int images) {
    if (images > test.images())
      problems.add(key, std::to_string(images) + " images are more than the " +
                            std::to_string(test.images()) + " of the test set " +
                            spec.workload.test.images);
  };
  check("accuracy.images", spec.accuracy.images);
  check("engine.images", spec.engine.images);
}

int tiles_for(const RunSpec& spec, const QuantizedGraph& graph, const PlacementSpec& placement) {
  if (spec.chip.tiles > 0) return spec.chip.tiles;  // always given on a chip of MAC arrays
  const int arrays = arrays_needed(graph, spec.chip, placement);
  // A network without arrays still needs a tile for its vector unit.
  return std::max(1, ceil_divide(arrays, spec.chip.tile.macros));
}

/// Parts of the run that could be made.
struct Loaded {
  Kept<Graph> network;
  Kept<Dataset> test, training;
  Kept<QuantizedGraph> graph;
  PrecisionChoice precision;
};

/// Sets the bits that `spec` leaves open.
Loaded load(RunSpec& spec, const Place& where, const RunControl& control, ProblemList& problems) {
  const bool computes = spec.engine.values == Values::on;
  Loaded loaded;
  if (const auto network = problems.attempt_file("workload.network", [&] {
        return result_of(NetworkStage{spec.workload, spec.engine.values}, control);
      }))
    loaded.network = *network;
  if (loaded.network)
    if (const auto chosen =
            problems.attempt([&] { return choose_bits(spec, *loaded.network, where); }))
      loaded.precision = *chosen;
  const InputSign sign = spec.workload.sign();
  if (computes) {
    loaded.test =
        load_fitting(spec.workload.test, "workload.test", test_images_of(spec), loaded.network,
                     std::nullopt, spec.workload.metric, control, problems);
    if (loaded.test) check_test_size(spec, *loaded.test, problems);
    loaded.training = load_fitting(spec.workload.training, "workload.training",
                                   spec.quantization.calibration_images, loaded.network, sign,
                                   spec.workload.metric, control, problems);
  }
  if (!loaded.network || (computes && !loaded.training)) return loaded;
  const QuantizedStage quantized{loaded.network, spec.quantization, loaded.training, sign, where};
  if (const auto graph = problems.attempt([&] { return result_of(quantized, control); }))
    loaded.graph = *graph;
  return loaded;
}

/// The graph's layers on the chip's arrays; splits those that are too large in `graph`. A chip of
/// MAC arrays places none. Null where that is not possible.
Kept<Placement> placed(const RunSpec& spec, const Place& where, const Chip& chip,
                       const RunControl& control, Kept<QuantizedGraph>& graph,
                       ProblemList& problems) {
  if (spec.chip.sequenced()) return kept(Placement{}, control);
  const PlacementSpec placing = spec.placement.value_or(PlacementSpec{});
  const auto placement = problems.attempt([&] {
    QuantizedGraph split = split_large_layers(*graph, chip, placing);
    if (split.layers.size() != graph->layers.size()) graph = kept(std::move(split), control);
    return kept(place(*graph, chip, placing, where), control);
  });
  return placement.value_or(Kept<Placement>{});
}

/// What the timed engine will do; refuses buffers and memories that do not hold what waits there. A
/// chip of MAC arrays is planned with what its images turn out to hold: here it is only checked.
std::optional<EnginePlan> planned(const RunSpec& spec, const Chip& chip,
                                  const QuantizedGraph& graph, const Placement& placement,
                                  ProblemList& problems) {
  const int batch = spec.placement.value_or(PlacementSpec{}).batch;
  return problems.attempt([&] {
    if (!spec.chip.sequenced()) return plan_engine(graph, chip, placement, spec.engine.images);
    plan_sequence(graph, chip, batch, {});
    return EnginePlan{};
  });
}

/// What of the run asks for accuracy, where outputs cannot be judged.
void check_no_accuracy_asked(const RunSpec& spec, const std::string& why, ProblemList& problems) {
  const auto check = [&](bool asked, const char* key) {
    if (asked) problems.add(key, "needs accuracy, which there is none of: " + why);
  };
  check(spec.accuracy.ablate, "accuracy.ablate");
  check(spec.accuracy.precision > 0, "accuracy.precision");
  check(spec.conditions && spec.conditions->ages.size() > 1, "conditions.ages");
}

}  // namespace

PreparedRun prepare(const RunSpec& given, const Place& where, const RunControl& control) {
  RunSpec spec = fitted(given);
  const PlacementSpec placing = spec.placement.value_or(PlacementSpec{});
  ProblemList problems(where);
  Loaded loaded = load(spec, where, control, problems);
  if (spec.chip.sequenced()) check_sequenced(spec, problems);
  Judging judging;
  if (loaded.network && loaded.test) {
    judging = judging_of(spec.workload, *loaded.network, *loaded.test, problems);
    if (judging.by != JudgedBy::top1) check_no_accuracy_asked(spec, judging.words(), problems);
  }

  Kept<QuantizedGraph>& graph = loaded.graph;
  const std::optional<int> tiles =
      graph ? problems.attempt([&] { return tiles_for(spec, *graph, placing); }) : std::nullopt;
  std::optional<Chip> chip =
      problems.attempt([&] { return Chip(spec.machine(), tiles.value_or(1)); });
  Kept<Placement> placement;
  if (chip && graph && tiles) placement = placed(spec, where, *chip, control, graph, problems);
  if (graph && spec.engine.values == Values::on)
    problems.attempt([&] {
      check_sums(*graph);
      return true;
    });
  if (graph)
    problems.attempt_file("workload.network", [&] {
      return precision_of(*graph, spec.quantization.weight_bits, spec.quantization.activation_bits);
    });
  std::optional<EnginePlan> plan;
  if (placement) {
    plan = planned(spec, *chip, *graph, *placement, problems);
    problems.attempt([&] {
      check_full_arrays(*chip, spec.quantization.weight_bits, spec.quantization.activation_bits,
                        false);
      return true;
    });
  }
  problems.throw_if_any();
  return {std::move(spec),
          where,
          std::move(loaded.network),
          std::move(loaded.test),
          std::move(loaded.training),
          std::move(graph),
          std::move(chip).value(),
          std::move(placement),
          std::move(plan).value(),
          std::move(judging),
          std::move(loaded.precision)};
}

}  // namespace mho
