// Numbers as a file of a sweep writes them, of keys whose unit nobody has told yet.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "sim/config/yaml_node.hpp"

namespace mho {

/// "0.7 V": 0.7 and "V".
struct WrittenNumber {
  double number = 0;
  std::string unit;

  /// Another value in the same unit.
  std::string text(double value) const;
};

std::optional<WrittenNumber> written_number(const std::string& text);
/// In SI units; none for what is no number.
std::optional<double> number_of(const std::string& text);
/// "V" of "700 mV"; none for what has no unit.
std::optional<std::string> si_unit_of(const std::string& text);
/// To 12 digits, without an exponent where it is whole.
std::string plain_number(double value);

/// A scalar that stands at `place`.
YamlNodePtr scalar_node(const std::string& text, const Place& place);

}  // namespace mho
