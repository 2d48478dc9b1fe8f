// write_onnx: a float graph as an ONNX file of operator set 17. Every operator has its counterpart
// there (functions: onnx_export_function).
#include <cmath>
#include <fstream>
#include <limits>

#include "sim/base/error.hpp"
#include "workloads/graph/graph.hpp"
#include "workloads/onnx/writer.hpp"

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
    for (const int input : graph_.inputs) writer_.add_input(names_[input], shape(input));
    for (const Node& node : graph_.nodes) write(node);
    for (const int output : graph_.outputs) writer_.add_output(names_[output], shape(output));
    return std::move(writer_).take();
  }

 private:
  const Shape& shape(int value) const { return graph_.values[value].shape; }

  std::vector<std::string> inputs(const Node& node) const {
    std::vector<std::string> names;
    for (const int input : node.inputs) names.push_back(input < 0 ? "" : names_[input]);
    return names;
  }

  void write(const Node& node) {
    writer_.set_origin(node.name);
    const std::string output = names_[node.output];
    const std::vector<std::string> in = inputs(node);
    const Attributes& a = node.attributes;
    switch (node.op) {
      case Op::add:
        writer_.emit("Add", in, output);
        return;
      case Op::average_pool:
        writer_.emit("AveragePool", in, output);
        writer_.set("count_include_pad", std::int64_t{a.count_include_pad});
        return write_window(node, true);
      case Op::batch_normalization:
        writer_.emit("BatchNormalization", in, output);
        return writer_.set("epsilon", a.epsilon);
      case Op::clip:
        writer_.emit("Clip", {in[0], limit(a.clip_min), limit(a.clip_max)}, output);
        return;
      case Op::concat:
        writer_.emit("Concat", in, output);
        return writer_.set("axis", std::int64_t{a.axis});
      case Op::conv:
        writer_.emit("Conv", in, output);
        writer_.set("group", std::int64_t{a.group});
        return write_window(node, false);
      case Op::div:
        writer_.emit("Div", in, output);
        return;
      case Op::dropout:
      case Op::identity:
        writer_.emit("Identity", in, output);
        return;
      case Op::flatten:
      case Op::reshape:
        writer_.emit("Reshape", {in[0], writer_.add_integers(shape(node.output))}, output);
        return;
      case Op::function:
        return write_function(writer_, a, in[0], output);
      case Op::gather: {
        const Shape& to = shape(node.output);
        const auto added =
            static_cast<std::ptrdiff_t>(to.size() + 1 - shape(node.inputs[0]).size());
        const Shape own(to.begin() + a.axis, to.begin() + a.axis + added);
        writer_.emit("Gather", {in[0], writer_.add_integers(own, a.indices)}, output);
        return writer_.set("axis", std::int64_t{a.axis});
      }
      case Op::gemm:
        writer_.emit("Gemm", in, output);
        writer_.set("alpha", a.alpha);
        writer_.set("beta", a.beta);
        writer_.set("transA", std::int64_t{a.trans_a});
        return writer_.set("transB", std::int64_t{a.trans_b});
      case Op::global_average_pool:
        writer_.emit("GlobalAveragePool", in, output);
        return;
      case Op::layer_normalization:
        writer_.emit("LayerNormalization", in, output);
        writer_.set("axis", std::int64_t{a.axis});
        return writer_.set("epsilon", a.epsilon);
      case Op::lstm:
        return write_lstm(node, in, output);
      case Op::matmul:
        writer_.emit("MatMul", in, output);
        return;
      case Op::max_pool:
        writer_.emit("MaxPool", in, output);
        return write_window(node, true);
      case Op::maximum:
        writer_.emit("Max", in, output);
        return;
      case Op::minimum:
        writer_.emit("Min", in, output);
        return;
      case Op::mul:
        writer_.emit("Mul", in, output);
        return;
      case Op::pad:
        writer_.emit("Pad",
                     {in[0], writer_.add_integers({a.pads.begin(), a.pads.end()}),
                      writer_.add_number(a.pad_value)},
                     output);
        return;
      case Op::pow:
        writer_.emit("Pow", in, output);
        return;
      case Op::prelu:
        writer_.emit("PRelu", in, output);
        return;
      case Op::reduce_max:
      case Op::reduce_mean:
        writer_.emit(node.op == Op::reduce_max ? "ReduceMax" : "ReduceMean", in, output);
        writer_.set("axes", a.axes);
        return writer_.set("keepdims", std::int64_t{a.keepdims});
      case Op::reduce_sum:
        writer_.emit("ReduceSum", {in[0], writer_.add_integers({a.axes.begin(), a.axes.end()})},
                     output);
        return writer_.set("keepdims", std::int64_t{a.keepdims});
      case Op::relu:
        writer_.emit("Relu", in, output);
        return;
      case Op::slice:
        return write_slice(node, in[0], output);
      case Op::softmax:
        return write_softmax(node, in[0], output);
      case Op::sub:
        writer_.emit("Sub", in, output);
        return;
      case Op::transpose:
        writer_.emit("Transpose", in, output);
        return writer_.set("perm", a.perm);
      case Op::where:
        return write_where(node, in, output);
    }
    throw Bug("an operator that is not written");
  }

  std::string limit(float value) { return std::isinf(value) ? "" : writer_.add_number(value); }

  /// Strides, pads, dilations; the output's shape tells whether the division was rounded up.
  void write_window(const Node& node, bool pools) {
    const Attributes& a = node.attributes;
    const std::size_t axes = a.kernel.size();
    writer_.set("kernel_shape", a.kernel);
    writer_.set("strides", a.strides);
    writer_.set("pads", a.pads);
    // AveragePool has no dilations before operator set 19.
    if (node.op != Op::average_pool) writer_.set("dilations", a.dilations);
    bool rounded_up = false;
    for (std::size_t axis = 0; axis < axes; ++axis) {
      const std::int64_t extent = std::int64_t{a.kernel[axis] - 1} * a.dilations[axis] + 1;
      const std::int64_t room =
          shape(node.inputs[0])[axis + 2] + a.pads[axis] + a.pads[axis + axes] - extent;
      rounded_up = rounded_up || shape(node.output)[axis + 2] != room / a.strides[axis] + 1;
    }
    if (pools) writer_.set("ceil_mode", std::int64_t{rounded_up});
  }

  void write_slice(const Node& node, const std::string& input, const std::string& output) {
    const Attributes& a = node.attributes;
    std::vector<std::int64_t> ends, axes;
    for (std::size_t axis = 0; axis < a.starts.size(); ++axis) {
      const std::int64_t end = a.starts[axis] + shape(node.output)[axis] * a.steps[axis];
      ends.push_back(end < 0 ? std::numeric_limits<std::int64_t>::min() : end);
      axes.push_back(static_cast<std::int64_t>(axis));
    }
    writer_.emit("Slice",
                 {input, writer_.add_integers(a.starts), writer_.add_integers(ends),
                  writer_.add_integers(axes), writer_.add_integers(a.steps)},
                 output);
  }

  void write_softmax(const Node& node, const std::string& input, const std::string& output) {
    const Shape& from = shape(node.inputs[0]);
    if (!node.attributes.coerce_to_2d) {
      writer_.emit("Softmax", {input}, output);
      return writer_.set("axis", std::int64_t{node.attributes.axis});
    }
    const std::int64_t lines = element_count({from.begin(), from.begin() + node.attributes.axis});
    const std::string flat = writer_.emit("Reshape", {input, writer_.add_integers({lines, -1})});
    const std::string share = writer_.emit("Softmax", {flat});
    writer_.set("axis", std::int64_t{1});
    writer_.emit("Reshape", {share, writer_.add_integers(from)}, output);
  }

  void write_where(const Node& node, const std::vector<std::string>& in,
                   const std::string& output) {
    const std::string mask = writer_.add_mask(*graph_.values[node.inputs[0]].constant);
    writer_.emit("Where", {mask, in[1], in[2]}, output);
  }

  void write_lstm(const Node& node, const std::vector<std::string>& in, const std::string& output) {
    const auto at = [&](int input) {
      return static_cast<std::size_t>(input) < in.size() ? in[input] : std::string();
    };
    writer_.emit(
        "LSTM",
        {at(kLstmX), at(kLstmW), at(kLstmR), at(kLstmBias), "", at(kLstmHidden), at(kLstmCell)},
        output);
    writer_.set("hidden_size", shape(node.output).back());
  }

  const Graph& graph_;
  OnnxWriter writer_;
  std::vector<std::string> names_;  ///< by value
};

}  // namespace

void write_onnx(const Graph& graph, const std::string& file) {
  const onnx::ModelProto model = Exporter(graph).run();
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

}  // namespace mho
