// One node of a graph while write_onnx() writes it. Private to the operators of ONNX.
#pragma once

#include <string>
#include <vector>

#include "workloads/graph/graph.hpp"
#include "workloads/onnx/writer.hpp"

namespace mho {

struct NodeExport {
  OnnxWriter& writer;
  const Graph& graph;
  const Node& node;
  std::vector<std::string> inputs;  ///< names; empty where one is absent
  std::string output;               ///< name

  const Shape& input_shape(std::size_t input) const {
    return graph.values[static_cast<std::size_t>(node.inputs[input])].shape;
  }
  const Shape& output_shape() const {
    return graph.values[static_cast<std::size_t>(node.output)].shape;
  }
  /// One node of ONNX that makes the output of these inputs, or of all.
  void emit(const std::string& type, const std::vector<std::string>& of) const {
    writer.emit(type, of, output);
  }
  void emit(const std::string& type) const { emit(type, inputs); }
};

}  // namespace mho
