// Tensors whose values lie in a file beside the model (`net.onnx.data`), as exporters write them
// for all but small networks. A model leads to files of its own folder alone: no absolute path, no
// way up, no link out.
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <string>

namespace mho {

/// Has the tensor its values in another file?
bool lies_outside(const onnx::TensorProto& tensor);

/// Where the values of a tensor are.
struct OutsideValues {
  /// Why they cannot be read: a place outside the model's folder, a file that is not there, shorter
  /// than the tensor says, or other than its shape; else empty.
  std::string problem{};
  bool is_missing = false;  ///< the file is not there
  std::string file{};
  std::uintmax_t offset = 0;

  /// Returns false when the file cannot be read after all.
  bool read(std::size_t bytes, void* into) const;
};

/// The place of `bytes` bytes of the tensor's values. `model` is the path of the ONNX file.
OutsideValues outside_values(const onnx::TensorProto& tensor, const std::string& model,
                             std::size_t bytes);

/// The file of the tensor's values; "" where it may not be read.
std::string outside_file(const onnx::TensorProto& tensor, const std::string& model);

}  // namespace mho
