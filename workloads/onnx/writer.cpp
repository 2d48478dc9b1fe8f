#include "workloads/onnx/writer.hpp"

namespace mho {

namespace {

void declare(onnx::ValueInfoProto& info, const std::string& name, const Shape& shape) {
  info.set_name(name);
  auto& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape();  // A scalar has a shape, too.
  for (const std::int64_t size : shape) type.mutable_shape()->add_dim()->set_dim_value(size);
}

}  // namespace

OnnxWriter::OnnxWriter(const std::string& graph_name, int operator_set, int format) {
  model_.set_ir_version(format);
  model_.set_producer_name("mho");
  auto& set = *model_.add_opset_import();
  set.set_domain("");
  set.set_version(operator_set);
  graph_.set_name(graph_name.empty() ? "graph" : graph_name);
}

onnx::ModelProto OnnxWriter::take() && {
  *model_.mutable_graph() = std::move(graph_);
  return std::move(model_);
}

std::string OnnxWriter::unique(const std::string& wish) {
  const std::string base = wish.empty() ? "value" : wish;
  std::string name = base;
  for (int number = 1; !used_.insert(name).second; ++number) {
    name = base + '.' + std::to_string(number);
  }
  return name;
}

void OnnxWriter::add_input(const std::string& name, const Shape& shape, bool integer) {
  declare(*graph_.add_input(), name, shape);
  if (!integer) return;
  onnx::ValueInfoProto& last = *graph_.mutable_input(graph_.input_size() - 1);
  last.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::INT64);
}

void OnnxWriter::add_output(const std::string& name, const Shape& shape) {
  declare(*graph_.add_output(), name, shape);
}

onnx::TensorProto& OnnxWriter::add_tensor(const std::string& name, int type, const Shape& shape) {
  onnx::TensorProto& stored = *graph_.add_initializer();
  stored.set_name(name);
  stored.set_data_type(type);
  for (const std::int64_t size : shape) stored.add_dims(size);
  return stored;
}

void OnnxWriter::add_floats(const std::string& name, const Tensor& tensor) {
  auto& stored = add_tensor(name, onnx::TensorProto::FLOAT, tensor.shape);
  stored.set_raw_data(tensor.values.data(), tensor.values.size() * sizeof(float));
}

std::string OnnxWriter::add_number(float value) {
  const std::string name = unique("number");
  add_floats(name, {{}, {value}});
  return name;
}

std::string OnnxWriter::add_integers(const Shape& shape, const std::vector<std::int64_t>& values) {
  const std::string name = unique("integers");
  auto& stored = add_tensor(name, onnx::TensorProto::INT64, shape);
  for (const std::int64_t value : values) stored.add_int64_data(value);
  return name;
}

std::string OnnxWriter::add_integers(const std::vector<std::int64_t>& values) {
  return add_integers({static_cast<std::int64_t>(values.size())}, values);
}

std::string OnnxWriter::add_codes(const Shape& shape, bool is_signed,
                                  const std::vector<std::int32_t>& codes) {
  return add_codes(shape, is_signed ? onnx::TensorProto::INT8 : onnx::TensorProto::UINT8, codes);
}

std::string OnnxWriter::add_codes(const Shape& shape, onnx::TensorProto::DataType type,
                                  const std::vector<std::int32_t>& codes) {
  const std::string name = unique("codes");
  auto& stored = add_tensor(name, type, shape);
  const std::size_t bytes = type == onnx::TensorProto::INT32 ? 4
                            : type == onnx::TensorProto::INT8 || type == onnx::TensorProto::UINT8
                                ? 1
                                : 2;
  std::string& raw = *stored.mutable_raw_data();
  for (const std::int32_t code : codes)  // two's complement, little-endian
    for (std::size_t b = 0; b < bytes; ++b)
      raw.push_back(static_cast<char>(static_cast<std::uint32_t>(code) >> (8 * b) & 0xFFU));
  return name;
}

std::string OnnxWriter::add_mask(const Tensor& condition) {
  const std::string name = unique("mask");
  auto& stored = add_tensor(name, onnx::TensorProto::BOOL, condition.shape);
  for (const float value : condition.values) stored.add_int32_data(value != 0);
  return name;
}

std::string OnnxWriter::emit(const std::string& type, const std::vector<std::string>& inputs,
                             std::string output) {
  if (output.empty()) output = unique("part");
  last_ = graph_.add_node();
  last_->set_op_type(type);
  last_->set_name(unique(origin_ + " node"));
  for (const std::string& input : inputs) last_->add_input(input);
  last_->add_output(output);
  return output;
}

onnx::AttributeProto& OnnxWriter::attribute(const std::string& name,
                                            onnx::AttributeProto::AttributeType type) {
  auto& made = *last_->add_attribute();
  made.set_name(name);
  made.set_type(type);
  return made;
}

void OnnxWriter::set(const std::string& name, std::int64_t value) {
  attribute(name, onnx::AttributeProto::INT).set_i(value);
}

void OnnxWriter::set(const std::string& name, float value) {
  attribute(name, onnx::AttributeProto::FLOAT).set_f(value);
}

void OnnxWriter::set(const std::string& name, const std::vector<int>& values) {
  auto& made = attribute(name, onnx::AttributeProto::INTS);
  for (const int value : values) made.add_ints(value);
}

}  // namespace mho
