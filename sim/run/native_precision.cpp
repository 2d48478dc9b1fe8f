#include "sim/run/native_precision.hpp"

#include <cmath>
#include <optional>

#include "sim/base/error.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/graph/file_bits.hpp"
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

/// Takes the bits of a network that its file has quantized. What it leaves in float has those that
/// the run asks for. Throws InputError where the run asks for others and nothing is float.
void take_file_bits(QuantizationSpec& asked, const FileBits& file, const std::string& network,
                    const Place& where) {
  std::vector<Problem> problems;
  const auto take = [&](const char* key, int& bits, int least, int most, bool anew) {
    if (most == 0) return;
    const bool leaves_float = file.float_weights;
    const bool contradicts = bits != 0 && (bits < least || bits > most) && !leaves_float && !anew;
    if (contradicts)
      problems.push_back({where, std::string("quantization.") + key,
                          std::to_string(bits) + " contradicts " + network +
                              ", which is quantized to " + range_text(least, most) +
                              " bits already; the file's integers are run as they are: leave the "
                              "key out"});
    if (bits == 0 && !leaves_float) bits = most;
  };
  take("weight_bits", asked.weight_bits, file.least_weights, file.weights, !file.blocked.empty());
  take("activation_bits", asked.activation_bits, file.least_activations, file.activations, false);
  if (!problems.empty()) throw InputError(std::move(problems));
}

/// How well blocked weights survive: of the layer that suffers most.
std::string rounding_text(const RunSpec& spec, const Graph& network) {
  const std::optional<WeightRounding> worst = coarsest_layer(network, spec.quantization);
  if (!worst) return "";
  return ", at " + std::to_string(spec.quantization.weight_bits) +
         " bits. What that leaves of them has a signal-to-noise ratio of " +
         format_si_rounded(-10 * std::log10(worst->error), "dB", 2) + " in layer " + worst->layer +
         ", the least; quantization.weight_bits may ask for more bits";
}

std::string file_note(const FileBits& file, const RunSpec& spec, const Graph& network) {
  std::string text = "Quantized by its file, " + network.file + ": " + text_of(file);
  if (!file.blocked.empty()) text += rounding_text(spec, network);
  text += ". 'floating point' is the accuracy of the file in float32, rounded where it says so";
  if (!file.blocked.empty()) text += ", before, and 'quantized, exact' that after";
  const auto& native = spec.chip.native_precision;
  if (native) text += "; the chip's native precision is " + native->text();
  return text;
}

}  // namespace

PrecisionChoice choose_bits(RunSpec& spec, const Graph& network, const Place& where) {
  QuantizationSpec& asked = spec.quantization;
  const FileBits file = file_bits(network);
  if (file.any()) take_file_bits(asked, file, network.file, where);
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
  if (file.any()) {
    choice.note = file_note(file, spec, network);
    return choice;
  }
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
