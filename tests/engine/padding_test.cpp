// Positions whose window holds padding alone, or constants, or nothing of one of several inputs: at
// the start of a tensor, in its middle and at its end, where a reader has passed all of its image.
#include <catch2/catch.hpp>

#include <algorithm>

#include "sim/engine/plan/windows.hpp"
#include "sim/engine/sequence/engine.hpp"
#include "tests/engine/timed_network.hpp"
#include "tests/mapping/array_chip.hpp"
#include "tests/mapping/kinds_of_tiles.hpp"
#include "tests/workloads/graph_builder.hpp"

namespace mho {
namespace {

/// Positions of some layer's slot without any pixel of that input.
struct Empty {
  bool first = false, middle = false, last = false;

  void operator|=(const Empty& other) {
    first |= other.first;
    middle |= other.middle;
    last |= other.last;
  }
};

Empty empty_windows(const QuantizedGraph& graph) {
  Empty empty;
  std::vector<int> pixels;
  for (const QuantizedLayer& layer : graph.layers)
    for (int slot = 0; slot < slots(layer); ++slot) {
      const int positions = graph.tensors[layer.output].pixels();
      for (int position = 0; position < positions; ++position) {
        window_pixels(graph, layer, slot, position, pixels);
        if (!pixels.empty()) continue;
        (position == 0               ? empty.first
         : position == positions - 1 ? empty.last
                                     : empty.middle) = true;
      }
    }
  return empty;
}

/// A network of pads, crops, slices, joins, pools and convolutions of any geometry.
class PaddedNetwork {
 public:
  explicit PaddedNetwork(const Stream& stream)
      : dice_(256),
        channels_((stream.child(1).integers(0, 1 << 20, dice_), 1 + die(2))),
        height_(3 + die(3)),
        width_(3 + die(3)),
        build_({1, channels_, height_, width_}),
        training_(random_images(4, channels_, height_, width_)) {
    convolve(3, 1, 1);
    const int steps = 2 + die(3);
    for (int step = 0; step < steps; ++step) add_step(die(6));
    build_.gemm(build_.node(Op::flatten, {last_}, {1, channels_ * height_ * width_}),
                static_cast<int>(channels_ * height_ * width_), 3);
  }

  QuantizedGraph quantized() const {
    return quantize(build_.graph(), {4, 4, CalibrationRule::max, 1, training_.images()}, training_,
                    1);
  }

 private:
  int die(int sides) { return dice_[thrown_++ % dice_.size()] % sides; }
  Shape shape() const { return {1, channels_, height_, width_}; }

  void convolve(int kernel, int stride, int pad) {
    Attributes a = GraphBuilder::window(kernel, stride, pad);
    const int weights = build_.constant({2, channels_, kernel, kernel}, -1, 1);
    channels_ = 2;
    height_ = (height_ + 2 * pad - kernel) / stride + 1;
    width_ = (width_ + 2 * pad - kernel) / stride + 1;
    last_ = build_.node(Op::conv, {last_, weights, build_.constant({2}, -1, 1)}, shape(), a);
  }

  /// Up to three more or two fewer at each side, as long as something is left.
  void pad() {
    Attributes a;
    const auto draw = [&](int size) { return size > 4 ? die(6) - 2 : die(4); };
    const int top = draw(height_), left = draw(width_);
    const int bottom = draw(height_), right = draw(width_);
    a.pads = {0, 0, top, left, 0, 0, bottom, right};
    a.pad_value = die(2) == 0 ? 0.0f : 0.25f;
    height_ += top + bottom;
    width_ += left + right;
    last_ = build_.node(Op::pad, {last_}, shape(), a);
  }

  void pool(Op op) {
    const int kernel = 1 + die(std::min({3, height_, width_}));
    const int stride = 1 + die(3);
    Attributes a = GraphBuilder::window(kernel, stride, kernel > 1 ? die(2) : 0);
    a.count_include_pad = die(2) == 0;
    height_ = (height_ + 2 * a.pads[0] - kernel) / stride + 1;
    width_ = (width_ + 2 * a.pads[0] - kernel) / stride + 1;
    last_ = build_.node(op, {last_}, shape(), a);
  }

  /// Every second row or column, or without the first or the last.
  void slice() {
    Attributes a;
    const int step_h = 1 + die(2), step_w = 1 + die(2);
    const int from_h = die(std::min(2, height_)), from_w = die(std::min(2, width_));
    a.starts = {0, 0, from_h, from_w};
    a.steps = {1, 1, step_h, step_w};
    height_ = (height_ - from_h - 1) / step_h + 1;
    width_ = (width_ - from_w - 1) / step_w + 1;
    last_ = build_.node(Op::slice, {last_}, shape(), a);
  }

  /// With a constant, or with another value of the same width, as further rows.
  void join() {
    Attributes a;
    a.axis = 2;
    const int before = last_, rows = 1 + die(2);
    int other = -1;
    if (die(2) == 0) {
      other = build_.constant({1, channels_, rows, width_}, -1, 1);
      height_ += rows;
    } else {
      other = build_.node(Op::relu, {before}, shape());
      height_ *= 2;
    }
    const bool swapped = die(2) == 0;
    last_ = build_.node(
        Op::concat, swapped ? std::vector{other, before} : std::vector{before, other}, shape(), a);
  }

  void add_step(int kind) {
    switch (kind) {
      case 0:
        return pool(Op::max_pool);
      case 1:
        return pool(Op::average_pool);
      case 2:
        return slice();
      case 3:
        return join();
      case 4: {  // a 1 x 1 convolution with pads sees padding alone
        const int kernel = 1 + die(std::min({3, height_, width_}));
        return convolve(kernel, 1 + die(3), die(3));
      }
      default:
        return pad();
    }
  }

  std::vector<std::int32_t> dice_;
  std::size_t thrown_ = 0;
  int channels_, height_, width_;
  GraphBuilder build_;
  int last_ = 0;
  Dataset training_;
};

/// Simulates with values and without, and compares with the untimed driver.
void check_equal(const ProgrammedNetwork& network, const std::vector<IntTensor>& images) {
  const QuantizedGraph& graph = network.graph();
  const EngineResult with = simulate_in_child(network, images);
  REQUIRE(with.outputs.size() == images.size());
  for (std::size_t i = 0; i < images.size(); ++i)
    CHECK(with.outputs[i] ==
          run_analog(network, images[i], static_cast<std::uint32_t>(i))[graph.output]);
  CHECK(with.packets_sent == with.packets_received);
  const ProgrammedNetwork counted(graph, network.chip(), network.placement());
  EngineOptions options;
  options.images = std::ssize(images);
  const EngineResult without = simulate_in_child(counted, {}, options);
  CHECK(without.end_fs == with.end_fs);
  for (const Action action : {Action::buffer_read, Action::noc_flit_hop, Action::vector_operation})
    CHECK(total(without, action) == total(with, action));
}

void check_on_chip(const QuantizedGraph& graph, const ChipSpec& spec, const PlacementSpec& placing,
                   const std::vector<IntTensor>& images) {
  const Chip chip(spec);
  const Placement placement = place(graph, chip, placing, {});
  check_equal(ProgrammedNetwork(graph, chip, placement, adc_ranges(graph, chip, placement, {}, 1),
                                {3, 1}, 1),
              images);
}

ChipSpec analog_chip() {
  TimedChip chip;
  chip.arrays.cell.bits = 2;
  chip.arrays.cell.programming_sigma_steps = 0.1;
  chip.arrays.cell.read_sigma_steps = 0.2;
  chip.arrays.adc.resolution = 7;
  return chip.spec();
}

}  // namespace

TEST_CASE("promise 2: windows of padding alone give the same bits on chips of every kind") {
  Empty seen;
  for (std::uint64_t number = 0; number < 150; ++number) {
    const Stream stream = Stream(711).child(number);
    const QuantizedGraph graph = PaddedNetwork(stream).quantized();
    INFO("network " << number);
    seen |= empty_windows(graph);
    const std::vector<IntTensor> images = random_images(graph, 2, stream.child(9));
    switch (number % 3) {
      case 0: {  // every second position of each layer on a copy of its own
        PlacementSpec placing;
        for (const QuantizedLayer& layer : graph.layers)
          if (layer.kind == LayerKind::matrix && graph.tensors[layer.output].pixels() > 1)
            placing.replication[layer.name] = 2;
        check_on_chip(graph, analog_chip(), placing, images);
        break;
      }
      case 1: {
        PlacementSpec placing;
        placing.assign = {{"digital", {}}};
        for (const QuantizedLayer& layer : graph.layers)
          if (layer.kind == LayerKind::matrix) placing.assign[0].layers.push_back(layer.name);
        check_on_chip(graph, with_kinds_of_tiles(analog_chip()), placing, images);
        break;
      }
      default: {  // the first matrix on a vector unit
        PlacementSpec placing;
        placing.assign = {{"vector", {graph.layers[0].name}}};
        check_on_chip(graph, with_kinds_of_tiles(analog_chip()), placing, images);
      }
    }
    const EngineResult sequence = in_child([&](const TellShare&) {
      return simulate_sequence(graph, Chip(array_chip()), 2, {1, {}});
    });
    CHECK(sequence.end_fs > 0);
    CHECK(run_exact(graph, images, 1).outputs[0] == run_integer(graph, images[0])[graph.output]);
  }
  CHECK(seen.first);
  CHECK(seen.middle);
  CHECK(seen.last);
}

TEST_CASE("a tensor of which a copy of a layer sees padding alone is not sent there") {
  // 1 x 1 with pads of 1 on 1 x 1: the middle of 9 positions alone has an input, which is odd.
  const Stream stream(712);
  ConvShape shape;
  shape.height = shape.width = shape.kernel_h = shape.kernel_w = 1;
  shape.pad_h = shape.pad_w = 1;
  PlacementSpec placing;
  placing.replication["layer0"] = 2;
  const QuantizedGraph graph = conv_graph(shape, stream);
  check_on_chip(graph, analog_chip(), placing, random_images(graph, 3, stream.child(9)));
}

TEST_CASE("a window of padding alone reads nothing from the buffer") {
  const Stream stream(713);
  ConvShape shape;
  shape.kernel_h = shape.kernel_w = 1;
  const auto reads = [&](int pad) {
    shape.pad_h = shape.pad_w = pad;
    const TimedNetwork timed(conv_graph(shape, stream), {});
    return total(simulate_in_child(timed.network, random_images(timed.graph, 1, stream.child(9))),
                 Action::buffer_read);
  };
  CHECK(reads(2) == reads(0));
}

}  // namespace mho
