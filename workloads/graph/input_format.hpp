// The tensor that stands for one image: what of a network's input are channels, and what are
// pixels. A fact of the network alone (the shape of its input, and how the first operators read
// it), so that counting and computing begin with the same tensor whatever a data file looks like.
#pragma once

#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/graph/strided_view.hpp"

namespace mho {

/// [channels][height][width] of one image; of a sequence, [features][tokens][1]; of a vector,
/// [elements][1][1].
struct ImageShape {
  int channels = 0, height = 0, width = 0;

  std::int64_t pixels() const { return std::int64_t{height} * width; }
  bool operator==(const ImageShape&) const = default;
};

struct InputFormat {
  std::string file;  ///< of the network
  std::string name;  ///< of its input
  Shape shape;       ///< of its input
  ImageShape image;
  StridedView elements;  ///< of the image, in the order of the input's elements
  bool in_axes = true;   ///< `elements` has the axes of `shape`; else others of the same order

  /// Is the last of the input's axes the one of channels, and not the first behind the batch?
  bool channels_last() const;
};

/// By the first operator that tells pixels from channels, reached over operators that only move
/// elements or compute each by itself: a convolution or pool reads [1][channels][height][width]; a
/// Gemm or MatMul over one axis has its channels there and pixels on the others; one over all
/// elements reads a vector, one pixel. Where none tells: [1][C][H][W], or tokens with their
/// features on the last axis. Throws InputError for a network without exactly one input.
InputFormat input_format(const Graph& graph);

}  // namespace mho
