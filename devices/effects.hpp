// Everything that keeps an analog machine from computing integers exactly, as names that can be
// switched off one by one: for ablation (which source costs how much accuracy) and for tests.
#pragma once

#include <bitset>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace mho {

enum class Effect {
  programming_error,  ///< a write misses its target
  device_variation,   ///< devices differ from one another
  stuck_cells,        ///< cells that do not switch
  drift,              ///< conductance changes with age: drift, relaxation, retention
  temperature,        ///< the chip is not at the temperature its cells were characterized at
  read_noise,         ///< white from read to read
  telegraph_noise,    ///< traps that switch between two states
  nonlinearity,       ///< current of a cell not proportional to the voltage
  dac_error,          ///< row drivers that miss their levels
  wire_resistance,    ///< of rows, columns and their terminals
  column_limit,       ///< columns that saturate
  column_noise,       ///< of sensing, before the converter
  adc_mismatch,       ///< thresholds that are off: offset, gain, INL
  adc_noise,          ///< of the converter's comparator
  adc_quantization    ///< rounding and clipping to codes
};
inline constexpr std::size_t kEffects = static_cast<std::size_t>(Effect::adc_quantization) + 1;

/// The name in YAML, on the command line and in reports, and what it is in a sentence.
const char* name_of(Effect effect);
const char* sentence_of(Effect effect);

/// The effect of that name; empty when there is none.
std::optional<Effect> effect_named(std::string_view name);

/// A set of effects.
class Effects {
 public:
  Effects() = default;  ///< none
  Effects(std::initializer_list<Effect> effects) {
    for (const Effect effect : effects) set_.set(static_cast<std::size_t>(effect));
  }
  static Effects all() { return Effects(std::bitset<kEffects>().set()); }

  bool has(Effect effect) const { return set_.test(static_cast<std::size_t>(effect)); }
  bool empty() const { return set_.none(); }
  Effects without(Effects others) const { return Effects(set_ & ~others.set_); }
  Effects with(Effects others) const { return Effects(set_ | others.set_); }
  Effects among(Effects others) const { return Effects(set_ & others.set_); }
  bool operator==(const Effects&) const = default;

 private:
  explicit Effects(std::bitset<kEffects> set) : set_(set) {}
  std::bitset<kEffects> set_;
};

}  // namespace mho
