// From a file on disk to the protobuf of a model. Knows nothing about operators.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>

namespace mho {

/// Reads a model of at most 2 GB (the limit of protobuf). Throws InputError when there is no such
/// file, it is no ONNX, is cut short, names no operator set, or is newer than what mho understands.
onnx::ModelProto read_onnx(const std::string& file);

/// The version of ONNX' own operators that the model asks for; 0 when it names none.
std::int64_t operator_set(const onnx::ModelProto& model);

/// The newest operator set and file format (IR version) that mho understands: those of ONNX 1.16.
inline constexpr std::int64_t kNewestOperatorSet = 21, kNewestFormat = 10;

}  // namespace mho
