#include "workloads/onnx/quantized/write.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/base/error.hpp"
#include "workloads/onnx/writer.hpp"

namespace mho {

namespace {

using onnx::TensorProto;

std::vector<float> as_floats(const std::vector<double>& values) {
  return {values.begin(), values.end()};
}

/// The type that holds codes from low to high.
TensorProto::DataType type_for(std::int64_t low, std::int64_t high) {
  if (low >= 0) return high <= 255 ? TensorProto::UINT8 : TensorProto::UINT16;
  return low >= -128 && high <= 127 ? TensorProto::INT8 : TensorProto::INT16;
}

std::pair<std::int64_t, std::int64_t> range_of(TensorProto::DataType type) {
  switch (type) {
    case TensorProto::UINT8:
      return {0, 255};
    case TensorProto::INT8:
      return {-128, 127};
    case TensorProto::UINT16:
      return {0, 65535};
    default:
      return {-32768, 32767};
  }
}

class QuantizedWriter {
 public:
  explicit QuantizedWriter(const QuantizedGraph& graph)
      : graph_(graph), writer_(graph.name, kOperatorSet, kFormat) {}

  onnx::ModelProto run() && {
    check_kinds();
    const QuantizedTensor& input = graph_.tensors[static_cast<std::size_t>(graph_.input)];
    const std::string image = writer_.unique(input.name);
    writer_.add_input(image, shape_of(input));
    values_.resize(graph_.tensors.size());
    writer_.set_origin(input.name);
    values_[static_cast<std::size_t>(graph_.input)] = rounded(image, input);
    for (const QuantizedLayer& layer : graph_.layers) write(layer);
    write_output();
    return std::move(writer_).take();
  }

 private:
  static constexpr int kOperatorSet = 21, kFormat = 10;  // QuantizeLinear of 16 bits

  const QuantizedTensor& tensor(int index) const {
    return graph_.tensors[static_cast<std::size_t>(index)];
  }
  const std::string& value(const QuantizedLayer& layer, std::size_t input) const {
    return values_[static_cast<std::size_t>(layer.inputs[input])];
  }
  static Shape shape_of(const QuantizedTensor& tensor) {
    return {1, tensor.channels, tensor.height, tensor.width};
  }

  void check_kinds() const {
    std::vector<Problem> problems;
    for (const QuantizedLayer& layer : graph_.layers)
      if (layer.kind == LayerKind::softmax || layer.kind == LayerKind::product ||
          layer.kind == LayerKind::layer_norm || layer.kind == LayerKind::lstm ||
          layer.kind == LayerKind::lookup)
        problems.push_back(
            {{},
             layer.name,
             "attends, normalizes, recurs or looks up, which is not written as a quantized "
             "network; layers with weights, pools, sums, products by elements, "
             "joins and functions of one number are"});
    if (!problems.empty()) throw InputError(std::move(problems));
  }

  /// QuantizeLinear, with Clip where the codes are fewer than their type's, and DequantizeLinear.
  std::string rounded(const std::string& real, const QuantizedTensor& format) {
    const std::int32_t zero = format.given ? format.given->zero_point : 0;
    const std::int64_t low = std::int64_t{format.min()} + zero;
    const std::int64_t high = std::int64_t{format.max()} + zero;
    const TensorProto::DataType type = type_for(low, high);
    const std::string scale = writer_.add_number(static_cast<float>(format.scale));
    const std::string zero_point = writer_.add_codes({}, type, {zero});
    const bool narrow = range_of(type) != std::pair(low, high);
    const bool is_byte = type == TensorProto::UINT8 || type == TensorProto::INT8;
    const std::string name = writer_.unique(codes_name(format.name));
    const auto limit = [&](std::int32_t steps) {
      return writer_.add_number(static_cast<float>(steps) * static_cast<float>(format.scale));
    };
    // onnxruntime has no Clip of 16 bits.
    const std::string within =
        narrow && !is_byte ? writer_.emit("Clip", {real, limit(format.min()), limit(format.max())})
                           : real;
    std::string codes =
        writer_.emit("QuantizeLinear", {within, scale, zero_point}, narrow && is_byte ? "" : name);
    if (narrow && is_byte)
      codes = writer_.emit("Clip",
                           {codes, writer_.add_codes({}, type, {static_cast<std::int32_t>(low)}),
                            writer_.add_codes({}, type, {static_cast<std::int32_t>(high)})},
                           name);
    return writer_.emit("DequantizeLinear", {codes, scale, zero_point});
  }

  std::string reshaped(const std::string& from, const Shape& shape) {
    return writer_.emit("Reshape", {from, writer_.add_integers(shape)});
  }

  void write(const QuantizedLayer& layer) {
    writer_.set_origin(layer.name);
    std::string real = clamped(computed(layer), layer);
    const QuantizedTensor& out = tensor(layer.output);
    values_[static_cast<std::size_t>(layer.output)] = layer.same_format ? real : rounded(real, out);
  }

  std::string computed(const QuantizedLayer& layer) {
    switch (layer.kind) {
      case LayerKind::matrix:
        return matrix(layer);
      case LayerKind::max_pool:
      case LayerKind::average_pool:
        return pool(layer);
      case LayerKind::add:
        return writer_.emit(layer.subtract ? "Sub" : "Add", {value(layer, 0), value(layer, 1)});
      case LayerKind::multiply:
        return writer_.emit("Mul", {value(layer, 0), value(layer, 1)});
      case LayerKind::affine:
        return affine(layer);
      case LayerKind::concat: {
        std::vector<std::string> inputs;
        for (std::size_t i = 0; i < layer.inputs.size(); ++i) inputs.push_back(value(layer, i));
        const std::string joined = writer_.emit("Concat", inputs);
        writer_.set("axis", std::int64_t{1});
        return joined;
      }
      case LayerKind::permute:
        return permuted(layer);
      case LayerKind::function:
        return looked_up(layer);
      case LayerKind::softmax:
      case LayerKind::product:
      case LayerKind::layer_norm:
      case LayerKind::lstm:
      case LayerKind::lookup:
        break;
    }
    throw Bug("write_quantized_onnx: a layer that check_kinds() refuses");
  }

  std::string clamped(const std::string& real, const QuantizedLayer& layer) {
    if (!std::isfinite(layer.clamp_low) && !std::isfinite(layer.clamp_high)) return real;
    const auto limit = [&](double number) {
      return std::isfinite(number) ? writer_.add_number(static_cast<float>(number)) : "";
    };
    return writer_.emit("Clip", {real, limit(layer.clamp_low), limit(layer.clamp_high)});
  }

  void set_window(const Window& w) {
    writer_.set("kernel_shape", std::vector<int>{w.kernel_h, w.kernel_w});
    writer_.set("strides", std::vector<int>{w.stride_h, w.stride_w});
    writer_.set("pads", std::vector<int>{w.pad_top, w.pad_left, w.pad_bottom, w.pad_right});
    writer_.set("dilations", std::vector<int>{w.dilation_h, w.dilation_w});
  }

  /// A convolution, of whole images where layers are fully connected; what is pruned is zero.
  std::string matrix(const QuantizedLayer& layer) {
    const MatrixWeights& weights = layer.weights;
    const Window& w = layer.window;
    const QuantizedTensor &in = tensor(layer.inputs[0]), &out = tensor(layer.output);
    const int kernel = w.kernel_h * w.kernel_w;
    const std::int64_t in_group = in.channels / weights.groups;
    const std::size_t rows = static_cast<std::size_t>(in_group * kernel);
    std::vector<std::int32_t> all(static_cast<std::size_t>(out.channels) * rows, 0);
    std::vector<float> scale(static_cast<std::size_t>(out.channels), 1);
    const auto kept = static_cast<std::size_t>(weights.rows_per_group);
    for (std::size_t o = 0; o < static_cast<std::size_t>(weights.outputs); ++o) {
      const std::size_t channel =
          weights.kept_outputs.empty() ? o : static_cast<std::size_t>(weights.kept_outputs[o]);
      const std::size_t group = o / static_cast<std::size_t>(weights.outputs_per_group());
      scale[channel] = static_cast<float>(weights.scale[o]);
      for (std::size_t r = 0; r < kept; ++r) {
        const std::size_t row =
            weights.kept_rows.empty()
                ? r
                : static_cast<std::size_t>(weights.kept_rows[group * kept + r]) - group * rows;
        all[channel * rows + row] = weights.values[o * kept + r];
      }
    }
    const auto [low, high] = std::minmax_element(all.begin(), all.end());
    const TensorProto::DataType type =
        type_for(std::min(*low, -1), *high);  // signed, as hardware kernels want weights
    const Shape shape{out.channels, in_group, w.kernel_h, w.kernel_w};
    const std::string scales = writer_.unique(layer.name + " scales");
    writer_.add_floats(scales, {{out.channels}, scale});
    const std::string zeros = writer_.add_codes(
        {out.channels}, type, std::vector<std::int32_t>(static_cast<std::size_t>(out.channels), 0));
    const std::string real =
        writer_.emit("DequantizeLinear", {writer_.add_codes(shape, type, all), scales, zeros});
    writer_.set("axis", std::int64_t{0});
    std::vector<std::string> inputs{value(layer, 0), real};
    if (!layer.bias.empty()) {
      inputs.push_back(writer_.unique(layer.name + " bias"));
      writer_.add_floats(inputs.back(), {{out.channels}, as_floats(layer.bias)});
    }
    const std::string sums = writer_.emit("Conv", inputs);
    set_window(w);
    writer_.set("group", std::int64_t{weights.groups});
    return sums;
  }

  std::string pool(const QuantizedLayer& layer) {
    const bool average = layer.kind == LayerKind::average_pool;
    const Window& w = layer.window;
    const QuantizedTensor &in = tensor(layer.inputs[0]), &out = tensor(layer.output);
    const auto rounded_up = [](int size, int pads, int kernel, int dilation, int stride, int made) {
      return made != (size + pads - (kernel - 1) * dilation - 1) / stride + 1;
    };
    const std::string made = writer_.emit(average ? "AveragePool" : "MaxPool", {value(layer, 0)});
    set_window(w);
    writer_.set("ceil_mode",
                std::int64_t{rounded_up(in.height, w.pad_top + w.pad_bottom, w.kernel_h,
                                        w.dilation_h, w.stride_h, out.height) ||
                             rounded_up(in.width, w.pad_left + w.pad_right, w.kernel_w,
                                        w.dilation_w, w.stride_w, out.width)});
    if (average) writer_.set("count_include_pad", std::int64_t{layer.count_padding});
    return made;
  }

  /// By channel, or by element.
  std::string number_list(const std::vector<double>& values, const QuantizedTensor& out) {
    const bool by_channel = std::ssize(values) == out.channels;
    const std::string name = writer_.unique("numbers");
    writer_.add_floats(
        name, {by_channel ? Shape{1, out.channels, 1, 1} : shape_of(out), as_floats(values)});
    return name;
  }

  std::string affine(const QuantizedLayer& layer) {
    const QuantizedTensor& out = tensor(layer.output);
    std::string real = value(layer, 0);
    if (!layer.factor.empty()) real = writer_.emit("Mul", {real, number_list(layer.factor, out)});
    if (!layer.bias.empty()) real = writer_.emit("Add", {real, number_list(layer.bias, out)});
    return real;
  }

  std::string permuted(const QuantizedLayer& layer) {
    std::vector<std::string> sources;
    std::int64_t elements = 0;
    for (std::size_t i = 0; i < layer.inputs.size(); ++i) {
      sources.push_back(reshaped(value(layer, i), {-1}));
      elements += tensor(layer.inputs[i]).size();
    }
    if (!layer.constants.empty()) {
      sources.push_back(writer_.unique("numbers"));
      writer_.add_floats(sources.back(),
                         {{std::ssize(layer.constants)}, as_floats(layer.constants)});
    }
    std::string all = sources[0];
    if (sources.size() > 1) {
      all = writer_.emit("Concat", sources);
      writer_.set("axis", std::int64_t{0});
    }
    std::vector<std::int64_t> indices;
    for (const std::int32_t index : layer.source_index)
      indices.push_back(index >= 0 ? index : elements - 1 - index);
    const std::string gathered = writer_.emit("Gather", {all, writer_.add_integers(indices)});
    writer_.set("axis", std::int64_t{0});
    return reshaped(gathered, shape_of(tensor(layer.output)));
  }

  /// The table by the input's integer.
  std::string looked_up(const QuantizedLayer& layer) {
    const QuantizedTensor &in = tensor(layer.inputs[0]), &out = tensor(layer.output);
    std::vector<float> table;
    for (const std::int32_t entry : layer.table)
      table.push_back(static_cast<float>(entry) * static_cast<float>(out.scale));
    const std::string name = writer_.unique(layer.name + " table");
    writer_.add_floats(name, {{std::ssize(table)}, table});
    // The value is a whole number of steps: dividing by the step gives it back.
    const std::string steps = writer_.emit(
        "Round",
        {writer_.emit("Div", {value(layer, 0), writer_.add_number(static_cast<float>(in.scale))})});
    const std::string place =
        writer_.emit("Add", {steps, writer_.add_number(-static_cast<float>(in.min()))});
    const std::string at = writer_.emit("Cast", {place});
    writer_.set("to", std::int64_t{TensorProto::INT64});
    const std::string found = writer_.emit("Gather", {name, at});
    writer_.set("axis", std::int64_t{0});
    return found;
  }

  void write_output() {
    const QuantizedTensor& out = tensor(graph_.output);
    writer_.set_origin(out.name);
    const std::string& made = values_[static_cast<std::size_t>(graph_.output)];
    const Shape shape{1, out.size()};
    const bool ordered = std::is_sorted(graph_.output_order.begin(), graph_.output_order.end());
    const std::string name = writer_.unique(out.name);
    if (ordered) {
      writer_.emit("Reshape", {made, writer_.add_integers(shape)}, name);
    } else {
      const std::vector<std::int64_t> order(graph_.output_order.begin(), graph_.output_order.end());
      writer_.emit("Gather", {reshaped(made, shape), writer_.add_integers(order)}, name);
      writer_.set("axis", std::int64_t{1});
    }
    writer_.add_output(name, shape);
  }

  const QuantizedGraph& graph_;
  OnnxWriter writer_;
  std::vector<std::string> values_;  ///< by tensor: its real values
};

}  // namespace

std::string codes_name(const std::string& tensor) { return tensor + " codes"; }

void write_quantized_onnx(const QuantizedGraph& graph, const std::string& file) {
  save_onnx(QuantizedWriter(graph).run(), file);
}

}  // namespace mho
