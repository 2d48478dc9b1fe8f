// From a file on disk to the protobuf of a model. Knows nothing about operators.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

namespace mho {

/// Reads a model of at most 2 GB (the limit of protobuf). Throws InputError when there is no such
/// file, it is no ONNX, is cut short, names no operator set, or a newer one than mho knows. The
/// version of the file's format (IR) does not matter: protobuf skips what is new in it.
onnx::ModelProto read_onnx(const std::string& file);

/// The version of ONNX' own operators that the imports ask for; 0 when they name none. Of a model,
/// or of a function in it.
template <class Importing>
std::int64_t operator_set(const Importing& importing) {
  for (const auto& set : importing.opset_import())
    if (set.domain().empty() || set.domain() == "ai.onnx") return set.version();
  return 0;
}

/// The newest operator set that mho knows: that of ONNX 1.23.
inline constexpr std::int64_t kNewestOperatorSet = 28;

}  // namespace mho
