// Windows over three axes as windows over two, which is what layers have: a pool after another; a
// convolution over lines that were unrolled along the first two axes.
#include <algorithm>

#include "workloads/onnx/operators.hpp"

namespace mho {

namespace {

using Sizes = std::vector<std::int64_t>;

Sizes part(const std::vector<int>& all, std::size_t first, std::size_t count) {
  return {all.begin() + static_cast<std::ptrdiff_t>(first),
          all.begin() + static_cast<std::ptrdiff_t>(first + count)};
}

/// Where the taps of each output lie in the padded input, tap after tap.
Sizes taps(const Attributes& a, std::size_t axis, std::int64_t outputs) {
  Sizes places;
  for (int k = 0; k < a.kernel[axis]; ++k)
    for (std::int64_t o = 0; o < outputs; ++o)
      places.push_back(o * a.strides[axis] + std::int64_t{k} * a.dilations[axis]);
  return places;
}

}  // namespace

bool has_three_axes(const OnnxNode& onnx) { return onnx.any_shape(0).size() == 5; }

void expand_volume_conv(const OnnxNode& onnx, Expansion& to) {
  Node node{Op::conv, "", {}, 0, {}};
  const Shape output = import_conv(onnx, node), input = onnx.shape(0), weights = onnx.shape(1);
  const Attributes& a = node.attributes;
  const std::int64_t batch = input[0], channels = input[1], depth = a.kernel[0], rows = a.kernel[1];
  std::string value = to.input(0);
  const Sizes pads{0, 0, a.pads[0], a.pads[1], 0, 0, 0, a.pads[3], a.pads[4], 0};
  if (std::any_of(pads.begin(), pads.end(), [](std::int64_t pad) { return pad != 0; }))
    value = to.add("Pad", {value, to.integers(pads)});
  const std::int64_t high = input[3] + a.pads[1] + a.pads[4], wide = input[4];
  value = to.gather(value, 2, taps(a, 0, output[2]));
  value = to.reshape(value, {batch, channels, depth, output[2], high, wide});
  value = to.gather(value, 4, taps(a, 1, output[3]));
  value = to.reshape(value, {batch, channels, depth, output[2], rows, output[3], wide});
  value = to.transpose(value, {0, 1, 2, 4, 3, 5, 6});
  value = to.reshape(value, {batch, channels * depth * rows, output[2] * output[3], wide});
  const std::string kernel =
      to.reshape(to.input(1), {weights[0], weights[1] * depth * rows, 1, weights[4]});
  std::vector<std::string> inputs{value, kernel};
  if (onnx.has_input(2)) inputs.push_back(to.input(2));
  const std::string lines = to.add("Conv", inputs,
                                   {{"group", std::int64_t{a.group}},
                                    {"strides", Sizes{1, a.strides[2]}},
                                    {"dilations", Sizes{1, a.dilations[2]}},
                                    {"pads", Sizes{0, a.pads[2], 0, a.pads[5]}}});
  to.reshape(lines, output, to.output(0));
}

/// Largest values, and means over windows whose counts are products, part: along rows and columns,
/// then along the depth.
void expand_volume_pool(const OnnxNode& onnx, Expansion& to) {
  const bool largest = onnx.type() == "MaxPool";
  Node node{largest ? Op::max_pool : Op::average_pool, "", {}, 0, {}};
  const Shape output = largest ? import_max_pool(onnx, node) : import_average_pool(onnx, node);
  const Shape input = onnx.shape(0);
  const Attributes& a = node.attributes;
  const std::int64_t lines = input[0] * input[1] * input[2];
  const auto pool = [&](const std::string& value, std::size_t first, std::size_t count) {
    Sizes kernel = part(a.kernel, first, count), strides = part(a.strides, first, count);
    Sizes dilations = part(a.dilations, first, count), pads = part(a.pads, first, count);
    Sizes ends = part(a.pads, first + 3, count);
    if (count == 1) {  // the second axis is not pooled
      for (Sizes* each : {&kernel, &strides, &dilations}) each->push_back(1);
      for (Sizes* each : {&pads, &ends}) each->push_back(0);
    }
    pads.insert(pads.end(), ends.begin(), ends.end());
    const std::int64_t ceil = onnx.integer("ceil_mode", 0);
    if (largest)
      return to.add("MaxPool", {value},
                    {{"kernel_shape", kernel},
                     {"strides", strides},
                     {"dilations", dilations},
                     {"pads", pads},
                     {"ceil_mode", ceil}});
    return to.add("AveragePool", {value},
                  {{"kernel_shape", kernel},
                   {"strides", strides},
                   {"dilations", dilations},
                   {"pads", pads},
                   {"ceil_mode", ceil},
                   {"count_include_pad", std::int64_t{a.count_include_pad}}});
  };
  const std::string planes = to.reshape(to.input(0), {1, lines, input[3], input[4]});
  const std::string flat =
      to.reshape(pool(planes, 1, 2), {1, input[0] * input[1], input[2], output[3] * output[4]});
  to.reshape(pool(flat, 0, 1), output, to.output(0));
}

}  // namespace mho
