// What the engine decides before time starts: stages on tiles, which pixels each tile must be sent,
// how long they are held there, and each tensor's share of a tile's input buffer. Pure values, no
// SystemC; everything that can be wrong with the input is found here.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"
#include "workloads/quantized_graph.hpp"

namespace mho {

/// In place of a tile: the global buffer.
inline constexpr int kGlobalBuffer = -1;

/// Output positions that a stage may have between the reading of their window and the last flit of
/// the pixel leaving the tile: the depth of its partial-sum and output registers. Also the pixels
/// of an image between the global buffer's port and the network.
inline constexpr int kPositionsInFlight = 4;

/// The part of a tile's input buffer that holds one tensor, for all stages of the tile that read
/// it. Pixels are admitted in raster order, so that what is held is a range of `pixels`.
struct StorePlan {
  int tensor = 0;
  int tile = 0;               ///< or kGlobalBuffer
  std::vector<int> sequence;  ///< [pixel of the tensor]: its place in `pixels`; -1: not sent here
  std::vector<int> pixels;    ///< pixels that some reader needs, ascending
  std::vector<int> reader_layers;  ///< layer of each reader; -1: the host
  std::int64_t pixel_bits = 0;
  std::int64_t needed = 0;    ///< pixels that must fit at once, or the pipeline could deadlock
  std::int64_t capacity = 0;  ///< pixels that fit
};

/// One input of a stage on one tile.
struct InputPlan {
  int store = 0;
  int reader = 0;            ///< which of the store's readers this is
  std::vector<int> horizon;  ///< [n]: place in the store of the first pixel that position number n
                             ///< or a later one of the image needs
};

/// The part of a stage on one tile. Vector layers and digital matrix layers have one, without
/// blocks.
struct GroupPlan {
  int tile = 0;
  std::vector<InputPlan> inputs;   ///< by input slot
  std::vector<int> blocks;         ///< indices into LayerPlacement::blocks
  std::vector<int> outputs;        ///< output channels that the blocks contribute to, ascending
  std::int64_t rows = 0;           ///< distinct rows of the weight matrix that are multiplied here
  std::int64_t block_rows = 0;     ///< rows summed over blocks
  std::int64_t block_outputs = 0;  ///< outputs summed over blocks
  std::int64_t interval_fs = 0;    ///< between MVMs: the slowest block's
  std::int64_t latency_fs = 0;     ///< of an MVM: the slowest block's
  std::int64_t busy_fs = 0;        ///< intervals summed over blocks
};

/// One replica of a matrix layer on arrays, or a layer on a vector unit.
struct StagePlan {
  int layer = 0;
  int replica = 0;
  std::vector<int> positions;  ///< output pixels that it computes, ascending
  std::vector<GroupPlan> groups;
  std::vector<int> destinations;  ///< stores of its output tensor
  std::int64_t sum_bits = 0;      ///< width of a partial sum on the network

  /// Where partial sums meet, the vector unit finishes pixels, and pixels leave: the tile of the
  /// first block; on a vector unit that of its first input's producer.
  int home() const { return groups.front().tile; }
};

struct EnginePlan {
  std::vector<StorePlan> stores;
  std::vector<StagePlan> stages;
  std::vector<int> image_destinations;     ///< stores of the image
  int output_store = 0;                    ///< in the global buffer
  std::int64_t image_pixels_buffered = 0;  ///< that fit the global buffer
};

/// Throws InputError naming tile, layers, bytes needed and bytes available when an input buffer
/// cannot hold the windows of its stages, or the global buffer not one pixel in and one out.
EnginePlan plan_engine(const QuantizedGraph& graph, const Chip& chip, const Placement& placement);

}  // namespace mho
