#include "workloads/onnx/constant_node.hpp"

#include "sim/base/error.hpp"
#include "workloads/onnx/node.hpp"

namespace mho {

StoredTensor read_constant_node(const onnx::NodeProto& node, const std::string& file) {
  const std::string key = node_key(node);
  const auto fail = [&](const std::string& message) {
    throw InputError({file, 0}, key, "Constant: " + message);
  };
  if (node.output_size() != 1 || node.attribute_size() != 1 || node.input_size() != 0) {
    fail("one attribute, one output and no input are wanted");
  }
  const auto& attribute = node.attribute(0);
  const std::string& name = attribute.name();
  StoredTensor stored;
  stored.type = onnx::TensorProto::FLOAT;
  if (name == "value" && attribute.type() == onnx::AttributeProto::TENSOR) {
    return read_tensor(attribute.t(), file, key);
  } else if (name == "value_float" && attribute.type() == onnx::AttributeProto::FLOAT) {
    stored.floats = {attribute.f()};
  } else if (name == "value_floats" && attribute.type() == onnx::AttributeProto::FLOATS) {
    stored.floats.assign(attribute.floats().begin(), attribute.floats().end());
    stored.shape = {attribute.floats_size()};
  } else if (name == "value_int" && attribute.type() == onnx::AttributeProto::INT) {
    stored.type = onnx::TensorProto::INT64;
    stored.integers = {attribute.i()};
  } else if (name == "value_ints" && attribute.type() == onnx::AttributeProto::INTS) {
    stored.type = onnx::TensorProto::INT64;
    stored.integers.assign(attribute.ints().begin(), attribute.ints().end());
    stored.shape = {attribute.ints_size()};
  } else {
    fail("attribute '" + name +
         "' is not accepted; value, value_float, value_floats, value_int and value_ints of their "
         "types are");
  }
  return stored;
}

}  // namespace mho
