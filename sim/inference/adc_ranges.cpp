// The converters' ranges of every matrix layer, or of each of its weight slices: what the macro
// could deliver at most (full scale), a number of steps or cells (granular, fixed), or what it
// delivers on training images when nothing errs (calibrated; in dynamic layers with each image's
// own operands). A range per array or column is not modelled.
#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

#include "sim/base/error.hpp"
#include "sim/base/parallel.hpp"
#include "sim/inference/error_free_cell.hpp"
#include "sim/inference/magnitude_histogram.hpp"
#include "sim/inference/programmed_network.hpp"
#include "workloads/integer/executor.hpp"
#include "workloads/integer/product_matrix.hpp"

namespace mho {
namespace {

/// Bounds of the calibration's work: images, output positions of each image and layer, and column
/// sums held at once.
constexpr std::size_t kSampledImages = 32;
constexpr int kSampledPositions = 64;
constexpr std::size_t kSums = std::size_t{1} << 20;

/// The ranges that a layer has: one, or one per weight slice.
int range_count(const AdcRangeRule& rule, const MvmFormat& format) {
  return rule.per == RangePer::slice ? format.converted_slices() : 1;
}

/// The largest magnitude, in units, that a column can reach in one pass on this macro: of one
/// weight slice, or (one range) of full cells.
double largest_sum(const MvmFormat& format, const MacroSpec& macro, int slice) {
  const bool own = macro.analog()->adc->range_rule().per == RangePer::slice;
  const int level = own ? format.highest_level(slice) : format.full_level();
  return largest_column_sum(format, *macro.cell, macro.rows / format.rows_per_input(), level);
}

/// `count` of 0 .. available - 1, evenly spaced; `shift` of `shifts` moves them inside their
/// spacing, so that different images show different positions.
std::vector<std::uint32_t> evenly_spaced(int available, int count, int shift, int shifts) {
  const int taken = std::min(available, count);
  std::vector<std::uint32_t> chosen;
  for (std::int64_t i = 0; i < taken; ++i) {
    const std::int64_t offset = static_cast<std::int64_t>(available) * shift / shifts;
    chosen.push_back(static_cast<std::uint32_t>((i * available + offset) / taken));
  }
  return chosen;
}

/// Error-free arrays of the first copy of a layer's blocks.
std::vector<ProgrammedArray> error_free_arrays(const Chip& chip, const LayerPlacement& layer,
                                               const MatrixWeights& matrix, int threads) {
  const ErrorFreeCell cell(*chip.kind(layer.tile_kind).macro().cell);
  std::vector<ProgrammedArray> arrays(layer.blocks_per_replica());
  parallel_for(threads, static_cast<std::int64_t>(arrays.size()), [&](std::int64_t b) {
    const Block& block = layer.blocks[b];
    arrays[b] = program_array(layer.format, cell, block.rows(), block.outputs(),
                              block_weights(matrix, block), Stream(0));
  });
  return arrays;
}

/// Counts column sums ([..][columns]) by the range that their columns have.
void count_sums(const ProgrammedArray& array, std::span<const float> sums,
                std::vector<MagnitudeHistogram>& histograms) {
  if (histograms.size() == 1) return histograms[0].count(sums);
  const std::size_t width = array.columns / histograms.size();
  for (std::size_t first = 0; first < sums.size(); first += width)
    histograms[first / width % histograms.size()].count(sums.subspan(first, width));
}

/// Counts the column sums of one block at some positions of one image.
void count_block(const QuantizedGraph& graph, const LayerPlacement& layer, int b,
                 const ProgrammedArray& array, std::span<const std::int32_t> input,
                 std::span<const std::uint32_t> positions,
                 std::vector<MagnitudeHistogram>& histograms) {
  const Block& block = layer.blocks[b];
  const std::size_t rows = block.rows();
  const std::size_t sums_of_item =
      static_cast<std::size_t>(layer.format.passes(block.rows())) * array.columns;
  const std::size_t batch =
      std::min(positions.size(), std::max<std::size_t>(1, kSums / sums_of_item));
  std::vector<std::int32_t> patches(batch * rows);
  const std::vector<std::uint32_t> images(batch, 0);
  std::vector<float> sums;
  for (std::size_t first = 0; first < positions.size(); first += batch) {
    const std::size_t items = std::min(batch, positions.size() - first);
    for (std::size_t i = 0; i < items; ++i) {
      gather_patch(graph, graph.layers[layer.layer], input, static_cast<int>(positions[first + i]),
                   block.row_begin, block.row_end, std::span(patches).subspan(i * rows, rows));
    }
    column_sums(array,
                {std::span(patches).first(items * rows), std::span(images).first(items),
                 positions.subspan(first, items)},
                sums);
    count_sums(array, sums, histograms);
  }
}

/// Images spread over the span; their tensors come from the integer reference.
std::vector<const IntTensor*> choose_images(std::span<const IntTensor> images) {
  const std::size_t taken = std::min(images.size(), kSampledImages);
  std::vector<const IntTensor*> chosen;
  for (std::size_t i = 0; i < taken; ++i) chosen.push_back(&images[i * images.size() / taken]);
  return chosen;
}

/// Empty histograms of a layer, one for each of its ranges.
std::vector<MagnitudeHistogram> histograms_of(const MvmFormat& format, const MacroSpec& macro) {
  std::vector<MagnitudeHistogram> histograms;
  for (int i = 0; i < range_count(macro.analog()->adc->range_rule(), format); ++i)
    histograms.emplace_back(largest_sum(format, macro, i));
  return histograms;
}

/// The range that measured column sums ask for.
AdcRange measured_range(const Adc& adc, const MagnitudeHistogram& histogram, bool is_signed) {
  const AdcRangeRule& rule = adc.range_rule();
  if (rule.rule == RangeRule::calibrated)
    return adc.range_for(histogram.quantile(rule.percentile), is_signed);
  const double code_max = adc.range_for(1, is_signed).code_max;
  return adc.range_for(histogram.least_error_range(code_max, 1), is_signed);
}

/// By slot of the placement and range of the layer; none where the sums are not `wanted`.
using SumHistograms = std::vector<std::vector<MagnitudeHistogram>>;

/// The column sums of images on error-free arrays, of the slots that are wanted.
SumHistograms count_column_sums(const QuantizedGraph& graph, const Chip& chip,
                                const Placement& placement, std::span<const IntTensor> images,
                                const std::vector<bool>& wanted, int threads,
                                const TellShare& tell = {}) {
  require(!images.empty(), "adc_ranges: column sums need calibration images");
  std::vector<std::vector<ProgrammedArray>> arrays;
  SumHistograms histograms;
  for (std::size_t slot = 0; slot < placement.layers.size(); ++slot) {
    const LayerPlacement& layer = placement.layers[slot];
    arrays.emplace_back();
    if (!wanted[slot]) {
      histograms.emplace_back();
      continue;
    }
    if (!layer.dynamic)
      arrays.back() = error_free_arrays(chip, layer, graph.layers[layer.layer].weights, threads);
    histograms.push_back(histograms_of(layer.format, chip.kind(layer.tile_kind).macro()));
  }
  const std::vector<const IntTensor*> chosen = choose_images(images);
  const int image_count = static_cast<int>(chosen.size());
  const IntegerExecutor exact(graph);
  std::mutex merging;
  parallel_for(
      threads, image_count,
      [&](std::int64_t i) {
        const std::vector<IntTensor> tensors = exact.run(*chosen[i]);
        for (std::size_t slot = 0; slot < placement.layers.size(); ++slot) {
          const LayerPlacement& layer = placement.layers[slot];
          if (histograms[slot].empty()) continue;
          const QuantizedLayer& quantized = graph.layers[layer.layer];
          const std::vector<std::uint32_t> positions =
              evenly_spaced(graph.tensors[quantized.output].pixels(), kSampledPositions,
                            static_cast<int>(i), image_count);
          std::vector<MagnitudeHistogram> own =
              histograms_of(layer.format, chip.kind(layer.tile_kind).macro());
          std::vector<ProgrammedArray> written;
          if (layer.dynamic)
            written = error_free_arrays(
                chip, layer, product_matrix(graph, quantized, tensors[quantized.inputs[1]]), 1);
          const std::vector<ProgrammedArray>& of_image = layer.dynamic ? written : arrays[slot];
          for (int b = 0; b < layer.blocks_per_replica(); ++b) {
            count_block(graph, layer, b, of_image[b], tensors[array_input(quantized)], positions,
                        own);
          }
          const std::lock_guard lock(merging);
          for (std::size_t r = 0; r < own.size(); ++r) histograms[slot][r].add(own[r]);
        }
      },
      tell);
  return histograms;
}

const AnalogMacroSpec* converting_macro(const Chip& chip, const LayerPlacement& layer) {
  return chip.kind(layer.tile_kind).macro().analog();
}

/// The slots whose converters' range is measured.
std::vector<bool> measured_slots(const Chip& chip, const Placement& placement) {
  std::vector<bool> wanted;
  for (const LayerPlacement& layer : placement.layers) {
    const AnalogMacroSpec* macro = converting_macro(chip, layer);
    wanted.push_back(macro != nullptr && macro->adc->range_rule().measured());
  }
  return wanted;
}

/// The ranges of one layer that is on converters.
std::vector<AdcRange> layer_ranges(const LayerPlacement& layer, const MacroSpec& macro,
                                   const std::vector<MagnitudeHistogram>& sums) {
  const Adc& adc = *macro.analog()->adc;
  const AdcRangeRule& rule = adc.range_rule();
  const MvmFormat& format = layer.format;
  std::vector<AdcRange> ranges;
  if (rule.measured()) {
    for (const MagnitudeHistogram& histogram : sums)
      ranges.push_back(measured_range(adc, histogram, format.signed_conversion()));
    return ranges;
  }
  const double full_cell = 1.0 * format.full_level() * format.largest_code();
  for (int i = 0; i < range_count(rule, format); ++i) {
    const double largest =
        rule.rule == RangeRule::fixed ? rule.full_cells * full_cell : largest_sum(format, macro, i);
    ranges.push_back(adc.range_for(largest, format.signed_conversion()));
  }
  return ranges;
}

AdcRanges ranges_of(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                    const SumHistograms& sums) {
  AdcRanges ranges(graph.layers.size());
  for (std::size_t slot = 0; slot < placement.layers.size(); ++slot) {
    const LayerPlacement& layer = placement.layers[slot];
    if (converting_macro(chip, layer) != nullptr)
      ranges[layer.layer] = layer_ranges(layer, chip.kind(layer.tile_kind).macro(), sums[slot]);
  }
  return ranges;
}

/// Sums of whole units that are all held are neither rounded nor clipped.
bool holds_all(const AdcRange& range, double largest) {
  return range.lsb == std::int64_t{1} << kPartialSumFraction && range.code_max >= largest;
}

/// The slots whose sums a range may round or clip.
std::vector<bool> lossy_slots(const Chip& chip, const Placement& placement,
                              const AdcRanges& ranges) {
  std::vector<bool> wanted;
  for (const LayerPlacement& layer : placement.layers) {
    bool lossy = false;
    if (converting_macro(chip, layer) != nullptr)
      for (std::size_t i = 0; i < ranges[layer.layer].size(); ++i)
        lossy = lossy || !holds_all(ranges[layer.layer][i],
                                    largest_sum(layer.format, chip.kind(layer.tile_kind).macro(),
                                                static_cast<int>(i)));
    wanted.push_back(lossy);
  }
  return wanted;
}

}  // namespace

AdcRanges adc_ranges(const QuantizedGraph& graph, const Chip& chip, const Placement& placement,
                     std::span<const IntTensor> calibration_images, int threads) {
  const std::vector<bool> measured = measured_slots(chip, placement);
  const bool any = std::find(measured.begin(), measured.end(), true) != measured.end();
  return ranges_of(
      graph, chip, placement,
      any ? count_column_sums(graph, chip, placement, calibration_images, measured, threads)
          : SumHistograms(placement.layers.size()));
}

MeasuredRanges measured_adc_ranges(const QuantizedGraph& graph, const Chip& chip,
                                   const Placement& placement,
                                   std::span<const IntTensor> calibration_images, int threads,
                                   const TellShare& tell) {
  // What is measured, and what may lose something, is counted once.
  std::vector<bool> wanted = measured_slots(chip, placement);
  const AdcRanges stated =
      ranges_of(graph, chip, placement, SumHistograms(placement.layers.size()));
  const std::vector<bool> lossy = lossy_slots(chip, placement, stated);
  for (std::size_t slot = 0; slot < wanted.size(); ++slot)
    wanted[slot] = wanted[slot] || lossy[slot];
  MeasuredRanges found;
  if (std::find(wanted.begin(), wanted.end(), true) == wanted.end()) {
    found.ranges = stated;
    return found;
  }
  const SumHistograms sums =
      count_column_sums(graph, chip, placement, calibration_images, wanted, threads, tell);
  found.ranges = ranges_of(graph, chip, placement, sums);
  for (std::size_t slot = 0; slot < placement.layers.size(); ++slot)
    for (std::size_t i = 0; i < sums[slot].size(); ++i) {
      const int layer = placement.layers[slot].layer;
      found.use.push_back(range_use(layer, found.ranges[layer][i], sums[slot][i]));
    }
  return found;
}

}  // namespace mho
