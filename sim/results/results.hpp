// What a run found: a value that reports can print, compare and store. Formats see this and nothing
// else.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/model_class.hpp"
#include "sim/results/correctness.hpp"
#include "sim/results/ledger.hpp"

namespace mho {

/// The ends of a confidence interval.
struct Limits {
  double low = 0, high = 0;
};

/// What models of one kind give of a figure in one component.
struct ModelledShare {
  std::string component;
  std::string model;  ///< its kind: "sar"
  ModelClass model_class = ModelClass::logic;
  double share = 0;   ///< of the figure, or of what it is inverse to: (0, 1]
  double spread = 0;  ///< ln of the factor that 80 % of measured macros lie within, of the class
};

/// A figure with a flat name ("tops_per_joule.chip.achieved"), its value in the named unit, and
/// what it means.
struct Metric {
  std::string name;
  double value = 0;
  std::string unit;  ///< "TOPS/J", "mm2", "points", "" for a count
  std::string sentence;
  std::string source;  ///< how it was found: "counted actions x prices", "engine", ...
  std::vector<ModelledShare> modelled{};  ///< none: of constants alone, or of no cost

  /// That holds 80 % of measured macros (sim/results/doubt.hpp); none where nothing is modelled.
  std::optional<Limits> interval() const;
};

struct LayerRow {
  std::string name;
  std::string kind;
  std::int64_t macs = 0;
  int arrays = 0;
  int replicas = 0;
  double energy_j = 0;            ///< per inference
  double start_s = 0, end_s = 0;  ///< of the first image
  double utilization = 0;         ///< busy time of its macros / simulated time
  double wait_input_s = 0, wait_output_s = 0;
  /// Signal to noise at a matrix layer's output: of its own errors, and with those of all layers
  /// before it. Empty without errors, and for other layers.
  std::optional<double> snr_alone_db{}, snr_cumulative_db{};
  double wait_port_s = 0, wait_unit_s = 0;     ///< for the buffer's port; accumulator, vector unit
  double wait_weights_s = 0, wait_load_s = 0;  ///< a MAC array without its weights
  std::string bound{};  ///< resource that the layer needs longest; empty: not told
  double bound_s = 0;   ///< that it needs it, per inference
};

/// A mean with its 95 % interval, if there are trials enough for one.
struct Interval {
  double mean = 0;
  std::optional<Limits> ci95;
};

/// The same chips at another age.
struct AgeRow {
  double age_s = 0;
  Interval accuracy_percent;
  Interval loss_points;
};

/// What one source of error does to the same chips and images.
struct AblationRow {
  std::string effect;
  std::string sentence;
  Interval alone_points;    ///< loss that it causes alone, beyond that of a chip without errors
  Interval removed_points;  ///< loss that its removal alone saves
};

/// The run as it is, or with a co-design knob switched off (bits by layer, clipping, pruning,
/// layers on vector units): what it takes, and what it is worth in exact integers (with labelled
/// inputs).
struct KnobRow {
  std::string name;
  bool possible = false;  ///< else it cannot be quantized or placed, and the rest is 0
  std::int64_t arrays = 0;
  std::int64_t cells = 0;   ///< written, copies included
  double zero_weights = 0;  ///< share of the weights on arrays that are zero
  std::int64_t macs_on_arrays = 0, macs_on_vector_units = 0;  ///< per inference
  std::optional<double> quantized;                            ///< percent of correct images
};

/// Which test images were classified correctly, from the front of the test set.
struct JudgedImages {
  Correctness in_float, quantized;
  std::vector<Correctness> trials;  ///< on each trial's chip; none where arithmetic is exact
};

/// What the outputs are judged by, where it is not accuracy; the metrics output.NAME.* have it.
struct ScoredRow {
  std::string name;            ///< "mse"
  std::string title;           ///< "mean squared error"
  std::vector<double> trials;  ///< on each trial's chip; none where arithmetic is exact
};

/// Test images of one label.
struct ClassRow {
  int label = 0;
  std::int64_t images = 0;
  double quantized_percent = 0;  ///< correct
  double analog_percent = 0;     ///< correct, mean over trials
  /// By class: how many more images of this label than in the exact network are taken for it, mean
  /// over trials.
  std::vector<double> change;
};

struct ComponentRow {
  std::string name;
  double energy_j = 0;  ///< per inference: actions and static
  double static_j = 0;  ///< of which static
  double area_m2 = 0;   ///< whole chip
};

/// What one action of a part costs.
struct PriceRow {
  std::string action;
  double unit_j = 0;
  std::string source;
  std::vector<std::string> keys{};  ///< of the run's YAML that state the price, itself first
};

/// Identical instances of a component.
struct PartRow {
  std::string component;
  std::string holder;     ///< what it is part of: "macro", "tile", "chip", "off_chip"
  std::string level;      ///< that its energy counts for; "macro" also in a MAC array
  std::string tile_kind;  ///< of macros and tiles: "tile", or the name of another kind
  std::int64_t per_holder = 0;
  std::int64_t instances = 0;  ///< on, or beside, all chips
  double tile_share = 0;       ///< of a router: how much of one a tile counts as its own
  double area_m2 = 0;          ///< of one
  double leakage_w = 0;        ///< of one
  double idle_w = 0;           ///< of all instances, between inferences
  double gated_w = 0;          ///< of all instances, with the power gates open
  std::string source;
  std::string key;         ///< of its section in the run's YAML
  std::string area_key;    ///< of its area
  std::string static_key;  ///< of its static power
  bool stated = true;      ///< the keys' numbers are those of one instance
  std::vector<PriceRow> prices{};
};

/// The key of what a chip draws between inferences.
inline constexpr const char* kPowerStates = "chip.power_states";

/// One action of a macro at its peak, or of its tile or the chip for it.
struct PeakRow {
  std::string level;     ///< that does it: "macro", "tile", "chip"
  std::size_t part = 0;  ///< as of LedgerLine
  int price = 0;         ///< as of LedgerLine
  double count = 0;      ///< per MVM of a macro
};

/// A time or clock that the interval of a macro's MVMs is made of (sim/chip/README.md).
struct StageTime {
  std::string key;  ///< of the run's YAML
  double value = 0;
  std::string unit;  ///< "s" or "Hz"
  std::string source;
};

/// A macro of one kind of tile at its peak; its static power is that of its parts.
struct PeakMacro {
  std::string tile_kind;  ///< "tile", or the name of another kind
  double arrays = 0;      ///< of the kind, on the chip
  double macs = 0;        ///< per MVM
  double interval_s = 0;
  std::vector<PeakRow> rows;
  std::vector<StageTime> times;
};

/// The same counts and times with converters that cost what another model says.
struct AdcModelRow {
  std::string model;
  bool in_range = true;  ///< else the model does not hold for these bits, this rate or node
  double conversion_j = 0;
  double area_m2 = 0;  ///< of one converter
  double macro_peak_tops_per_joule = 0;
  double chip_achieved_tops_per_joule = 0;
  std::string source;
};

/// What figures of a run were counted with that is not simulated.
struct FactorRow {
  std::string what;    ///< "grid"
  std::string value;   ///< "grid_owid_2024, world 2023"
  std::string source;  ///< where it was read
  std::string key;     ///< of the run's YAML
};

/// One of the classes of an energy label.
struct LabelRow {
  std::string what;      ///< "energy per inference"
  std::string measured;  ///< with its unit
  std::string reference;
  double index = 0;  ///< 1: the reference; more is better
  char grade = 'E';
  std::vector<double> limits;  ///< the least index of A, B, C and D
  double weight = 0;           ///< of the class in that of the whole
};

struct EnergyLabel {
  std::string scale, source;  ///< whose limits
  std::string reference;      ///< that indices compare with
  char grade = 'E';           ///< of the whole
  std::vector<LabelRow> rows;
};

/// Of a run that was stopped: the trials that its figures are of, and those that were asked for.
struct PartialRun {
  int trials = 0, of = 0;
};

struct Results {
  std::string chip;
  double technology_m = 0;  ///< technology node
  int tiles = 0;            ///< of all kinds
  int main_tiles = 0;       ///< of the main kind
  int macros_per_tile = 0;
  std::string mac_array;  ///< "256 x 256": MACs of a tile's array; empty: none
  std::string workload;
  std::vector<std::string> caveats{};        ///< what a reader must know before the figures
  int weight_bits = 0, activation_bits = 0;  ///< that the run gives for all layers
  std::string precision;        ///< of the workload: "8-bit weights x 8-bit activations"
  std::string peak_precision;   ///< of the chip's peak: what the run gives for all layers
  std::string resolved_yaml;    ///< the whole run, every value with its unit
  std::string version;          ///< of the mho that made them
  std::int64_t seed = 0;        ///< of every random number
  bool exact = false;           ///< of macros and MAC arrays that err in nothing: no trials
  std::vector<Metric> metrics;  ///< in a fixed order
  std::vector<ComponentRow> components;
  std::vector<LayerRow> layers;
  std::vector<KnobRow> knobs;          ///< the run first; empty when no knob is on
  std::vector<AgeRow> ages;            ///< empty for one age
  std::vector<AblationRow> ablations;  ///< empty without ablation
  std::vector<ClassRow> classes;
  std::optional<JudgedImages> judged;             ///< with labels that are classes
  std::optional<ScoredRow> scored{};              ///< of a run that is judged by a score
  std::vector<std::optional<double>> output_snr;  ///< dB by trial, without; empty: no error
  Ledger ledger;
  std::vector<PartRow> parts;  ///< the machine's table, in its order
  std::vector<PeakMacro>
      peaks;  ///< by kind of tile that computes at this precision, the main first
  std::vector<FactorRow> carbon_factors{};  ///< empty where no carbon was asked for
  std::optional<EnergyLabel> label{};
  std::vector<AdcModelRow> adc_models;  ///< the chip's own first; empty without converters
  /// "file:line" by key of the run's YAML; as far as told by who has the files.
  std::map<std::string, std::string> places;
  std::vector<std::string> notes;       ///< warnings and limits that bear on these figures
  std::vector<std::string> warnings{};  ///< those of the notes that change how figures are read
  std::optional<PartialRun> partial{};  ///< of a run that was stopped

  /// The metric of that name; null if the run did not produce it.
  const Metric* find(const std::string& name) const;
  const PartRow& part_of(const LedgerLine& line) const { return parts.at(line.part); }
  const PriceRow& price_of(const PeakRow& row) const {
    return parts.at(row.part).prices.at(static_cast<std::size_t>(row.price));
  }
  /// Of the line's action, or of its part's static power for all of it, whose unit is the line's.
  PriceRow price_of(const LedgerLine& line) const;
};

}  // namespace mho
