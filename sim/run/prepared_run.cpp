// What depends on a part that is wrong is left out; all else is judged, so that problems of the
// network, of both sets, of the machine and of the run are told together.
#include "sim/run/prepared_run.hpp"

#include <algorithm>
#include <optional>

#include "sim/base/division.hpp"
#include "sim/engine/sequence/sequence.hpp"
#include "sim/mapping/split.hpp"
#include "sim/run/fitting_set.hpp"
#include "sim/run/full_arrays.hpp"
#include "sim/run/precision.hpp"
#include "sim/run/problem_list.hpp"
#include "sim/run/sequenced.hpp"
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
  std::optional<Graph> network;
  std::optional<Dataset> test, training;
  std::optional<QuantizedGraph> graph;
  PrecisionChoice precision;
};

/// Sets the bits that `spec` leaves open.
Loaded load(RunSpec& spec, const Place& where, const RunControl& control, ProblemList& problems) {
  const bool computes = spec.engine.values == Values::on;
  const auto say = [&](const char* stage) {
    if (control.progress) control.progress(stage, 0);
  };
  say("loading");
  Loaded loaded;
  loaded.network = problems.attempt_file("workload.network", [&] {
    return spec.workload.load_network(spec.engine.values, control.threads);
  });
  if (loaded.network)
    if (const auto chosen = problems.attempt([&] { return choose_bits(spec, *loaded.network); }))
      loaded.precision = *chosen;
  if (!computes) {
    if (loaded.network)
      loaded.graph = problems.attempt([&] {
        return quantize_shapes(*loaded.network, spec.quantization, spec.workload.sign(), where);
      });
    return loaded;
  }
  const Graph* network = loaded.network ? &*loaded.network : nullptr;
  loaded.test = load_fitting(spec.workload.test, "workload.test", test_images_of(spec), network,
                             control.threads, problems);
  if (loaded.test) check_test_size(spec, *loaded.test, problems);
  loaded.training =
      load_fitting(spec.workload.training, "workload.training",
                   spec.quantization.calibration_images, network, control.threads, problems);
  if (!loaded.network || !loaded.training) return loaded;
  loaded.training->sign = spec.workload.sign();
  say("quantizing");
  loaded.graph = problems.attempt([&] {
    return quantize(*loaded.network, spec.quantization, *loaded.training, control.threads, where);
  });
  return loaded;
}

/// The graph's layers on the chip's arrays; splits those that are too large in `graph`. A chip of
/// MAC arrays places none.
std::optional<Placement> placed(const RunSpec& spec, const Place& where, const Chip& chip,
                                QuantizedGraph& graph, ProblemList& problems) {
  if (spec.chip.sequenced()) return Placement{};
  const PlacementSpec placing = spec.placement.value_or(PlacementSpec{});
  return problems.attempt([&] {
    graph = split_large_layers(graph, chip, placing);
    return place(graph, chip, placing, where);
  });
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
  std::string why_not;
  if (loaded.network && loaded.test) why_not = not_classification(*loaded.network, *loaded.test);
  if (!why_not.empty()) {
    check_no_accuracy_asked(spec, why_not, problems);
    loaded.test->labels.clear();
  }

  std::optional<QuantizedGraph>& graph = loaded.graph;
  const std::optional<int> tiles =
      graph ? problems.attempt([&] { return tiles_for(spec, *graph, placing); }) : std::nullopt;
  std::optional<Chip> chip =
      problems.attempt([&] { return Chip(spec.machine(), tiles.value_or(1)); });
  std::optional<Placement> placement;
  if (chip && graph && tiles) placement = placed(spec, where, *chip, *graph, problems);
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
          std::move(loaded.network).value(),
          std::move(loaded.test).value_or(Dataset{}),
          std::move(loaded.training).value_or(Dataset{}),
          std::move(graph).value(),
          std::move(chip).value(),
          std::move(placement).value(),
          std::move(plan).value(),
          std::move(why_not),
          std::move(loaded.precision)};
}

}  // namespace mho
