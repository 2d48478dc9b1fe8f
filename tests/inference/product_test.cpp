// Products of activations on arrays that are written for every image.
#include <catch2/catch.hpp>
#include <cmath>
#include <set>

#include "sim/inference/error_free_cell.hpp"
#include "sim/inference/layer_snr.hpp"
#include "sim/inference/magnitude_histogram.hpp"
#include "tests/inference/random_chip.hpp"
#include "tests/inference/small_network.hpp"
#include "tests/workloads/product_graph.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

constexpr int kProduct = 2;  ///< layer of product_graph, behind the two that make its operands

PlacementSpec on_arrays() {
  PlacementSpec spec;
  spec.assign = {{"attention", {"attention"}}};
  return spec;
}

/// Only the products are on arrays: what they do not compute exactly is theirs.
PlacementSpec products_alone() {
  PlacementSpec spec = on_arrays();
  spec.vector_unit = {"layer0", "layer1"};
  return spec;
}

SmallChip chip_of_16() {
  SmallChip small;
  small.cell.bits = 2;
  small.columns = 32;
  small.attention_tiles = 64;
  return small;
}

ProductShape random_shape(Draws& draws, int b_bits, bool b_signed, const SmallChip& small) {
  ProductShape shape;
  shape.heads = draws.between(1, 4);
  shape.depth = draws.between(1, 9);
  shape.tokens = draws.between(1, 7);
  shape.cached = draws.coin() ? 0 : draws.between(1, 4);
  shape.over_pixels = draws.coin();
  shape.a_signed = draws.coin();
  shape.a_bits = driven_bits(small, draws.between(2, 9));
  shape.b_signed = b_signed;
  shape.b_bits = b_bits;
  shape.gap = draws.between(0, 2);
  return shape;
}

}  // namespace

TEST_CASE("promise 1: ideal equals integer for products of activations on arrays of any kind") {
  std::set<bool> shares_array, is_split;
  for (std::uint64_t n = 0; n < 300; ++n) {
    Draws draws(Stream(201).child(n));
    const int b_bits = draws.between(2, 9);
    const bool b_signed = draws.coin();
    SmallChip small = random_chip(b_bits + (b_signed ? 0 : 1), draws);
    small.attention_tiles = 256;
    const ProductShape shape = random_shape(draws, b_bits, b_signed, small);
    CAPTURE(n, text_of(small), shape.heads, shape.depth, shape.tokens, shape.cached,
            shape.over_pixels, shape.a_bits, shape.b_bits, shape.a_signed, shape.b_signed);
    const SmallNetwork network(product_graph(shape, Stream(202).child(n)), small, products_alone());
    const std::size_t blocks = network.placement.of_layer(kProduct)->blocks.size();
    shares_array.insert(blocks < static_cast<std::size_t>(shape.heads));
    is_split.insert(blocks > static_cast<std::size_t>(shape.heads));
    const std::vector<IntTensor> images = random_images(network.graph, 2, Stream(203).child(n));
    for (std::uint32_t i = 0; i < images.size(); ++i)
      REQUIRE(run_analog(network.network, images[i], i) == run_integer(network.graph, images[i]));
  }
  CHECK(shares_array.size() == 2);
  CHECK(is_split.size() == 2);
}

TEST_CASE(
    "promise 1: ideal equals integer for an attention layer with all its products on arrays") {
  const SmallNetwork small(attention_graph(6, 2, 3, Stream(211)), chip_of_16(), on_arrays());
  const std::vector<IntTensor> images = random_images(small.graph, 3, Stream(212));
  for (std::uint32_t i = 0; i < images.size(); ++i)
    CHECK(run_analog(small.network, images[i], i) == run_integer(small.graph, images[i]));
}

TEST_CASE("promise 2: classes with written arrays do not depend on threads or groups of images") {
  SmallChip chip = chip_of_16();
  chip.cell.programming_sigma_steps = 0.3;
  chip.cell.read_sigma_steps = 0.2;
  chip.adc.resolution = 7;
  const SmallNetwork small(attention_graph(6, 2, 3, Stream(221)), chip, on_arrays(), {3, 1});
  const std::vector<IntTensor> images = random_images(small.graph, 20, Stream(222));
  const std::vector<int> classes = classify(small.network, images, 0, 1, {});
  CHECK(classify(small.network, images, 0, 3, {}) == classes);
  for (std::uint32_t i = 0; i < images.size(); ++i)
    CHECK(argmax(run_analog(small.network, images[i], i, 2)[small.graph.output]) == classes[i]);
}

TEST_CASE("promise 8: errors of writing are a function of trial and image, and of nothing else") {
  SmallChip chip = chip_of_16();
  chip.cell.programming_sigma_steps = 0.3;
  const QuantizedGraph graph = product_graph({}, Stream(231));
  const IntTensor operand =
      run_integer(graph, random_image(graph, Stream(232)))[graph.layers[kProduct].inputs[1]];
  const auto written = [&](const TrialKey& key, std::uint32_t image) {
    const SmallNetwork small(graph, chip, products_alone(), key);
    const WrittenArrays arrays =
        small.network.write_layer(*small.placement.of_layer(kProduct), operand, image);
    return arrays.at(0).cells.conductance;
  };
  CHECK(written({5, 0}, 4) == written({5, 0}, 4));
  CHECK(written({5, 0}, 4) != written({5, 0}, 5));
  CHECK(written({5, 0}, 4) != written({5, 1}, 4));
}

TEST_CASE("a dynamic layer takes no part in programming") {
  const SmallNetwork all(product_graph({}, Stream(241)), chip_of_16(), on_arrays());
  PlacementSpec spec;
  const SmallNetwork matrices(product_graph({}, Stream(241)), chip_of_16(), spec);
  CHECK(all.placement.layers.size() == matrices.placement.layers.size() + 1);
  CHECK(programming_work(all.placement) == programming_work(matrices.placement));
  CHECK(all.network.programming_effort()[0].pulses ==
        matrices.network.programming_effort()[0].pulses);
}

TEST_CASE("a product's calibrated range is taken from the calibration images' own operands") {
  SmallChip chip = chip_of_16();
  chip.adc.resolution = 8;
  chip.adc.rule.rule = RangeRule::calibrated;
  chip.adc.rule.percentile = 1;
  const QuantizedGraph graph = product_graph({}, Stream(251));
  const std::vector<IntTensor> images = random_images(graph, 2, Stream(252));
  const SmallNetwork small(graph, chip, products_alone(), {}, 1, images);
  const LayerPlacement& placed = *small.placement.of_layer(kProduct);
  const QuantizedLayer& layer = graph.layers[kProduct];
  const double full =
      largest_column_sum(placed.format, chip.cell, chip.rows, (1 << placed.format.cell_bits) - 1);
  MagnitudeHistogram expected(full);
  for (const IntTensor& image : images) {
    const std::vector<IntTensor> tensors = run_integer(graph, image);
    const MatrixWeights matrix = product_matrix(graph, layer, tensors[layer.inputs[1]]);
    for (const Block& block : placed.blocks) {
      const ProgrammedArray array =
          program_array(placed.format, ErrorFreeCell(chip.cell), block.rows(), block.outputs(),
                        block_weights(matrix, block), Stream(0));
      std::vector<std::int32_t> rows(block.rows());
      for (int p = 0; p < graph.tensors[layer.output].pixels(); ++p) {
        gather_patch(graph, layer, tensors[layer.inputs[0]], p, block.row_begin, block.row_end,
                     rows);
        const std::uint32_t zero = 0;
        std::vector<float> sums;
        column_sums(array, {rows, {&zero, 1}, {&zero, 1}}, sums);
        expected.count(sums);
      }
    }
  }
  CHECK(small.network.ranges()[kProduct] ==
        std::vector{chip.adc.range_for(expected.quantile(1), placed.format.signed_conversion())});
  CHECK(expected.quantile(1) < full);
}

TEST_CASE("a product's signal to noise is infinite on exact cells and finite on noisy ones") {
  const auto snr_of_product = [](const SmallChip& chip) {
    const SmallNetwork small(product_graph({}, Stream(261)), chip, products_alone());
    const std::vector<LayerSnr> snr =
        layer_snr(small.network, random_images(small.graph, 2, Stream(262)), 1);
    REQUIRE(snr.size() == 1);
    CHECK(snr[0].layer == kProduct);
    return snr[0].alone_db;
  };
  SmallChip chip = chip_of_16();
  CHECK(!snr_of_product(chip).has_value());
  chip.cell.programming_sigma_steps = 0.5;
  CHECK(snr_of_product(chip).has_value());
}

}  // namespace mho
