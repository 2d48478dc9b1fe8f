#include "sim/run/native_precision.hpp"

#include <cmath>
#include <optional>

#include "sim/base/quantity.hpp"
#include "workloads/quantize/quantize.hpp"

namespace mho {

namespace {

/// The layer that does not survive weights of so many bits; nothing: all do.
std::optional<WeightRounding> lost_layer(const RunSpec& spec, const Graph& network, int bits) {
  // Trained weights survive the usual bits; synthetic ones hold nothing that could be lost.
  if (bits >= kUsualBits || spec.workload.shape_network) return std::nullopt;
  QuantizationSpec native = spec.quantization;
  native.weight_bits = bits;
  const std::optional<WeightRounding> coarsest = coarsest_layer(network, native);
  return coarsest && coarsest->error > kMostRoundingError ? coarsest : std::nullopt;
}

std::string bits_text(const QuantizationSpec& spec) {
  return std::to_string(spec.weight_bits) + "-bit weights x " +
         std::to_string(spec.activation_bits) + "-bit activations";
}

std::string refusal(const NativePrecisionSpec& native, const WeightRounding& lost,
                    const std::string& workload) {
  const std::string decibels = format_si_rounded(-10 * std::log10(lost.error), "dB", 2);
  return "Not the chip's native precision of " + native.text() + ": rounded to " +
         std::to_string(native.weight_bits) + " bits the weights of " + workload +
         " keep a signal-to-noise ratio of " + decibels + " in layer " + lost.layer +
         " (10 dB are asked for). They are run at " + std::to_string(kUsualBits) +
         " bits, in slices over more cells, and efficiency is not what the chip is known for. "
         "quantization.weight_bits=" +
         std::to_string(native.weight_bits) + " takes it all the same.";
}

}  // namespace

PrecisionChoice choose_bits(RunSpec& spec, const Graph& network) {
  QuantizationSpec& asked = spec.quantization;
  const std::optional<NativePrecisionSpec>& native = spec.chip.native_precision;
  PrecisionChoice choice;
  const bool open = asked.weight_bits == 0 || asked.activation_bits == 0;
  if (asked.activation_bits == 0)
    asked.activation_bits = native ? native->activation_bits : kUsualBits;
  if (asked.weight_bits == 0 && native) {
    if (const auto lost = lost_layer(spec, network, native->weight_bits))
      choice.caveat = refusal(*native, *lost, spec.workload.name);
    else
      asked.weight_bits = native->weight_bits;
  }
  if (asked.weight_bits == 0) asked.weight_bits = kUsualBits;
  if (!native) return choice;
  if (asked.weight_bits == native->weight_bits && asked.activation_bits == native->activation_bits)
    choice.note = std::string(open ? "Bits: the chip's native precision, "
                                   : "Bits: as asked for, which is the chip's native precision, ") +
                  native->text() + "; from: " + native->source;
  else if (choice.caveat.empty())
    choice.note = "Bits: as asked for, " + bits_text(asked) + "; the chip's native precision is " +
                  native->text() + "; from: " + native->source;
  return choice;
}

}  // namespace mho
