// Normalizations: as a layer normalization over one axis, which the vector unit has, with what is
// multiplied and added behind it.
#include <cmath>

#include "workloads/graph/broadcast.hpp"
#include "workloads/graph/shape_limit.hpp"
#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

void check_scales(const OnnxNode& onnx, const Shape& wanted) {
  for (int index = 1; index < onnx.input_count(); ++index) {
    if (onnx.has_input(index) && broadcast(onnx.shape(index), wanted) != wanted) {
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(onnx.shape(index)) +
                "; " + shape_text(wanted) + " is wanted");
    }
  }
}

/// The factor of all ones that a normalization of `length` values takes.
std::string ones(Expansion& to, std::int64_t length) {
  return to.floats({{length}, std::vector<float>(static_cast<std::size_t>(length), 1.0f)});
}

/// x in [batch][parts][rest], each part normalized, and as it was.
std::string normalized_parts(const OnnxNode& onnx, Expansion& to, std::int64_t parts) {
  const Shape& input = onnx.shape(0);
  const std::int64_t rest = element_count(input) / input[0] / parts;
  const std::string lines = to.reshape(to.input(0), {input[0], parts, rest});
  const std::string normal =
      to.add("LayerNormalization", {lines, ones(to, rest)},
             {{"axis", std::int64_t{-1}}, {"epsilon", onnx.number("epsilon", 1e-5f)}});
  return to.reshape(normal, input);
}

/// y = x * scale + shift by channel, on axis 1.
void scale_channels(const OnnxNode& onnx, Expansion& to, const std::string& x,
                    const std::string& scale, const std::string& shift) {
  Shape by_channel(onnx.shape(0).size() - 1, 1);
  by_channel[0] = onnx.shape(0)[1];
  const std::string scaled = to.add("Mul", {x, to.reshape(scale, by_channel)});
  to.add("Add", {scaled, to.reshape(shift, by_channel)}, {}, to.output(0));
}

void check_channels(const OnnxNode& onnx) {
  const Shape& input = onnx.shape(0);
  if (input.size() < 3) {
    onnx.fail("an input of shape " + shape_text(input) + "; batch, channels and space are wanted");
  }
}

}  // namespace

Shape import_layer_normalization(const OnnxNode& onnx, Node& node) {
  const Shape& input = onnx.shape(0);
  node.attributes.axis = onnx.resolved_axis(onnx.integer("axis", -1), onnx.rank(0));
  node.attributes.epsilon = onnx.number("epsilon", 1e-5f);
  check_scales(onnx, Shape(input.begin() + node.attributes.axis, input.end()));
  return input;
}

/// Zhang and Sennrich, arXiv:1910.07467: without the mean.
Shape import_rms_normalization(const OnnxNode& onnx, Node& node) {
  node.attributes.centered = false;
  return import_layer_normalization(onnx, node);
}

void export_layer_normalization(const NodeExport& to) {
  const Attributes& a = to.node.attributes;
  OnnxWriter& writer = to.writer;
  if (a.centered) {
    to.emit("LayerNormalization");
    writer.set("axis", std::int64_t{a.axis});
    return writer.set("epsilon", a.epsilon);
  }
  const std::string& x = to.inputs[0];
  std::vector<int> axes;
  for (auto axis = a.axis; axis < static_cast<int>(to.input_shape(0).size()); ++axis)
    axes.push_back(axis);
  const std::string square = writer.emit("Mul", {x, x});
  const std::string mean = writer.emit("ReduceMean", {square});
  writer.set("axes", axes);
  writer.set("keepdims", std::int64_t{1});
  const std::string sum = writer.emit("Add", {mean, writer.add_number(a.epsilon)});
  const std::string normal = writer.emit("Div", {x, writer.emit("Sqrt", {sum})});
  if (to.inputs.size() < 3 || to.inputs[2].empty()) return to.emit("Mul", {normal, to.inputs[1]});
  to.emit("Add", {writer.emit("Mul", {normal, to.inputs[1]}), to.inputs[2]});
}

void expand_instance_normalization(const OnnxNode& onnx, Expansion& to) {
  check_channels(onnx);
  const std::int64_t channels = onnx.shape(0)[1];
  for (const int index : {1, 2}) {
    if (onnx.shape(index) != Shape{channels}) {
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(onnx.shape(index)) +
                "; " + shape_text({channels}) + " is wanted");
    }
  }
  scale_channels(onnx, to, normalized_parts(onnx, to, channels), to.input(1), to.input(2));
}

/// Wu and He, arXiv:1803.08494. Scale and shift are of groups in operator set 18, then of channels.
void expand_group_normalization(const OnnxNode& onnx, Expansion& to) {
  check_channels(onnx);
  const std::int64_t channels = onnx.shape(0)[1], groups = onnx.integer("num_groups", 1);
  if (groups < 1 || channels % groups != 0)
    onnx.fail(std::to_string(groups) + " groups of " + std::to_string(channels) + " channels");
  const auto by_channel = [&](int index) {
    const Shape& shape = onnx.shape(index);
    if (shape == Shape{channels}) return to.input(index);
    if (shape != Shape{groups})
      onnx.fail("input " + std::to_string(index) + " has shape " + shape_text(shape) + "; " +
                shape_text({channels}) + " or " + shape_text({groups}) + " is wanted");
    std::vector<std::int64_t> group_of;
    for (std::int64_t c = 0; c < channels; ++c) group_of.push_back(c / (channels / groups));
    return to.gather(to.input(index), 0, group_of);
  };
  const std::string scale = by_channel(1), shift = by_channel(2);
  scale_channels(onnx, to, normalized_parts(onnx, to, groups), scale, shift);
}

/// x / (bias + alpha * mean of the squares of the channels around)^beta (Krizhevsky et al., NIPS
/// 2012); the mean is a pool along the channels, whose padding counts.
void expand_lrn(const OnnxNode& onnx, Expansion& to) {
  check_channels(onnx);
  const Shape& input = onnx.shape(0);
  const std::int64_t size = onnx.integer("size", 1);
  if (size < 1 || size > 2 * input[1])
    onnx.fail("size " + std::to_string(size) + " of " + std::to_string(input[1]) + " channels");
  const std::int64_t space = element_count(input) / input[0] / input[1];
  const std::string square = to.add("Mul", {to.input(0), to.input(0)});
  const std::string plane = to.reshape(square, {input[0], 1, input[1], space});
  using Sizes = std::vector<std::int64_t>;
  const std::string mean = to.add("AveragePool", {plane},
                                  {{"kernel_shape", Sizes{size, 1}},
                                   {"pads", Sizes{(size - 1) / 2, 0, size / 2, 0}},
                                   {"count_include_pad", std::int64_t{1}}});
  const std::string scaled =
      to.add("Mul", {to.reshape(mean, input), to.number(onnx.number("alpha", 1e-4f))});
  const std::string sum = to.add("Add", {scaled, to.number(onnx.number("bias", 1))});
  const std::string factor = to.add("Pow", {sum, to.number(-onnx.number("beta", 0.75f))});
  to.add("Mul", {to.input(0), factor}, {}, to.output(0));
}

/// com.microsoft: the sum of two values, normalized; output 3 is the sum.
void expand_skip_normalization(const OnnxNode& onnx, Expansion& to) {
  const bool centered = onnx.type() == "SkipLayerNormalization";
  const int bias = centered ? 4 : 3;
  std::string sum = to.add("Add", {to.input(0), to.input(1)});
  if (onnx.has_input(bias)) sum = to.add("Add", {sum, to.input(bias)});
  if (onnx.has_output(3)) to.add("Identity", {sum}, {}, to.output(3));
  std::vector<std::string> inputs{sum, to.input(2)};
  if (centered && onnx.has_input(3)) inputs.push_back(to.input(3));
  to.add(centered ? "LayerNormalization" : "RMSNormalization", inputs,
         {{"epsilon", onnx.number("epsilon", 1e-12f)}}, to.output(0));
}

}  // namespace mho
