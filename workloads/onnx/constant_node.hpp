// The node Constant: the one operator whose value stands in its attribute.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

#include "workloads/onnx/tensor.hpp"

namespace mho {

/// Throws InputError (with `file` and the node) for an attribute that is not accepted.
StoredTensor read_constant_node(const onnx::NodeProto& node, const std::string& file);

}  // namespace mho
