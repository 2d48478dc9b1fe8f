// A network known by its shape alone, as papers give it: a list of blocks in YAML, built into a
// float Graph with synthetic weights. What it computes means nothing; how much, on what, and with
// which statistics, does.
//
//   name: resnet18
//   source: He et al., CVPR 2016, table 1
//   input: {layout: image, channels: 3, height: 224, width: 224}
//   blocks:
//     - conv: {channels: 64, kernel: 7, stride: 2, activation: relu}
//     - basic_block: {channels: 64, repeat: 2}
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "workloads/shapes/network_block.hpp"

namespace mho {

enum class InputLayout { image, sequence, vector };

struct NetworkInput {
  InputLayout layout = InputLayout::image;
  int channels = 0;           ///< image; of a sequence or vector: 1 pixel's elements
  int height = 1, width = 1;  ///< image; of a sequence: steps x 1

  void fields(Fields& f);
  /// [1][channels][height][width], [1][steps][elements] or [1][elements].
  Shape shape() const;
};

/// One item of the list: a section whose only key is the block's kind.
struct BlockItem {
  std::shared_ptr<NetworkBlock> block;

  void fields(Fields& f);
};

struct ShapeNetwork {
  std::string name;
  std::string source;
  NetworkInput input;
  std::int64_t lookup_parameters = 0;  ///< of tables in front of the network (embeddings)
  std::vector<BlockItem> blocks;

  void fields(Fields& f);
};

/// Reads a network's YAML. Throws InputError.
ShapeNetwork read_shape_network(const std::string& file);

/// The network as a graph, ready to quantize (nothing is left to fold). Weights are a function of
/// the seed and of the names of the blocks ("basic_block3.conv1.weight"); see
/// datasets/synthetic_weights.hpp and shapes/network_builder.hpp for their statistics. Threads (0 =
/// one per core) change nothing. Throws InputError naming the block when one does not fit what
/// comes out of the one before.
Graph build_network(const ShapeNetwork& network, std::uint64_t seed, Values values,
                    int threads = 0);

struct NetworkSize {
  std::int64_t parameters = 0;  ///< learned numbers, batch normalizations folded; with tables
  std::int64_t macs = 0;  ///< of Conv, Gemm, MatMul and LSTM, products of activations included
};

NetworkSize size_of(const ShapeNetwork& network);
/// Of an imported network: every constant counts as learned.
NetworkSize size_of(const Graph& graph);

}  // namespace mho
