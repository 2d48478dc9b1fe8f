// Small ONNX models from a text, and a place on disk for them.
#pragma once

#include <onnx/defs/parser.h>
#include <onnx/onnx_pb.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>

#include "sim/base/error.hpp"
#include "workloads/graph/graph.hpp"

namespace mho::test {

/// A file of this process that lives as long as this object.
class SavedFile {
 public:
  explicit SavedFile(const std::string& bytes)
      : path_(std::filesystem::temp_directory_path() /
              ("mho_test_" + std::to_string(getpid()) + ".onnx")) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
  }
  ~SavedFile() { std::filesystem::remove(path_); }
  SavedFile(const SavedFile&) = delete;
  SavedFile& operator=(const SavedFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

inline Graph imported(const onnx::ModelProto& model) {
  return import_onnx(SavedFile(model.SerializeAsString()).path());
}

/// "g (float[1,3] x) => (float[1,3] y) { y = Relu(x) }" of an operator set, in ONNX's own text.
inline onnx::ModelProto parsed(const std::string& graph, int operator_set = 13) {
  onnx::ModelProto model;
  const std::string text =
      "<ir_version: 7, opset_import: [\"\" : " + std::to_string(operator_set) + "]> " + graph;
  const auto status = onnx::OnnxParser::Parse(model, text.c_str());
  INFO(status.ErrorMessage());
  REQUIRE(status.IsOK());
  return model;
}

/// What import says against the model; empty when it accepts it.
inline std::string refusal(const onnx::ModelProto& model) {
  try {
    imported(model);
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

inline std::string refusal(const std::string& graph, int operator_set = 13) {
  return refusal(parsed(graph, operator_set));
}

/// Multiples of 1/512 in -1..1, so that a few can be added without rounding.
inline Tensor random_tensor(const Shape& shape, std::mt19937& generator) {
  Tensor tensor{shape, {}};
  for (std::int64_t i = 0; i < element_count(shape); ++i) {
    tensor.values.push_back(static_cast<float>(static_cast<int>(generator() % 1025) - 512) / 512);
  }
  return tensor;
}

/// Makes an input of the model a constant.
inline void bind(onnx::ModelProto& model, const std::string& name, const Tensor& tensor) {
  auto& stored = *model.mutable_graph()->add_initializer();
  stored.set_name(name);
  stored.set_data_type(onnx::TensorProto::FLOAT);
  for (const std::int64_t size : tensor.shape) stored.add_dims(size);
  for (const float value : tensor.values) stored.add_float_data(value);
}

}  // namespace mho::test
