// What the engine decides before time starts: stages on tiles, which pixels each tile must be sent,
// how long they are held there, each tensor's share of a tile's input buffer, and what passes from
// phase to phase. Pure values, no SystemC; everything that can be wrong with the input is found
// here.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "sim/chip/chip.hpp"
#include "sim/mapping/placement.hpp"
#include "workloads/integer/quantized_graph.hpp"

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
  int phase = 0;              ///< in which it is filled
  std::vector<int> sequence;  ///< [pixel of the tensor]: its place in `pixels`; -1: not sent here
  std::vector<int> pixels;    ///< pixels that some reader needs, ascending
  std::vector<int> reader_layers;  ///< layer of each reader; -1: the host
  std::int64_t pixel_bits = 0;
  bool off_chip = false;      ///< of a tensor that waits for a later phase
  std::int64_t address = 0;   ///< there
  std::int64_t needed = 0;    ///< pixels that must fit at once, or the pipeline could deadlock
  std::int64_t capacity = 0;  ///< pixels that fit
};

/// One input of a stage on one tile.
struct InputPlan {
  int slot = 0;  ///< see plan/windows.hpp
  int store = 0;
  int reader = 0;            ///< which of the store's readers this is
  std::vector<int> horizon;  ///< [n]: place in the store of the first pixel that position number n
                             ///< or a later one of the image needs
};

/// What the arrays of a dynamic layer on one tile take before the first position of each image:
/// what of operand B their blocks hold. Pixels cached beside it are there from earlier images.
struct WritePlan {
  int store = 0;           ///< of B
  int reader = 0;          ///< which of the store's readers this is
  std::int64_t bits = 0;   ///< read from the buffer, over the bus
  std::int64_t cells = 0;  ///< written
  std::int64_t write_fs = 0;
};

/// The part of a stage on one tile. Layers on vector units have one, without blocks.
struct GroupPlan {
  int tile = 0;
  /// By slot. Groups of an lstm layer away from its home have its own output alone, those of a
  /// dynamic layer operand A.
  std::vector<InputPlan> inputs;
  std::optional<WritePlan> writes;  ///< of a dynamic layer
  std::vector<int> blocks;          ///< indices into LayerPlacement::blocks
  std::vector<int> outputs;         ///< output channels that the blocks contribute to, ascending
  std::int64_t rows = 0;            ///< distinct rows of the weight matrix that are multiplied here
  std::int64_t block_rows = 0;      ///< rows summed over blocks
  std::int64_t block_outputs = 0;   ///< outputs summed over blocks
  std::int64_t most_rows = 0;       ///< of a block
  std::int64_t cache_bits = 0;      ///< of a product on a vector unit: stay in the tile's buffer
  /// Additions of partial sums of one position: within cores (core of the tile, additions), and
  /// between them or, without cores, between blocks.
  std::vector<std::pair<int, std::int64_t>> core_additions;
  std::int64_t additions = 0;
};

/// One replica of a matrix layer on arrays, or a layer on a vector unit.
struct StagePlan {
  int layer = 0;
  int phase = 0;
  int replica = 0;
  std::vector<int> positions;  ///< output pixels that it computes, ascending
  std::vector<GroupPlan> groups;
  std::vector<int> destinations;  ///< stores of its output tensor
  std::int64_t sum_bits = 0;      ///< width of a partial sum on the network

  /// Where partial sums meet, the vector unit finishes pixels, and pixels leave: the tile of the
  /// first block; on a vector unit that of the input that is made last.
  int home() const { return groups.front().tile; }
};

/// A tensor on its way from memory into the tiles' buffers during one phase: the image, from the
/// host, or what an earlier phase has left.
struct FeedPlan {
  int tensor = 0;
  int phase = 0;
  std::vector<int> destinations;  ///< stores on tiles
  int source = -1;                ///< store in the global buffer; -1: the host's image
  int reader = 0;                 ///< which of the source's readers this is
};

/// The weights of one array, written at the start of a phase.
struct LoadPlan {
  int layer = 0;
  int tile = 0;
  std::int64_t address = 0;  ///< in memory
  std::int64_t bits = 0;
  std::int64_t cells = 0;  ///< written
  std::int64_t write_fs = 0;
};

struct PhasePlan {
  std::vector<int> feeds;
  std::vector<int> results;  ///< stores in the global buffer that it fills
  std::vector<LoadPlan> loads;
  std::int64_t pixels_of_image = 0;  ///< that its stages compute
};

struct EnginePlan {
  std::vector<StorePlan> stores;
  std::vector<StagePlan> stages;
  std::vector<FeedPlan> feeds;
  std::vector<PhasePlan> phases;
  std::vector<int> spilled;                ///< stores of tensors that wait for a later phase
  int output_store = 0;                    ///< in the global buffer
  std::int64_t image_pixels_buffered = 0;  ///< that fit the global buffer
  std::int64_t batch = 1;                  ///< images that pass a phase before the next begins
  std::int64_t weight_bytes = 0;           ///< in memory, from address 0 on
  bool halves = false;  ///< weights of the next phase are written while this one works
};

/// The plan for `images` images. Throws InputError naming tile, layers, bytes needed and bytes
/// available when an input buffer cannot hold the windows of its stages, the global buffer not one
/// pixel in and one out, or the memories not what waits between phases.
EnginePlan plan_engine(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                       std::int64_t images);

}  // namespace mho
