// The stages of a run. Each is a struct whose members are all that it reads: a pure function of
// them, whatever else the run says. A stage's key is the hash of the program, of its name and of
// its members (specs by their field lists, files by their content, results of other stages by their
// keys), so that two runs which agree in what a stage reads share its result.
//
//   network ──┬─> float classes
//   training ─┴─> quantized ──┬─> placed ──┬─> ranges ──┬─> programmed ──┬─> classes of a trial
//   test ──> integers of it ──┴─> integer classes       │                ├─> signal to noise
//   chip ──> valued part ──────────────────┴────────────┘                │
//        └─> timed part ─────────────────────────────────────────────────┴─> timed
//
// Prices are no stage's: figures are made of what these leave and of the chip as it is.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "sim/cache/cache.hpp"
#include "sim/chip/chip.hpp"
#include "sim/engine/plan/plan.hpp"
#include "sim/engine/record/recorder.hpp"
#include "sim/engine/record/result.hpp"
#include "sim/inference/layer_snr.hpp"
#include "sim/inference/mvm_statistics.hpp"
#include "sim/inference/programmed_network.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/control.hpp"
#include "sim/run/machine_parts.hpp"
#include "sim/run/run_spec.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

using Images = std::vector<IntTensor>;

/// Where results of a stage are kept.
enum class Worth {
  memory,  ///< of this process: quick to make again, or too large to be read quicker
  folder   ///< that outlives it as well
};

/// The network of a workload with nothing left to fold. Throws InputError.
struct NetworkStage {
  using Result = Graph;
  static constexpr const char* kName = "network";
  static constexpr Worth kWorth = Worth::memory;

  const WorkloadSpec& workload;
  Values values;

  void read(KeyHasher& hasher) const;
  Graph compute(const RunControl& control) const;
};

/// The first `limit` images of a set (0 = all), laid out as the network's input.
struct DatasetStage {
  using Result = Dataset;
  static constexpr const char* kName = "data";
  static constexpr Worth kWorth = Worth::memory;

  const DatasetSpec& spec;
  int limit;
  Kept<Graph> network;            ///< that reads it; null: not known
  std::optional<InputSign> sign;  ///< absent: what the set itself shows

  void read(KeyHasher& hasher) const;
  Dataset compute(const RunControl& control) const;
};

/// The network in integers. Problems stand at `where`.
struct QuantizedStage {
  using Result = QuantizedGraph;
  static constexpr const char* kName = "quantized";
  static constexpr Worth kWorth = Worth::folder;

  Kept<Graph> network;
  const QuantizationSpec& spec;
  Kept<Dataset> training;  ///< null: shapes alone
  InputSign sign;
  const Place& where;

  void read(KeyHasher& hasher) const;
  QuantizedGraph compute(const RunControl& control) const;
};

/// A part of a machine, as a machine.
struct MachineStage {
  using Result = Chip;
  static constexpr const char* kName = "machine";
  static constexpr Worth kWorth = Worth::memory;

  const MachinePart& part;

  void read(KeyHasher& hasher) const { hasher(part.key); }
  Chip compute(const RunControl&) const { return Chip(part.spec); }
};

/// Images of a set in the numbers of a graph's input.
struct ImagesStage {
  using Result = Images;
  static constexpr const char* kName = "images";
  static constexpr Worth kWorth = Worth::memory;

  Kept<QuantizedGraph> graph;
  Kept<Dataset> set;

  void read(KeyHasher& hasher) const;
  Images compute(const RunControl& control) const;
};

/// Predicted classes of the first `images` of a set, in floating point.
struct FloatClassesStage {
  using Result = std::vector<int>;
  static constexpr const char* kName = "float classes";
  static constexpr Worth kWorth = Worth::folder;

  Kept<Graph> network;
  Kept<Dataset> set;
  int images;

  void read(KeyHasher& hasher) const { hasher(network.key, set.key, images); }
  std::vector<int> compute(const RunControl& control) const;
};

/// Predicted classes of the first `count` images, in exact integers.
struct IntegerClassesStage {
  using Result = std::vector<int>;
  static constexpr const char* kName = "integer classes";
  static constexpr Worth kWorth = Worth::folder;

  Kept<QuantizedGraph> graph;
  Kept<Images> images;
  int count;

  void read(KeyHasher& hasher) const { hasher(graph.key, images.key, count); }
  std::vector<int> compute(const RunControl& control) const;
};

/// What is placed where, on a machine whose values are those of `machine`.
struct PlacedNetwork {
  Kept<QuantizedGraph> graph;
  Kept<Placement> placement;
  Kept<Chip> machine;  ///< its valued part

  void read(KeyHasher& hasher) const { hasher(graph.key, placement.key, machine.key); }
};

/// Ranges of the converters, and what they make of the training images.
struct RangesStage {
  using Result = MeasuredRanges;
  static constexpr const char* kName = "ranges";
  static constexpr Worth kWorth = Worth::folder;

  PlacedNetwork placed;
  Kept<Images> training;

  void read(KeyHasher& hasher) const {
    placed.read(hasher);
    hasher(training.key);
  }
  MeasuredRanges compute(const RunControl& control) const;
};

/// One trial's chip under conditions, with all that it borrows.
struct Programmed {
  PlacedNetwork placed;
  ProgrammedNetwork network;
};

struct ProgrammedStage {
  using Result = Programmed;
  static constexpr const char* kName = "programmed";
  static constexpr Worth kWorth = Worth::memory;

  PlacedNetwork placed;
  Kept<MeasuredRanges> ranges;
  TrialKey trial;
  Conditions conditions;

  void read(KeyHasher& hasher) const;
  Programmed compute(const RunControl& control) const;
};

/// Signal-to-noise ratios of the layers over the first `count` images.
struct SnrStage {
  using Result = std::vector<LayerSnr>;
  static constexpr const char* kName = "signal to noise";
  static constexpr Worth kWorth = Worth::folder;

  ProgrammedStage programmed;
  Kept<Images> images;
  int count;

  void read(KeyHasher& hasher) const {
    programmed.read(hasher);
    hasher(images.key, count);
  }
  std::vector<LayerSnr> compute(const RunControl& control) const;
};

/// Predicted classes of the first `count` images on the chips of trials: a stage for each of them,
/// as whoever asks for more trials has the first ones already.
struct TrialClassesStage {
  using Result = std::vector<int>;
  static constexpr const char* kName = "classes of a trial";
  static constexpr Worth kWorth = Worth::folder;

  ProgrammedStage programmed;
  Kept<Images> images;
  int count;

  void read(KeyHasher& hasher) const {
    programmed.read(hasher);
    hasher(images.key, count);
  }
};

/// What the timed engine leaves.
struct TimedRun {
  EngineResult engine;
  /// Relative error of the energy that data decide; only where it was estimated.
  std::optional<double> activity_error;
  std::vector<ProgrammingEffort> programming;  ///< by kind of tile; none without values
};

/// The first spec.images images through tiles of macros, with a clock.
struct TimedStage {
  using Result = TimedRun;
  static constexpr const char* kName = "timed";
  static constexpr Worth kWorth = Worth::folder;

  ProgrammedStage programmed;
  Kept<Chip> machine;        ///< the timed part of the one that is programmed
  Kept<Images> images;       ///< of the test set; null: none are computed
  Kept<Images> calibration;  ///< of the training set; statistical activity alone
  const TimingSpec& spec;
  const EnginePlan& plan;        ///< a function of the others
  Recorder* recorder = nullptr;  ///< watches; changes nothing

  void read(KeyHasher& hasher) const;
  TimedRun compute(const RunControl& control) const;

 private:
  EngineResult simulated(const ProgrammedNetwork& network, std::span<const IntTensor> inputs,
                         const RunControl& control, const MvmStatistics* statistics) const;
};

/// The same on MAC arrays: exact values, layer after layer, in batches.
struct SequencedStage {
  using Result = TimedRun;
  static constexpr const char* kName = "sequenced";
  static constexpr Worth kWorth = Worth::folder;

  Kept<QuantizedGraph> graph;
  Kept<Chip> machine;   ///< the timed part
  Kept<Images> images;  ///< of the test set; null: none are computed
  const TimingSpec& spec;
  int batch;
  Recorder* recorder = nullptr;  ///< watches; changes nothing

  void read(KeyHasher& hasher) const;
  TimedRun compute(const RunControl& control) const;
};

}  // namespace mho
