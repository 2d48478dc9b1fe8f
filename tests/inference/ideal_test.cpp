// Promise 1: with ideal cells and a wide enough converter every tensor equals the integer
// reference, bit for bit; and with a converter that is not wide enough it does not.
#include <catch2/catch.hpp>
#include <sstream>

#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

/// Integers from a stream, one after another.
class Draws {
 public:
  explicit Draws(const Stream& stream) : stream_(stream) {}
  int between(int low, int high) {
    std::int32_t value = 0;
    stream_.integers(next_++, static_cast<std::uint32_t>(high - low + 1), {&value, 1});
    return low + value;
  }
  bool coin() { return between(0, 1) == 1; }

 private:
  Stream stream_;
  std::uint64_t next_ = 0;
};

/// A chip whose arrays hold at least one output of these weights.
SmallChip random_chip(int weight_bits, Draws& draws) {
  SmallChip small;
  small.cell.bits = draws.between(1, 8);
  small.dac_bits = draws.between(1, 8);
  small.rows = draws.between(1, 40);
  small.active_rows = draws.coin() ? small.rows : draws.between(1, small.rows);
  const Encoding encodings[] = {Encoding::differential, Encoding::offset,
                                Encoding::twos_complement};
  small.encoding = encodings[draws.between(0, 2)];
  if (weight_bits == 1) small.encoding = draws.coin() ? Encoding::xnor : Encoding::differential;
  const bool differential = small.encoding == Encoding::differential;
  const bool offset = small.encoding == Encoding::offset;
  small.subtraction = draws.coin() ? Subtraction::digital : Subtraction::analog;
  small.flip = offset && draws.coin();
  small.unit_column = offset && !small.flip && draws.coin();
  small.two_sided = differential && draws.coin();
  small.devices = draws.coin() ? 1 : draws.between(2, 3);
  small.input = static_cast<InputDrive>(draws.between(0, 2));
  small.accumulation = draws.between(0, 2) == 0 ? Accumulation::analog : Accumulation::digital;
  small.signed_inputs = static_cast<SignedInput>(draws.between(0, 2));
  if (small.signed_inputs == SignedInput::twos_complement) {
    small.dac_bits = 1;
    small.accumulation = Accumulation::digital;
  }
  if (small.encoding == Encoding::xnor) {
    small.cell.bits = 1;
    small.rows += small.rows % 2;
    small.active_rows += small.active_rows % 2;
  }
  small.cell.g_min_steps = draws.between(0, 2);
  MvmFormat format;
  format.weight_bits = weight_bits;
  format.cell_bits = small.cell.bits;
  format.encoding = small.encoding;
  format.subtraction = small.subtraction;
  format.devices = small.devices;
  format.unit_column = small.unit_column;
  // Levels that a weight does not need are left out and the others stand further apart: a g_min of
  // whole steps is no whole unit then.
  const int slices = format.magnitude_slices();
  if ((format.stored_bits() + slices - 1) / slices != small.cell.bits) small.cell.g_min_steps = 0;
  small.columns = format.cell_columns(draws.between(1, 5)) + draws.between(0, 3);
  small.tiles = 4096;
  return small;
}

/// Input bits whose sums keep to the resolution of a column sum: analog accumulation of 40 rows of
/// 8-bit cells holds 10.
int driven_bits(const SmallChip& chip, int bits) {
  return chip.accumulation == Accumulation::analog ? std::min(bits, 10) : bits;
}

ConvShape random_conv(Draws& draws) {
  ConvShape shape;
  const int kinds[] = {1, 1, 2, 3};
  shape.groups = kinds[draws.between(0, 3)];
  shape.channels = shape.groups * draws.between(1, 3);
  shape.outputs = draws.coin() ? shape.channels : shape.groups * draws.between(1, 4);
  if (draws.between(0, 4) == 0) shape.groups = shape.outputs = shape.channels;  // depthwise
  shape.height = draws.between(4, 7);
  shape.width = draws.between(4, 7);
  shape.kernel_h = draws.between(1, 3);
  shape.kernel_w = draws.between(1, 3);
  shape.stride_h = draws.between(1, 2);
  shape.stride_w = draws.between(1, 3);
  shape.pad_h = draws.between(0, 2);
  shape.pad_w = draws.between(0, 1);
  shape.dilation_h = shape.kernel_h <= 2 ? draws.between(1, 2) : 1;
  shape.dilation_w = shape.kernel_w <= 2 ? draws.between(1, 2) : 1;
  shape.signed_input = draws.coin();
  shape.weight_bits = draws.between(1, 16);
  shape.activation_bits = draws.between(shape.signed_input ? 2 : 1, 16);
  return shape;
}

std::string text_of(const SmallChip& c) {
  std::ostringstream out;
  out << c.rows << "x" << c.columns << " cells of " << c.cell.bits << " bits, g_min "
      << c.cell.g_min_steps << ", active " << c.active_rows << ", dac " << c.dac_bits
      << ", encoding " << static_cast<int>(c.encoding)
      << (c.subtraction == Subtraction::digital ? ", digital" : ", analog")
      << (c.flip ? ", flip" : "") << (c.two_sided ? ", two-sided" : "")
      << (c.unit_column ? ", unit column" : "") << ", " << c.devices << " devices, signed inputs "
      << static_cast<int>(c.signed_inputs) << ", input " << static_cast<int>(c.input)
      << (c.accumulation == Accumulation::analog ? ", analog accumulation" : "");
  return out.str();
}

/// All tensors of `count` images equal the reference's; images 0 and 1 are extreme.
void check_equal(const SmallNetwork& small, int count, const Stream& stream) {
  const QuantizedTensor& input = small.graph.tensors[small.graph.input];
  std::vector<IntTensor> images = random_images(small.graph, count, stream);
  images.emplace_back(input.size(), input.max());
  images.emplace_back(input.size(), input.min());
  for (std::size_t i = 0; i < images.size(); ++i) {
    const auto analog = run_analog(small.network, images[i], static_cast<std::uint32_t>(i));
    REQUIRE(analog == run_integer(small.graph, images[i]));
  }
}

TEST_CASE("promise 1: ideal equals integer for convolutions of any shape on arrays of any kind") {
  for (std::uint64_t n = 0; n < 600; ++n) {
    Draws draws(Stream(101).child(n));
    ConvShape shape = random_conv(draws);
    const SmallChip small = random_chip(shape.weight_bits, draws);
    shape.activation_bits = driven_bits(small, shape.activation_bits);
    CAPTURE(n, text_of(small), shape.weight_bits, shape.activation_bits, shape.signed_input,
            shape.channels, shape.outputs, shape.groups);
    QuantizedGraph graph = conv_graph(shape, Stream(102).child(n));
    PlacementSpec spec;
    spec.replication["layer0"] =
        draws.between(1, std::min(3, graph.tensors[graph.output].pixels()));
    check_equal(SmallNetwork(std::move(graph), small, spec), 1, Stream(103).child(n));
  }
}

TEST_CASE("promise 1: ideal equals integer for fully connected layers of any size") {
  for (std::uint64_t n = 0; n < 400; ++n) {
    Draws draws(Stream(111).child(n));
    const int weight_bits = draws.between(1, 16);
    const SmallChip small = random_chip(weight_bits, draws);
    const int inputs = draws.between(1, 100);
    const int outputs = draws.between(1, 12);
    const int activation_bits = driven_bits(small, draws.between(1, 16));
    CAPTURE(n, text_of(small), weight_bits, activation_bits, inputs, outputs);
    check_equal(SmallNetwork(fully_connected_graph(inputs, outputs, weight_bits, activation_bits,
                                                   Stream(112).child(n)),
                             small),
                2, Stream(113).child(n));
  }
}

TEST_CASE("promise 1: ideal equals integer through networks of several kinds of layers") {
  for (std::uint64_t n = 0; n < 60; ++n) {
    Draws draws(Stream(121).child(n));
    const int weight_bits = draws.between(2, 10);
    const int activation_bits = draws.between(3, 12);
    const SmallChip small = random_chip(weight_bits, draws);
    CAPTURE(n, text_of(small), weight_bits, activation_bits);
    PlacementSpec spec;
    spec.replication["layer0"] = draws.between(1, 4);
    check_equal(
        SmallNetwork(chain_graph(weight_bits, activation_bits, Stream(122).child(n)), small, spec),
        1, Stream(123).child(n));
    check_equal(SmallNetwork(residual_graph(weight_bits, activation_bits, Stream(124).child(n)),
                             small, spec),
                1, Stream(125).child(n));
  }
}

TEST_CASE("a full-scale converter of too few bits changes the tensors") {
  SmallChip small;
  small.dac_bits = 2;
  small.cell.bits = 2;
  small.adc.resolution = 4;
  const SmallNetwork coarse(conv_graph({}, Stream(131)), small);
  const IntTensor image = random_image(coarse.graph, Stream(132));
  CHECK(run_analog(coarse.network, image, 0) != run_integer(coarse.graph, image));
}

TEST_CASE(
    "a converter that clips the largest sums changes the tensors, one that holds them does not") {
  SmallChip small;
  small.dac_bits = 2;
  small.cell.bits = 2;
  small.adc.rule.rule = RangeRule::calibrated;
  const QuantizedGraph graph = conv_graph({}, Stream(141));
  const std::vector<IntTensor> images = random_images(graph, 1, Stream(142));
  small.adc.resolution = 12;
  small.adc.rule.percentile = 1;
  const SmallNetwork holds(graph, small, {}, {}, 1, images);
  CHECK(run_analog(holds.network, images[0], 0) == run_integer(graph, images[0]));
  AdcRanges clipping = holds.network.ranges();
  clipping[0][0].code_max = 3;
  clipping[0][0].code_min = -3;
  const ProgrammedNetwork clips(holds.graph, holds.chip, holds.placement, clipping, {}, 1);
  CHECK(run_analog(clips, images[0], 0) != run_integer(graph, images[0]));
}

}  // namespace
}  // namespace mho
