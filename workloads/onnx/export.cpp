// write_onnx: a float graph as an ONNX file of operator set 17. Every operator has its counterpart
// there (onnx/operators.cpp).
#include <fstream>
#include <limits>

#include "sim/base/error.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/graph/operators.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

class Exporter {
 public:
  explicit Exporter(const Graph& graph) : graph_(graph), writer_(graph.name) {
    for (const Value& value : graph.values) names_.push_back(writer_.unique(value.name));
  }

  onnx::ModelProto run() && {
    for (std::size_t index = 0; index < graph_.values.size(); ++index) {
      const auto& constant = graph_.values[index].constant;
      if (constant) writer_.add_floats(names_[index], *constant);
    }
    const std::vector<bool> integers = places_of_rows();
    for (const int input : graph_.inputs)
      writer_.add_input(names_[input], shape(input), integers[static_cast<std::size_t>(input)]);
    for (const Node& node : graph_.nodes) write(node);
    for (const int output : graph_.outputs) writer_.add_output(names_[output], shape(output));
    return std::move(writer_).take();
  }

 private:
  const Shape& shape(int value) const { return graph_.values[value].shape; }

  /// By value: is it moved, and nothing else, to choose the rows of a table?
  std::vector<bool> places_of_rows() const {
    std::vector<bool> found(graph_.values.size(), false);
    for (auto node = graph_.nodes.rbegin(); node != graph_.nodes.rend(); ++node) {
      const Places places = operator_of(node->op).places;
      const bool moves = places != Places::lost && places != Places::same;
      if (node->op == Op::lookup)
        found[static_cast<std::size_t>(node->inputs[1])] = true;
      else if (moves && found[static_cast<std::size_t>(node->output)])
        found[static_cast<std::size_t>(node->inputs[0])] = true;
    }
    return found;
  }

  std::vector<std::string> inputs(const Node& node) const {
    std::vector<std::string> names;
    for (const int input : node.inputs) names.push_back(input < 0 ? "" : names_[input]);
    return names;
  }

  void write(const Node& node) {
    writer_.set_origin(node.name);
    export_node({writer_, graph_, node, inputs(node), names_[node.output]});
  }

  const Graph& graph_;
  OnnxWriter writer_;
  std::vector<std::string> names_;  ///< by value
};

}  // namespace

void save_onnx(const onnx::ModelProto& model, const std::string& file) {
  constexpr std::size_t kLargest = std::numeric_limits<std::int32_t>::max();
  if (model.ByteSizeLong() > kLargest) {
    throw InputError({file, 0}, "",
                     "the network has " + std::to_string(model.ByteSizeLong()) +
                         " bytes as an ONNX file; at most " + std::to_string(kLargest) +
                         " are possible");
  }
  std::ofstream stream(file, std::ios::binary | std::ios::trunc);
  if (!stream || !model.SerializeToOstream(&stream) || !stream.flush()) {
    throw InputError({file, 0}, "", "cannot be written");
  }
}

void write_onnx(const Graph& graph, const std::string& file) {
  save_onnx(Exporter(graph).run(), file);
}

}  // namespace mho
