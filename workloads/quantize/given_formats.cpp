#include "workloads/quantize/given_formats.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "workloads/graph/file_bits.hpp"

namespace mho {

namespace {

/// Bits of sign and magnitude.
int signed_bits(std::int64_t low, std::int64_t high) {
  return 1 + static_cast<int>(std::bit_width(static_cast<std::uint64_t>(std::max(-low, high))));
}

int unsigned_bits(std::int64_t levels) {
  return static_cast<int>(std::bit_width(static_cast<std::uint64_t>(levels)));
}

float at(const std::vector<float>& values, std::size_t index) {
  return values[values.size() == 1 ? 0 : index];
}

}  // namespace

std::vector<bool> operands_of_products(const QuantizedGraph& graph) {
  std::vector<bool> operands(graph.tensors.size(), false);
  for (auto layer = graph.layers.rbegin(); layer != graph.layers.rend(); ++layer) {
    const bool passes = layer->kind == LayerKind::permute || layer->kind == LayerKind::max_pool;
    if (layer->kind == LayerKind::product ||
        (passes && operands[static_cast<std::size_t>(layer->output)]))
      for (const int input : layer->inputs) operands[static_cast<std::size_t>(input)] = true;
  }
  return operands;
}

void take_format(QuantizedTensor& tensor, const NumberFormat& format, bool never_negative,
                 bool with_offset) {
  const std::int32_t zero = format.zero_point[0];
  QuantizedTensor::Given given{format.low - zero, format.high - zero, zero, format.bipolar};
  if (never_negative) given.low = std::max(given.low, 0);
  tensor.given = given;
  tensor.scale = static_cast<double>(format.scale[0]);
  tensor.is_signed = given.low < 0;
  tensor.offset = 0;
  if (!tensor.is_signed) {
    tensor.bits = std::max(1, unsigned_bits(given.high));
    return;
  }
  tensor.bits = std::max(2, signed_bits(given.low, given.high));
  const int levels = unsigned_bits(std::int64_t{given.high} - given.low);
  if (!with_offset || tensor.bits <= levels) return;
  tensor.bits = levels;
  tensor.offset = -given.low;
}

bool keeps_integers(const QuantizedLayer& layer, const RealNumbers& real) {
  if (!real.given) return false;
  const auto rows = static_cast<std::size_t>(layer.weights.rows_per_group);
  const std::vector<float>& scale = real.given->scale;
  for (std::size_t w = 0; scale.size() > 1 && w < scale.size(); ++w)
    if (scale[w] != scale[w / rows * rows]) return false;
  return std::all_of(scale.begin(), scale.end(), [](float each) { return each != 0; });
}

namespace {

/// Lowest and highest number of each output.
struct StepRange {
  std::int64_t low = 0, high = 0;
};

std::vector<StepRange> ranges_of(const MatrixWeights& weights) {
  std::vector<StepRange> ranges;
  const auto rows = static_cast<std::ptrdiff_t>(weights.rows_per_group);
  for (auto begin = weights.values.begin(); rows > 0 && begin != weights.values.end();
       begin += rows) {
    const auto [low, high] = std::minmax_element(begin, begin + rows);
    ranges.push_back({*low, *high});
  }
  return ranges;
}

void set_bits(MatrixWeights& weights, const GivenWeights& given) {
  const int of_codes = given.bipolar ? 1 : unsigned_bits(std::int64_t{given.high} - given.low);
  weights.bits = std::max(2, of_codes);
  const std::vector<StepRange> ranges = ranges_of(weights);
  int whole = weights.bits, centered = weights.bits;
  std::vector<std::int32_t> centers;
  const std::int64_t most = (std::int64_t{1} << (weights.bits - 1)) - 1;
  for (const StepRange& range : ranges) {
    whole = std::max(whole, signed_bits(range.low, range.high));
    // As close to 0 as fits, so that most outputs need none.
    const std::int64_t middle = range.low + (range.high - range.low) / 2;
    const bool fits = range.low >= -most && range.high <= most;
    const std::int64_t center = fits ? 0 : middle;
    centers.push_back(static_cast<std::int32_t>(center));
    centered = std::max(centered, signed_bits(range.low - center, range.high - center));
  }
  weights.bits = std::min(whole, centered);
  if (centered < whole) weights.center = std::move(centers);
}

}  // namespace

void take_weights(MatrixWeights& weights, const RealNumbers& real) {
  const GivenWeights& given = *real.given;
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  weights.values.clear();
  weights.scale.clear();
  for (std::size_t o = 0; o < static_cast<std::size_t>(weights.outputs); ++o)
    weights.scale.push_back(static_cast<double>(at(given.scale, o * rows)));
  weights.values.reserve(real.weights.size());
  for (std::size_t i = 0; i < real.weights.size(); ++i)
    // A product of an integer of 16 bits and a float32 keeps the integer.
    weights.values.push_back(static_cast<std::int32_t>(
        std::nearbyint(static_cast<double>(real.weights[i]) / weights.scale[i / rows])));
  set_bits(weights, given);
}

void set_offset_sums(const QuantizedTensor& input, MatrixWeights& weights) {
  if (input.offset == 0) return;
  const auto rows = static_cast<std::size_t>(weights.rows_per_group);
  weights.offset_sums.assign(static_cast<std::size_t>(weights.outputs), 0);
  for (std::size_t i = 0; i < weights.values.size(); ++i)
    weights.offset_sums[i / rows] += std::int64_t{weights.values[i]} * input.offset;
}

void check_given(const LoweredGraph& lowered, const QuantizationSpec& spec, const std::string& file,
                 const Place& where) {
  std::vector<Problem> problems;
  const auto check = [&](const std::string& key, int asked, int given, const std::string& of) {
    if (asked != given)
      problems.push_back({where, key,
                          std::to_string(asked) + " contradicts " + file + ", where " + of + ' ' +
                              std::to_string(given) +
                              " bits; the file's integers are run as they are: leave the key out"});
  };
  for (std::size_t i = 0; i < lowered.graph.layers.size(); ++i) {
    const QuantizedLayer& layer = lowered.graph.layers[i];
    const bool weights = keeps_integers(layer, lowered.real[i]);
    const auto own = spec.weight_bits_by_layer.find(layer.name);
    if (weights && own != spec.weight_bits_by_layer.end())
      check("quantization.weight_bits_by_layer." + layer.name, own->second,
            code_bits(lowered.real[i].given->low, lowered.real[i].given->high),
            "the weights of '" + layer.name + "' have");
    if (weights && spec.weight_clip > 0)
      problems.push_back({where, "quantization.weight_clip",
                          "contradicts " + file + ", where the weights of '" + layer.name +
                              "' are integers already; the file's integers are run as they are: "
                              "leave the key out"});
    const auto& format = lowered.given[static_cast<std::size_t>(layer.output)];
    const auto bits = spec.activation_bits_by_layer.find(layer.name);
    if (format && bits != spec.activation_bits_by_layer.end())
      check("quantization.activation_bits_by_layer." + layer.name, bits->second,
            code_bits(format->low, format->high), "the output of '" + layer.name + "' has");
  }
  if (!problems.empty()) throw InputError(std::move(problems));
}

}  // namespace mho
