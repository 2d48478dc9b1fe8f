// Layers -> arrays. A matrix (or lstm) layer's weights are cut into blocks that each fit one array;
// blocks are replicated and given to arrays in order, layer after layer, so that a layer's blocks
// share few tiles. Layers run in phases: those of one phase work at the same time, image after
// image, and share the arrays with those of no other phase unless the network does not fit; then
// weights are written anew at the start of each phase (phases.hpp). Layers that are given to vector
// units take no arrays: the vector unit of a tile computes them exactly. Products of activations
// take arrays where they are sent to tiles that have some: these are written for every image.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/fields.hpp"
#include "workloads/integer/quantized_graph.hpp"

namespace mho {

/// Layers that go to another kind of tile than the main one.
struct LayersOnTilesSpec {
  std::string tiles;  ///< name of the kind
  /// Names of matrix and product layers; "first", "last" (matrix layers); "attention": all
  /// products.
  std::vector<std::string> layers;

  void fields(Fields& f);
};

/// Which layers work at the same time.
enum class Concurrency {
  pipelined,      ///< all whose weights are on the arrays together
  layer_by_layer  ///< one; its input is complete, and waits in memory
};

struct PlacementSpec {
  std::map<std::string, int> replication{};  ///< layer name -> number of copies; 1 where absent
  /// Matrix layers without arrays; "first" and "last": those of the matrix layers, in graph order.
  std::vector<std::string> vector_unit{};
  std::vector<LayersOnTilesSpec> assign{};
  bool balance = false;  ///< choose copies that make the stages' times equal
  int array_budget = 0;  ///< arrays of the main kind that balance may fill; 0: all of them
  Concurrency schedule = Concurrency::pipelined;
  int batch = 1;  ///< images that pass a phase before the next phase begins

  void fields(Fields& f);
};

/// The part of one layer's weights that one array holds: patch rows [row_begin, row_end) against
/// outputs [output_begin, output_end). In grouped convolutions the rows count through all groups,
/// and weights that join different groups are zero.
struct Block {
  int layer = 0;
  int replica = 0;
  int row_begin = 0, row_end = 0;
  int output_begin = 0, output_end = 0;
  int array = 0;  ///< chip-wide macro index; tile = array / macros per tile

  int rows() const { return row_end - row_begin; }
  int outputs() const { return output_end - output_begin; }
  bool operator==(const Block&) const = default;
};

struct LayerPlacement {
  int layer = 0;
  /// A product of activations: operand B is written into the arrays for every image.
  bool dynamic = false;
  int tile_kind = 0;
  int replicas = 1;
  MvmFormat format;
  /// Blocks of replica 0, then of replica 1, ...; each replica has the same cuts in the same order.
  std::vector<Block> blocks;

  int blocks_per_replica() const { return static_cast<int>(blocks.size()) / replicas; }
  /// The copy that computes an output position: positions are dealt round robin.
  int replica_of(int position) const { return position % replicas; }
};

/// Layers that work at the same time: consecutive ones of the graph.
struct Phase {
  int layer_begin = 0, layer_end = 0;
  /// Which of two halves of the arrays hold its weights, where phases take turns; 0 else.
  int half = 0;

  bool has(int layer) const { return layer >= layer_begin && layer < layer_end; }
  bool operator==(const Phase&) const = default;
};

struct Placement {
  std::vector<LayerPlacement> layers;  ///< on arrays, in graph order
  std::vector<int> vector_unit{};      ///< matrix layers without arrays, in graph order
  int arrays = 0;                      ///< used
  double cell_utilization = 0;  ///< cells that hold a weight slice / all cells of used arrays
  std::vector<Phase> phases{};  ///< at least one; together all layers, in order
  bool reloads = false;         ///< weights are written at the start of each phase, for each batch
  bool halves = false;          ///< the next phase's weights are written while this one works
  int batch = 1;                ///< images that pass a phase before the next phase begins
  /// Tile kind of layers without arrays that are not on the main kind: (layer, kind).
  std::map<int, int> vector_kind{};

  /// The placement of a layer of the graph; null for layers without arrays.
  const LayerPlacement* of_layer(int layer) const;
  bool on_vector_unit(int layer) const;
  int phase_of(int layer) const;
  /// Whether phases follow one another, each for a batch; else images follow one another.
  bool takes_turns() const { return phases.size() > 1 || reloads; }
  bool operator==(const Placement&) const = default;
};

/// Writing the weights of all blocks once, those aside that are written for every image.
struct ProgrammingWork {
  /// Written cells: all of every block (rows x outputs x cells of a weight), zeros included, as a
  /// cell must be set to stand for zero; the rest of an array stays as it is.
  std::int64_t cells = 0;
  int rows = 0;  ///< of the tallest block: rows of an array are written one after another

  bool operator==(const ProgrammingWork&) const = default;
};
ProgrammingWork programming_work(const Placement& placement);

/// Number of arrays that the network needs on macros of this chip. Throws InputError when a chip
/// that takes as many tiles as are needed cannot have so many.
int arrays_needed(const QuantizedGraph& graph, const ChipSpec& chip, const PlacementSpec& spec);

/// Throws InputError, at `place`, when a layer that is replicated or given to vector units is
/// unknown (with "did you mean"), a layer has more copies than output positions or has any and no
/// arrays, macros cannot hold a layer's number format, or the network does not fit: says by how
/// many arrays, what each layer takes, and what would fit.
Placement place(const QuantizedGraph& graph, const Chip& chip, const PlacementSpec& spec,
                const Place& where);

/// The block's weights as the array holds them: [outputs][rows], zeros between groups.
std::vector<std::int32_t> block_weights(const MatrixWeights& weights, const Block& block);

/// What an output's weights lack in a block's cells: `center` of each in rows [row_begin, row_end)
/// of the block. Its sum there times that is added digitally.
struct CenterCorrection {
  int row_begin = 0, row_end = 0;
  std::int32_t center = 0;
};

/// By output of the block; empty where cells hold the weights themselves.
std::vector<CenterCorrection> block_corrections(const MatrixWeights& weights, const Block& block);

}  // namespace mho
