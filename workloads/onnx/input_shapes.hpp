// The shapes of a model's inputs: what the file leaves open (a batch of any size, an axis with a
// name, -1 or 0 in the place of a size) comes from the workload, else from its data, else is asked
// for.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

#include "workloads/graph/graph.hpp"

namespace mho {

/// The shape of an input that a run has, of one image. A batch of fixed size N on the first axis
/// counts as open, where there are data: one image has the elements of the other axes, or the input
/// is an image of four or five axes; `batch` is N then, else 1. Throws InputError under `key`.
struct InputShape {
  Shape shape;
  std::int64_t batch = 1;
};
InputShape input_shape(const onnx::ValueInfoProto& input, const ImportOptions& options,
                       const std::string& file, const std::string& key);

}  // namespace mho
