// What one run is: a machine, a workload, how the workload is quantized and placed, and how much is
// simulated. Together with the files it names and its seed it determines every byte of the results;
// the number of threads does not, and so is no part of it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "devices/conditions.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/config/fields.hpp"
#include "sim/mapping/placement.hpp"
#include "sim/run/carbon_spec.hpp"
#include "workloads/datasets/dataset.hpp"
#include "workloads/quantize/quantize.hpp"
#include "workloads/scores/score.hpp"
#include "workloads/shapes/shape_network.hpp"

namespace mho {

/// A network with its data: a trained one from ONNX, or one known by its shape, with synthetic
/// weights. Accuracy is taken on `test` alone, calibration on `training` alone.
struct WorkloadSpec {
  std::string name;
  std::string network;                        ///< path of an ONNX file; empty: shape_network
  std::vector<double> input_shape{};          ///< of its input; empty: as file or data have it
  std::map<std::string, int> dimensions{};    ///< sizes of axes that the file leaves open
  std::map<std::string, int> fixed_inputs{};  ///< inputs that are one number throughout
  std::string output{};                       ///< the only one; empty: all
  JudgedBy metric = JudgedBy::data;           ///< what the outputs are judged by
  std::optional<ShapeNetwork> shape_network;
  DatasetSpec test;
  DatasetSpec training;

  void fields(Fields& f);
  /// The file's network as it is (not of a shape_network). Throws InputError.
  Graph import_network(Values values) const;
  /// The network with one input and one output and nothing left to fold. Throws InputError.
  /// `threads`: 0 = one per core.
  Graph load_network(Values values, int threads) const;
  /// Of the network's input: it has a sign where either set may hold negative values.
  InputSign sign() const;
  /// Whether the test inputs have labels: else there is no accuracy.
  bool labelled() const { return test.has_labels(); }
};

/// When and how warm the programmed chip is looked at, and what of it errs.
struct ConditionsSpec {
  std::vector<Time> ages;            ///< the first is the one that all figures are for
  Temperature temperature;           ///< 0: as characterized
  std::vector<std::string> without;  ///< names of effects that are switched off
  double error_scale = 1;            ///< factor on the cells' programming errors and read noise

  void fields(Fields& f);
  /// At ages[index]; age 0 when there are no ages.
  Conditions at(std::size_t index) const;
};

/// The Monte-Carlo part, without a clock.
struct AccuracySpec {
  int images = 0;         ///< from the front of the test set; 0 = all
  int trials = 8;         ///< at most
  double precision = 0;   ///< points: stop when the 95 % interval of the loss is +- this; 0: never
  double yield_loss = 1;  ///< points: a chip that loses no more is a good one
  bool ablate = false;    ///< measure what each effect costs

  void fields(Fields& f);
};

/// Is every image simulated?
enum class Fidelity {
  full,
  steady  ///< the first ones, and the rest extrapolated
};

/// How the engine counts what data decide: current through cells, skipped zeros, early ends.
enum class Activity {
  exact,       ///< of every value that is executed
  statistical  ///< as often as in a sample of calibration images
};

/// The timed part.
struct TimingSpec {
  int images = 16;  ///< from the front of the test set
  Values values = Values::on;
  Activity activity = Activity::exact;
  Fidelity fidelity = Fidelity::full;

  void fields(Fields& f);
};

/// How often the chip is used.
struct DutyCycleSpec {
  double inferences_per_day = 0;  ///< evenly spaced

  void fields(Fields& f);
};

struct RunSpec {
  ChipSpec chip;
  WorkloadSpec workload;
  QuantizationSpec quantization;
  std::optional<PlacementSpec> placement;
  std::optional<ConditionsSpec> conditions;
  AccuracySpec accuracy;
  TimingSpec engine;
  std::optional<DutyCycleSpec> duty_cycle;
  std::optional<CarbonSpec> carbon;
  std::int64_t seed = 1;

  void fields(Fields& f);
  /// The chip with its cells' errors scaled as the conditions say.
  ChipSpec machine() const;
};

}  // namespace mho
