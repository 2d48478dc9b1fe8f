// Functions that a model brings along (exporters that trace modules write one for each): nodes that
// call one are replaced by the nodes of its body, before anything is imported.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

namespace mho {

/// A node, and the operator set that it was written for: that of the model, or of the function.
struct VersionedNode {
  onnx::NodeProto node;
  std::int64_t operator_set = 0;
};

/// The model's nodes, which are moved out of it, with all calls of its own functions replaced.
/// Names of a body's values and nodes have that of the call in front. Throws InputError when a
/// function calls itself, is called with more inputs or outputs than it has, or when the bodies are
/// more than 2^18 nodes.
std::vector<VersionedNode> take_nodes(onnx::ModelProto& model, const std::string& file);

}  // namespace mho
