// Converter ranges: full scale by hand for each encoding, calibration against sums found directly.
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/inference/error_free_cell.hpp"
#include "sim/inference/magnitude_histogram.hpp"
#include "tests/inference/small_network.hpp"

namespace mho {
namespace {

SmallChip macro_of_12_rows() {
  SmallChip small;
  small.rows = 12;
  small.active_rows = 8;
  small.columns = 32;
  small.dac_bits = 2;
  small.cell.bits = 3;
  small.cell.g_min_steps = 2;
  small.adc.resolution = 6;
  return small;
}

/// The full-scale range of one small fully connected layer.
AdcRange full_scale(const SmallChip& small) {
  const SmallNetwork network(fully_connected_graph(5, 3, 6, 4, Stream(1)), small);
  return network.network.ranges()[0][0];
}

/// Magnitudes of all column sums of a layer's first copy on error-free arrays, all positions.
std::vector<float> magnitudes(const SmallNetwork& small, int layer,
                              const std::vector<IntTensor>& images) {
  std::vector<float> all;
  const QuantizedLayer& quantized = small.graph.layers[layer];
  const LayerPlacement& placed = *small.placement.of_layer(layer);
  const ErrorFreeCell cell(*small.chip.spec().tile.macro.cell);
  for (int b = 0; b < placed.blocks_per_replica(); ++b) {
    const Block& block = placed.blocks[b];
    const ProgrammedArray array = program_array(placed.format, cell, block.rows(), block.outputs(),
                                                block_weights(quantized.weights, block), Stream(0));
    std::vector<std::int32_t> patch(block.rows());
    for (const IntTensor& image : images) {
      const IntTensor input = run_integer(small.graph, image)[quantized.inputs[0]];
      for (int p = 0; p < small.graph.tensors[quantized.output].pixels(); ++p) {
        gather_patch(small.graph, quantized, input, p, block.row_begin, block.row_end, patch);
        const std::uint32_t zero = 0;
        std::vector<float> sums;
        column_sums(array, {patch, {&zero, 1}, {&zero, 1}}, sums);
        for (const float sum : sums) all.push_back(std::abs(sum));
      }
    }
  }
  return all;
}

TEST_CASE(
    "full scale of analog subtraction is rows x inputs x levels of both signs, without g_min") {
  const SmallChip small = macro_of_12_rows();
  CHECK(full_scale(small) == small.adc.range_for(8 * 3 * 7, true));
}

TEST_CASE("full scale of digital subtraction is unsigned and carries g_min") {
  SmallChip small = macro_of_12_rows();
  small.subtraction = Subtraction::digital;
  CHECK(full_scale(small) == small.adc.range_for(8 * 3 * (7 + 2), false));
}

TEST_CASE("full scale of offset encoding is unsigned and carries g_min") {
  SmallChip small = macro_of_12_rows();
  small.encoding = Encoding::offset;
  CHECK(full_scale(small) == small.adc.range_for(8 * 3 * (7 + 2), false));
}

TEST_CASE("flipped columns halve the levels' part of full scale") {
  SmallChip small = macro_of_12_rows();
  small.encoding = Encoding::offset;
  small.flip = true;
  CHECK(full_scale(small) == small.adc.range_for(8 * 3 * (3.5 + 2), false));
}

TEST_CASE("full scale is the same for all layers of equal format") {
  const SmallNetwork small(chain_graph(3, 4, Stream(2)), macro_of_12_rows());
  CHECK(small.network.ranges()[0] == small.network.ranges()[2]);
}

TEST_CASE("full scale holds the sums of the largest weights and inputs, for every encoding") {
  for (const Encoding encoding : {Encoding::differential, Encoding::offset}) {
    for (const bool flip : {false, true}) {
      if (flip && encoding == Encoding::differential) continue;
      for (const Subtraction subtraction : {Subtraction::analog, Subtraction::digital}) {
        for (const int sign : {1, -1}) {
          SmallChip small = macro_of_12_rows();
          small.encoding = encoding;
          small.flip = flip;
          small.subtraction = subtraction;
          QuantizedGraph graph = fully_connected_graph(24, 3, 7, 4, Stream(3));
          for (std::int32_t& weight : graph.layers[0].weights.values) weight = sign * 63;
          const SmallNetwork network(std::move(graph), small);
          const std::vector<IntTensor> brightest{IntTensor(24, 15)};
          const std::vector<float> sums = magnitudes(network, 0, brightest);
          const AdcRange& range = network.network.ranges()[0][0];
          const double held =
              std::ldexp(static_cast<double>(range.lsb) * range.code_max, -kPartialSumFraction);
          CHECK(double{*std::max_element(sums.begin(), sums.end())} <= held);
        }
      }
    }
  }
}

TEST_CASE("a range calibrated at percentile 1 holds exactly the largest calibration sum") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::calibrated;
  small.adc.rule.percentile = 1;
  const QuantizedGraph graph = chain_graph(6, 4, Stream(4));
  const std::vector<IntTensor> images = random_images(graph, 3, Stream(5));
  const SmallNetwork network(graph, small, {}, {}, 1, images);
  for (const int layer : {0, 2}) {
    const std::vector<float> sums = magnitudes(network, layer, images);
    const double largest = *std::max_element(sums.begin(), sums.end());
    CHECK(network.network.ranges()[layer][0] == small.adc.range_for(largest, true));
  }
}

TEST_CASE("a range calibrated at a percentile holds that share of the calibration sums") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::calibrated;
  small.adc.rule.percentile = 0.9;
  // Few enough bits that one code is more than the one unit that an LSB never falls below.
  small.adc.resolution = 5;
  const QuantizedGraph graph = chain_graph(6, 4, Stream(4));
  const std::vector<IntTensor> images = random_images(graph, 3, Stream(5));
  const SmallNetwork network(graph, small, {}, {}, 1, images);
  std::vector<float> sums = magnitudes(network, 0, images);
  std::sort(sums.begin(), sums.end());
  const auto rank = static_cast<std::size_t>(std::ceil(0.9 * static_cast<double>(sums.size())));
  const double exact = sums[rank - 1];
  // The histogram's bins are 8 x 3 x 7 / 2^16 units wide and the exact sums are whole units.
  const double kBin = 8 * 3 * 7 / 65536.0;
  const AdcRange expected_low = small.adc.range_for(exact, true);
  const AdcRange expected_high = small.adc.range_for(exact + kBin, true);
  CHECK(expected_high.lsb < small.adc.range_for(static_cast<double>(sums.back()), true).lsb);
  CHECK(network.network.ranges()[0][0].lsb >= expected_low.lsb);
  CHECK(network.network.ranges()[0][0].lsb <= expected_high.lsb);
}

TEST_CASE("calibration does not see errors of cells, trials or threads") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::calibrated;
  small.adc.rule.percentile = 0.99;
  const QuantizedGraph graph = chain_graph(6, 4, Stream(6));
  const std::vector<IntTensor> images = random_images(graph, 40, Stream(7));
  const SmallNetwork ideal(graph, small, {}, {}, 1, images);
  small.cell.programming_sigma_steps = 0.5;
  small.cell.read_sigma_steps = 0.5;
  const SmallNetwork noisy(graph, small, {}, {3, 4}, 2, images);
  CHECK(ideal.network.ranges() == noisy.network.ranges());
}

TEST_CASE("a calibrated range never exceeds full scale") {
  SmallChip small = macro_of_12_rows();
  const AdcRange full = full_scale(small);
  small.adc.rule.rule = RangeRule::calibrated;
  const QuantizedGraph graph = fully_connected_graph(5, 3, 6, 4, Stream(1));
  const SmallNetwork network(graph, small, {}, {}, 1, random_images(graph, 4, Stream(8)));
  CHECK(network.network.ranges()[0][0].lsb <= full.lsb);
}

TEST_CASE("a layer that gives nothing but zeros has a range all the same") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::calibrated;
  const QuantizedGraph graph = fully_connected_graph(5, 3, 6, 4, Stream(1));
  const SmallNetwork network(graph, small, {}, {}, 1, {IntTensor(5, 0)});
  CHECK(network.network.ranges()[0][0].lsb >= 1);
}

TEST_CASE("quantiles of magnitudes are exact to one bin and never too small") {
  MagnitudeHistogram histogram(1000);
  std::vector<float> values;
  for (int n = 1; n <= 1000; ++n) values.push_back(n % 2 == 0 ? n : -n);
  histogram.count(values);
  const double kBin = 1000 / 65536.0;
  for (const double share : {0.001, 0.25, 0.5, 0.999}) {
    CHECK(histogram.quantile(share) >= 1000 * share);
    CHECK(histogram.quantile(share) <= 1000 * share + kBin);
  }
  CHECK(histogram.quantile(1) == 1000);
}

TEST_CASE("histograms that are added count as one") {
  MagnitudeHistogram whole(8), left(8), right(8);
  const std::vector<float> a{1, 2, -3}, b{4, -5};
  whole.count(a);
  whole.count(b);
  left.count(a);
  right.count(b);
  right.add(left);
  for (const double share : {0.2, 0.5, 0.8, 1.0})
    CHECK(whole.quantile(share) == right.quantile(share));
}

TEST_CASE("an empty histogram has quantile 0") { CHECK(MagnitudeHistogram(1).quantile(0.5) == 0); }

/// The ranges of one small fully connected layer of 6-bit weights in 3-bit cells: a full slice and
/// one that holds 2 bits.
std::vector<AdcRange> ranges_of(const SmallChip& small, const std::vector<IntTensor>& images = {}) {
  const SmallNetwork network(fully_connected_graph(5, 3, 6, 4, Stream(1)), small, {}, {}, 1,
                             images);
  return network.network.ranges()[0];
}

TEST_CASE("a granular range has an LSB of one cell step at one DAC step, and clips") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::granular;
  CHECK(ranges_of(small) == std::vector<AdcRange>{{65536, -32, 31}});
}

TEST_CASE("a fixed range spans its number of full cells, also below one unit an LSB") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::fixed;
  small.adc.rule.full_cells = 3.1;
  // A full cell at full input is 7 x 3 units.
  const double lsb = 3.1 * 7 * 3 / 31;
  CHECK(ranges_of(small)[0].lsb == static_cast<std::int64_t>(std::ceil(lsb * 65536)));
  small.adc.rule.full_cells = 0.31;
  CHECK(ranges_of(small)[0].lsb == static_cast<std::int64_t>(std::ceil(lsb / 10 * 65536)));
}

TEST_CASE("full-scale ranges by slice follow the levels that a slice's cells hold") {
  SmallChip small = macro_of_12_rows();
  small.adc.rule.per = RangePer::slice;
  const std::vector<AdcRange> ranges = ranges_of(small);
  REQUIRE(ranges.size() == 2);
  CHECK(ranges[0] == small.adc.range_for(8 * 3 * 7, true));
  CHECK(ranges[1] == small.adc.range_for(8 * 3 * 3, true));
}

TEST_CASE("ranges calibrated by slice hold each slice's largest sum, of any ratio") {
  SmallChip small = macro_of_12_rows();
  small.adc.resolution = 4;
  small.adc.rule.rule = RangeRule::calibrated;
  const QuantizedGraph graph = fully_connected_graph(5, 3, 6, 4, Stream(1));
  const std::vector<IntTensor> images = random_images(graph, 6, Stream(2));
  const AdcRange whole = ranges_of(small, images)[0];
  small.adc.rule.per = RangePer::slice;
  const std::vector<AdcRange> slices = ranges_of(small, images);
  REQUIRE(slices.size() == 2);
  CHECK(std::max(slices[0].lsb, slices[1].lsb) == whole.lsb);
  CHECK(slices[1].lsb < slices[0].lsb);

  const SmallNetwork network(graph, small, {}, {}, 1, images);
  double largest[2] = {0, 0};
  for (int b = 0; b < network.placement.layers[0].blocks_per_replica(); ++b) {
    const ProgrammedArray& array = network.array(0, b);
    const Block& block = network.placement.layers[0].blocks[b];
    for (const IntTensor& image : images) {
      std::vector<std::int32_t> patch(block.rows());
      gather_patch(graph, graph.layers[0], image, 0, block.row_begin, block.row_end, patch);
      std::vector<float> sums;
      column_sums(array, {patch, {}, {}}, sums);
      for (std::size_t i = 0; i < sums.size(); ++i) {
        const int slice = array.column_shift[i % array.columns] / 3;
        largest[slice] = std::max(largest[slice], std::abs(static_cast<double>(sums[i])));
      }
    }
  }
  for (int s = 0; s < 2; ++s) CHECK(slices[s] == small.adc.range_for(largest[s], true));
}

TEST_CASE("the range of least square error is the best of a brute-force search") {
  // A peaked distribution with a long tail, in whole units.
  const double kLargest = 4000;
  MagnitudeHistogram histogram(kLargest);
  std::vector<float> normals(20'000), values;
  Stream(17).normals(0, normals);
  for (const float normal : normals)
    values.push_back(std::rint(std::min(3999.0F, 150 * std::abs(normal * normal * normal))));
  histogram.count(values);
  for (const double code_max : {7.0, 31.0, 127.0}) {
    const auto error_of = [&](double range) {
      const double lsb = range / code_max;
      double sum = 0;
      for (const float value : values) {
        const double v = static_cast<double>(value);
        const double error = lsb * std::min(std::rint(v / lsb), code_max) - v;
        sum += error * error;
      }
      return sum / static_cast<double>(values.size());
    };
    double best = error_of(kLargest);
    for (double range = 4000; range > code_max; range *= 0.997)
      best = std::min(best, error_of(range));
    const double found = histogram.least_error_range(code_max, 1);
    INFO(code_max << " codes: range " << found << ", error " << error_of(found) << ", best "
                  << best);
    CHECK(found < 3999);
    // The error is flat around its minimum but for the ripple of rounding whole units.
    CHECK(error_of(found) < 1.03 * best);
    // Bins are 4000 / 2^16 units wide: their middles stand for what they hold.
    CHECK(histogram.square_error(found / code_max, code_max) ==
          Approx(error_of(found)).epsilon(0.02));
  }
}

TEST_CASE("the range of least square error never has an LSB below a unit") {
  MagnitudeHistogram histogram(100);
  const std::vector<float> values{1, 2, 3, 4, 5};
  histogram.count(values);
  CHECK(histogram.least_error_range(127, 1) == 5);
  CHECK(histogram.least_error_range(3, 1) >= 3);
  SmallChip small = macro_of_12_rows();
  small.adc.rule.rule = RangeRule::calibrated_mse;
  const QuantizedGraph graph = fully_connected_graph(5, 3, 6, 4, Stream(1));
  const AdcRange range = ranges_of(small, random_images(graph, 6, Stream(2)))[0];
  CHECK(range.lsb >= 65536);
  CHECK(range.lsb <= full_scale(macro_of_12_rows()).lsb);
}

}  // namespace
}  // namespace mho
