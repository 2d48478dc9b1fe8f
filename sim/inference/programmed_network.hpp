// One trial of a network on a chip: every block programmed into its array, and the product of a
// layer at given output positions. The one arithmetic of both drivers: inference (many images, no
// clock) and engine (with a clock).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "models/crossbar/digital_array.hpp"
#include "models/crossbar/mvm.hpp"
#include "models/crossbar/operand_toggles.hpp"
#include "sim/base/parallel.hpp"
#include "sim/chip/chip.hpp"
#include "sim/inference/range_use.hpp"
#include "sim/mapping/placement.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// The converters' ranges per layer of the graph: one for the layer, or one per weight slice (empty
/// for layers that are not matrices).
using AdcRanges = std::vector<std::vector<AdcRange>>;

/// Ranges by the converter's rule; calibrated ones from the column sums that error-free arrays
/// produce for images (of the training set).
AdcRanges adc_ranges(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                     std::span<const IntTensor> calibration_images, int threads);

struct MeasuredRanges {
  AdcRanges ranges;
  std::vector<RangeUse> use;  ///< of ranges that can round or clip, in the layers' order
};

/// adc_ranges(), and what they make of the column sums of the same images.
MeasuredRanges measured_adc_ranges(const QuantizedGraph& graph, const Chip& chip,
                                   const Placement& placement,
                                   std::span<const IntTensor> calibration_images, int threads,
                                   const TellShare& tell = {});

/// Which cells and noises are drawn: everything is a function of this.
struct TrialKey {
  std::uint64_t seed = 0;
  int trial = 0;
};

/// The whole input tensor of one layer, of which only the windows in use need to be valid, and the
/// index of the image it belongs to (keys the read noise).
struct LayerInput {
  std::span<const std::int32_t> tensor;
  std::uint32_t image = 0;
};

/// Input vectors of the blocks that hold some rows of a layer, each of one output position of one
/// image.
struct BlockInputs {
  std::vector<std::int32_t> values;     ///< [items][rows]
  std::vector<std::uint32_t> image;     ///< [items]
  std::vector<std::uint32_t> position;  ///< [items]

  MvmBatch batch() const { return {values, image, position}; }
};

/// A block as it is multiplied with: its cells, its converters, and the noise of reading them.
struct BlockArray {
  ProgrammedArray cells;
  Readout readout;
  Stream read_noise{0};
  /// On digital macros: exact, in the place of cells with their readout.
  std::optional<DigitalArray> digital;
  /// Where the energy of digital macros follows them.
  std::optional<OperandToggles> toggles{};
  std::vector<CenterCorrection> corrections{};  ///< by output; empty: none
};

/// The blocks of a dynamic layer, written for one image, in the order of LayerPlacement::blocks.
using WrittenArrays = std::vector<BlockArray>;

class ProgrammedNetwork {
 public:
  /// Programs every block and looks at it under `conditions`: the same key is the same chip at any
  /// age and under any effects. `graph`, `chip`, `placement` must outlive this object. Different
  /// trials differ in every draw; a block's draws depend on (seed, trial, layer, replica, its cut)
  /// and not on other layers or tiles; its converters are drawn with it. Dynamic layers are left
  /// out.
  ProgrammedNetwork(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                    AdcRanges ranges, TrialKey key, int threads, const Conditions& conditions = {},
                    const TellShare& tell = {});

  /// Without arrays: for drivers that count and do not compute. Only graph(), chip() and
  /// placement() may be asked.
  ProgrammedNetwork(const QuantizedGraph& graph, const Chip& chip, const Placement& placement)
      : graph_(&graph),
        chip_(&chip),
        placement_(&placement),
        arrays_(std::make_shared<std::vector<std::vector<BlockArray>>>()) {}
  /// The same arrays in another machine, which differs in prices and times alone.
  ProgrammedNetwork on(const Chip& chip) const {
    ProgrammedNetwork same = *this;
    same.chip_ = &chip;
    return same;
  }
  bool is_programmed() const { return !ranges_.empty(); }

  /// Adds the partial sums of one block at some output positions of one image to sums
  /// ([positions][block.outputs()]). All positions must belong to the block's replica. `input` is
  /// the layer's whole input tensor, of which only the windows need to be valid. Thread-safe.
  void block_product(const LayerPlacement& layer, int block, std::span<const std::int32_t> input,
                     std::uint32_t image, std::span<const std::uint32_t> positions,
                     std::span<std::int64_t> sums, MvmActivity* activity) const;

  /// Vectors that block_inputs makes at a time, so that they stay in a core's L2 cache together
  /// with partial sums and conductances.
  static std::size_t batch_items(const Block& block);

  /// Of the vectors [inputs][positions] of a layer, `items` from number `first` on, as block number
  /// `block` and all others with its rows take them.
  void block_inputs(const LayerPlacement& layer, int block, std::span<const LayerInput> inputs,
                    std::span<const std::uint32_t> positions, std::size_t first, std::size_t items,
                    BlockInputs& batch) const;

  /// Adds the partial sums of one block to sums ([items][block.outputs()]); `passes` as mvm has
  /// them.
  static void block_product(const BlockArray& block, const MvmBatch& batch,
                            std::span<std::int64_t> sums, MvmActivity* activity,
                            std::span<PassRecord> passes = {});

  /// A block of a layer that is programmed once.
  const BlockArray& block_array(const LayerPlacement& layer, int block) const;
  const ProgrammedArray& array(const LayerPlacement& layer, int block) const {
    return block_array(layer, block).cells;
  }
  const Readout& readout(const LayerPlacement& layer, int block) const {
    return block_array(layer, block).readout;
  }

  /// A block of a dynamic layer with what it holds for one image: `matrix` is the layer's
  /// product_matrix. Devices and converters are those of the trial, as of any other block; errors
  /// of writing are drawn for each image anew. Cells are read right after they were written.
  /// Thread-safe.
  BlockArray write_block(const LayerPlacement& layer, int block, const MatrixWeights& matrix,
                         std::uint32_t image) const;
  /// All blocks of a dynamic layer; `operand` is its whole inputs[1].
  WrittenArrays write_layer(const LayerPlacement& layer, std::span<const std::int32_t> operand,
                            std::uint32_t image, int threads = 1) const;

  /// By kind of tile, whose cells differ: pulses of all arrays, and (arrays are written in
  /// parallel) row pulses of the slowest one.
  std::vector<ProgrammingEffort> programming_effort() const;
  const AdcRanges& ranges() const { return ranges_; }
  const QuantizedGraph& graph() const { return *graph_; }
  const Chip& chip() const { return *chip_; }
  const Placement& placement() const { return *placement_; }

 private:
  BlockArray program_block(const LayerPlacement& layer, int block, const MatrixWeights& matrix,
                           const Conditions& conditions) const;

  const QuantizedGraph* graph_;
  const Chip* chip_;
  const Placement* placement_;
  AdcRanges ranges_;
  TrialKey key_;
  Conditions conditions_;
  /// [index in placement.layers][block]; dynamic layers: without blocks.
  std::shared_ptr<std::vector<std::vector<BlockArray>>> arrays_;
  std::vector<int> slot_of_layer_;  ///< graph layer -> index in placement.layers, -1: no matrix
};

/// Called now and then with the share done, in [0, 1]; from one thread at a time.
using Progress = TellShare;

/// All tensors of one image, analog: the untimed driver's inner function. `image_index` keys the
/// read noise. Independent of `threads`.
std::vector<IntTensor> run_analog(const ProgrammedNetwork& network, const IntTensor& image,
                                  std::uint32_t image_index, int threads = 1);

/// Looks at the network's output tensor of image i of a span.
using LookAtResult = std::function<void(std::size_t i, const IntTensor& output)>;

/// The outputs of all images, of which image i has the index first_index + i: `look` is called once
/// for each, from any thread. The outputs are independent of `threads`.
void for_each_output(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                     std::uint32_t first_index, int threads, const Progress& progress,
                     const LookAtResult& look);

/// The predicted class of every image; image i of the span has index first_index + i. Independent
/// of `threads`.
std::vector<int> classify(const ProgrammedNetwork& network, std::span<const IntTensor> images,
                          std::uint32_t first_index, int threads, const Progress& progress);

}  // namespace mho
