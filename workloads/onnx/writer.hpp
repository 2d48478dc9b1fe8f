// An ONNX model while it is written: names that are used once, tensors, nodes and their attributes.
// Knows no operator of ours. Private to write_onnx().
#pragma once

#include <onnx/onnx_pb.h>

#include <set>
#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"

namespace mho {

class OnnxWriter {
 public:
  /// Of operator set 17, or of another with its file format.
  explicit OnnxWriter(const std::string& graph_name, int operator_set = 17, int format = 8);

  onnx::ModelProto take() &&;

  /// `wish`, or with a number behind when that is taken.
  std::string unique(const std::string& wish);

  void add_input(const std::string& name, const Shape& shape, bool integer = false);
  void add_output(const std::string& name, const Shape& shape);

  // Constants. Those without a name get one, and it is returned.
  void add_floats(const std::string& name, const Tensor& tensor);
  std::string add_number(float value);
  std::string add_integers(const Shape& shape, const std::vector<std::int64_t>& values);
  std::string add_integers(const std::vector<std::int64_t>& values);
  /// Integers of 8 bits, or of another type that is stored like them.
  std::string add_codes(const Shape& shape, bool is_signed, const std::vector<std::int32_t>& codes);
  std::string add_codes(const Shape& shape, onnx::TensorProto::DataType type,
                        const std::vector<std::int32_t>& codes);
  std::string add_mask(const Tensor& condition);

  /// The following nodes are named after this.
  void set_origin(const std::string& name) { origin_ = name; }

  /// A node with these inputs; its output's name is `output`, or a new one. Returns that.
  std::string emit(const std::string& type, const std::vector<std::string>& inputs,
                   std::string output = "");

  /// ... with a second output, of this name.
  void add_second_output(const std::string& name) { last_->add_output(name); }

  // Attributes of the node emitted last.
  void set(const std::string& name, std::int64_t value);
  void set(const std::string& name, float value);
  void set(const std::string& name, const std::vector<int>& values);

 private:
  onnx::TensorProto& add_tensor(const std::string& name, int type, const Shape& shape);
  onnx::AttributeProto& attribute(const std::string& name,
                                  onnx::AttributeProto::AttributeType type);

  onnx::ModelProto model_;
  onnx::GraphProto graph_;
  std::set<std::string> used_;
  std::string origin_;
  onnx::NodeProto* last_ = nullptr;
};

/// Throws InputError when the file cannot be written or would exceed the 2 GB that ONNX allows.
void save_onnx(const onnx::ModelProto& model, const std::string& file);

}  // namespace mho
