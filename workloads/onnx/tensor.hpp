// Tensors as ONNX stores them (typed fields or raw little-endian bytes) turned into ours.
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

/// "float", "int64", ... for a TensorProto::DataType.
std::string onnx_type_name(int type);

/// Types of TensorProto that ONNX defined after 1.12, whose schema Debian has.
inline constexpr int kUint4 = 21, kInt4 = 22, kUint2 = 25, kInt2 = 26;

/// A stored tensor: its float values (doubles rounded; halves and bfloats are floats), or its
/// integers, or only its shape and type.
struct StoredTensor {
  int type = 0;
  Shape shape;
  std::vector<float> floats;
  std::vector<std::int64_t> integers;

  /// Has it a shape, and no values?
  bool lacks_values() const {
    return (is_float() || is_double() || is_integer()) && floats.empty() && integers.empty() &&
           element_count(shape) > 0;
  }
  bool is_float() const { return type == onnx::TensorProto::FLOAT; }
  bool is_double() const { return type == onnx::TensorProto::DOUBLE; }
  /// Of shapes and flags; others hold weights.
  bool is_integer() const {
    return type == onnx::TensorProto::INT64 || type == onnx::TensorProto::INT32 ||
           type == onnx::TensorProto::BOOL;
  }
};

/// Are values of this type floats here: float, and the half ones, which every float holds?
bool reads_as_float(int type);

/// Throws InputError (with `file`, and `key` as what is at fault) when the data do not fill the
/// shape, or lie in a file that cannot be read. Where `values` is off, floats may lack theirs.
StoredTensor read_tensor(const onnx::TensorProto& tensor, const std::string& file,
                         const std::string& key, bool values = true);

}  // namespace mho
