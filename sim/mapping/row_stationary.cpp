// The search for a row-stationary mapping: every combination that fits, by its energy and time in
// closed form over whole passes.
#include "sim/mapping/row_stationary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "sim/base/division.hpp"
#include "sim/base/error.hpp"

namespace mho {

namespace {

/// Sets of R x e PEs that fit the array: side by side, or folded over several bands of R rows.
int sets_in_array(const ArrayLayer& layer, const MacArraySpec& array, int e) {
  const int bands = array.rows / layer.kernel_h;
  return e <= array.columns ? bands * (array.columns / e)
                            : bands / static_cast<int>(ceil_divide(e, array.columns));
}

/// Bits that a mapping holds in the global buffer: sums of m filters, and the inputs of a pass.
std::int64_t buffer_bits(const ArrayLayer& layer, const MacArraySpec& array,
                         const RowStationaryMapping& map) {
  const std::int64_t sums = std::int64_t{map.n} * map.m * map.e * layer.output_w;
  const std::int64_t inputs =
      std::int64_t{map.n} * map.q * map.r * input_rows(layer, map.e) * layer.input_w;
  return sums * array.sum_bits + inputs * layer.input_bits;
}

/// Energy of what a mapping moves between array, buffer and off-chip memory, and of the chip's
/// static power meanwhile. What no mapping changes (MACs and their scratchpads) is left out.
class MappingCost {
 public:
  MappingCost(const ArrayLayer& layer, const Chip& chip, int batch)
      : layer_(layer),
        array_(*chip.spec().tile.mac_array),
        batch_(batch),
        off_chip_bit_((chip.price(Action::off_chip_read_bit).energy +
                       chip.price(Action::off_chip_link_bit).energy)
                          .value()),
        buffer_bit_(chip.price(Action::global_buffer_read).energy.value() /
                    chip.spec().global_buffer.width_bits),
        transfer_(chip.main().price(Action::mac_transfer).energy.value() +
                  chip.main().price(Action::mac_register_access).energy.value()),
        static_cycle_(chip.leakage().value() / array_.clock.value()) {}

  double of(const RowStationaryMapping& map) const {
    const double sets = static_cast<double>(layer_.groups) * std::ceil(1.0 * batch_ / map.n) *
                        std::ceil(1.0 * layer_.outputs / map.m) *
                        std::ceil(1.0 * layer_.output_h / map.e);
    const double channel_passes = std::ceil(1.0 * layer_.channels / (map.q * map.r));
    const double passes = sets * channel_passes * std::ceil(1.0 * map.m / (map.p * map.t));
    const double filter_words = 1.0 * map.p * map.t * map.q * map.r * kernel();
    const double input_words = 1.0 * map.n * map.q * map.r *
                               static_cast<double>(input_rows(layer_, map.e)) * layer_.input_w;
    const double sum_words = 1.0 * map.n * map.p * map.t * map.e * layer_.output_w;
    const double cycles = static_cast<double>(pass_cycles(layer_, array_, map, map.n, map.q * map.r,
                                                          map.p * map.t, map.e)) +
                          filter_words / array_.scratchpad->filter_words_per_cycle;
    const double input_bytes = static_cast<double>(
        off_chip_bytes(array_, std::llround(input_words), layer_.input_bits, layer_.input_nonzero));
    const double off_chip_bits =
        passes * filter_words * layer_.weight_bits + sets * channel_passes * input_bytes * 8;
    const double buffer_bits =
        passes * (input_words * layer_.input_bits + 2 * sum_words * array_.sum_bits) +
        sets * channel_passes * input_words * layer_.input_bits;
    const double transfers =
        passes * (filter_words * map.e +
                  1.0 * map.n * map.q * map.r * layer_.input_w * layer_.kernel_h * map.e * map.t);
    return off_chip_bits * off_chip_bit_ + buffer_bits * buffer_bit_ + transfers * transfer_ +
           passes * cycles * static_cycle_;
  }

 private:
  double kernel() const { return 1.0 * layer_.kernel_h * layer_.kernel_w; }

  const ArrayLayer& layer_;
  const MacArraySpec& array_;
  int batch_;
  double off_chip_bit_, buffer_bit_, transfer_, static_cycle_;
};

/// The numbers in [1, limit] that cut `whole` into a new number of pieces: any other costs as much
/// as the next lower one of these and holds more.
std::vector<int> cuts_of(int whole, int limit) {
  std::vector<int> sizes;
  for (int pieces = whole; pieces >= 1; --pieces) {
    const int size = static_cast<int>(ceil_divide(whole, pieces));
    if (size <= limit && (sizes.empty() || sizes.back() != size)) sizes.push_back(size);
  }
  return sizes;
}

}  // namespace

std::int64_t input_rows(const ArrayLayer& layer, std::int64_t output_rows) {
  return std::min<std::int64_t>((output_rows - 1) * layer.stride_h + layer.kernel_h, layer.input_h);
}

ArrayLayer fit_kernel(const ArrayLayer& layer, const MacArraySpec& array) {
  if (layer.kernel_h <= array.rows && layer.kernel_w <= array.scratchpad->input_words &&
      layer.kernel_w <= array.scratchpad->filter_words)
    return layer;
  ArrayLayer unrolled = layer;
  unrolled.channels = layer.rows();
  unrolled.kernel_h = unrolled.kernel_w = unrolled.stride_h = unrolled.stride_w = 1;
  unrolled.input_h = layer.output_h;
  unrolled.input_w = layer.output_w;
  return unrolled;
}

std::int64_t pass_cycles(const ArrayLayer& layer, const MacArraySpec& array,
                         const RowStationaryMapping& mapping, std::int64_t inputs,
                         std::int64_t channels, std::int64_t filters, std::int64_t output_rows) {
  const ScratchpadSpec& pe = *array.scratchpad;
  const std::int64_t in_pe = std::min<std::int64_t>(channels, mapping.q);
  const std::int64_t filters_in_pe = std::min<std::int64_t>(filters, mapping.p);
  const std::int64_t macs =
      in_pe * layer.kernel_w * array.cycles_per_mac(layer.weight_bits, layer.input_bits);
  const std::int64_t compute = inputs * layer.output_w * filters_in_pe * (macs + pe.sum_cycles);
  const std::int64_t input_words =
      inputs * channels * input_rows(layer, output_rows) * layer.input_w;
  const std::int64_t sum_words = inputs * filters * output_rows * layer.output_w;
  return std::max({compute, ceil_divide(input_words, pe.input_words_per_cycle),
                   ceil_divide(sum_words, pe.sum_words_per_cycle)});
}

int active_pes(const ArrayLayer& layer, const RowStationaryMapping& mapping) {
  return layer.kernel_h * mapping.e * mapping.r * mapping.t;
}

RowStationaryMapping row_stationary_mapping(const ArrayLayer& layer, const Chip& chip, int batch) {
  const MacArraySpec& array = *chip.spec().tile.mac_array;
  const ScratchpadSpec& pe = *array.scratchpad;
  const std::int64_t capacity = 8 * chip.spec().global_buffer.capacity_bytes;
  const MappingCost cost(layer, chip, batch);
  RowStationaryMapping best;
  double least = std::numeric_limits<double>::infinity();
  const int most_q =
      std::min({layer.channels, pe.input_words / layer.kernel_w, pe.filter_words / layer.kernel_w});
  for (const int e : cuts_of(layer.output_h, layer.output_h)) {
    const int sets = sets_in_array(layer, array, e);
    for (const int q : cuts_of(layer.channels, most_q)) {
      const int most_p = std::min(pe.sum_words, pe.filter_words / (q * layer.kernel_w));
      for (int r = 1; r <= sets && (r == 1 || q * r < layer.channels + q); ++r)
        for (int t = 1; r * t <= sets; ++t)
          for (const int p : cuts_of(layer.outputs, most_p)) {
            if (t > 1 && p * (t - 1) >= layer.outputs) break;
            for (const int n : cuts_of(batch, batch))
              for (int m = p * t;; m += p * t) {
                RowStationaryMapping map{n, std::min(m, layer.outputs), e, p, q, r, t};
                if (buffer_bits(layer, array, map) > capacity) break;
                const double energy = cost.of(map);
                if (energy < least) {
                  least = energy;
                  best = map;
                }
                if (m >= layer.outputs) break;
              }
          }
    }
  }
  if (!std::isfinite(least))
    throw InputError({}, "chip.global_buffer.capacity",
                     "does not hold one output row of one filter with its inputs; allowed: at "
                     "least " +
                         std::to_string(ceil_divide(buffer_bits(layer, array, {}), 8)) + " B");
  return best;
}

}  // namespace mho
