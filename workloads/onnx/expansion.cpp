#include "workloads/onnx/expansion.hpp"

#include "workloads/onnx/node.hpp"

namespace mho {

Expansion::Expansion(const onnx::NodeProto& from, int number)
    : from_(from), base_(node_name(from)), prefix_(base_ + "/" + std::to_string(number) + ".") {}

std::string Expansion::input(int index) const {
  return index < from_.input_size() ? from_.input(index) : "";
}

std::string Expansion::output(int index) const {
  return index < from_.output_size() ? from_.output(index) : "";
}

std::string Expansion::free_name() { return prefix_ + std::to_string(values_++); }

std::string Expansion::add(const std::string& type, std::vector<std::string> inputs,
                           NamedAttributes attributes, const std::string& output) {
  onnx::NodeProto node;
  node.set_op_type(type);
  node.set_name(base_ + "/" + type);
  for (std::string& input : inputs) node.add_input(std::move(input));
  for (const auto& [name, value] : attributes) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    if (const auto* integer = std::get_if<std::int64_t>(&value)) {
      attribute.set_type(onnx::AttributeProto::INT);
      attribute.set_i(*integer);
    } else if (const auto* real = std::get_if<float>(&value)) {
      attribute.set_type(onnx::AttributeProto::FLOAT);
      attribute.set_f(*real);
    } else if (const auto* text = std::get_if<std::string>(&value)) {
      attribute.set_type(onnx::AttributeProto::STRING);
      attribute.set_s(*text);
    } else {
      attribute.set_type(onnx::AttributeProto::INTS);
      for (const std::int64_t each : std::get<std::vector<std::int64_t>>(value))
        attribute.add_ints(each);
    }
  }
  node.add_output(output.empty() ? free_name() : output);
  nodes_.push_back(std::move(node));
  return nodes_.back().output(0);
}

std::string Expansion::constant(onnx::TensorProto tensor) {
  onnx::NodeProto node;
  node.set_op_type("Constant");
  node.set_name(base_ + "/Constant");
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name("value");
  attribute.set_type(onnx::AttributeProto::TENSOR);
  *attribute.mutable_t() = std::move(tensor);
  node.add_output(free_name());
  nodes_.push_back(std::move(node));
  return nodes_.back().output(0);
}

std::string Expansion::floats(const Tensor& tensor) {
  onnx::TensorProto stored;
  stored.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t size : tensor.shape) stored.add_dims(size);
  for (const float value : tensor.values) stored.add_float_data(value);
  return constant(std::move(stored));
}

std::string Expansion::integers(const std::vector<std::int64_t>& values) {
  onnx::TensorProto stored;
  stored.set_data_type(onnx::TensorProto::INT64);
  stored.add_dims(static_cast<std::int64_t>(values.size()));
  for (const std::int64_t value : values) stored.add_int64_data(value);
  return constant(std::move(stored));
}

std::string Expansion::integer(std::int64_t value) {
  onnx::TensorProto stored;
  stored.set_data_type(onnx::TensorProto::INT64);
  stored.add_int64_data(value);
  return constant(std::move(stored));
}

std::string Expansion::reshape(const std::string& value, const Shape& shape,
                               const std::string& output) {
  return add("Reshape", {value, integers(shape)}, {}, output);
}

std::string Expansion::transpose(const std::string& value, std::vector<std::int64_t> perm,
                                 const std::string& output) {
  return add("Transpose", {value}, {{"perm", std::move(perm)}}, output);
}

std::string Expansion::slice(const std::string& value, std::int64_t axis, std::int64_t first,
                             std::int64_t last, const std::string& output) {
  return add("Slice", {value, integers({first}), integers({last}), integers({axis})}, {}, output);
}

std::string Expansion::gather(const std::string& value, std::int64_t axis,
                              const std::vector<std::int64_t>& indices, const std::string& output) {
  return add("Gather", {value, integers(indices)}, {{"axis", axis}}, output);
}

}  // namespace mho
