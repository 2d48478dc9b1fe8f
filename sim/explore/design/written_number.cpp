#include "sim/explore/design/written_number.hpp"

#include <array>

#include "sim/base/quantity.hpp"
#include "sim/config/scalar.hpp"

namespace mho {

namespace {

constexpr std::array<const char*, 13> kUnits{"J", "W",   "s", "m2", "m", "Hz", "V",
                                             "A", "Ohm", "S", "F",  "K", "B"};

}  // namespace

std::string WrittenNumber::text(double value) const {
  return plain_number(value) + (unit.empty() ? "" : ' ' + unit);
}

std::optional<WrittenNumber> written_number(const std::string& text) {
  std::size_t end = text.find_first_not_of("+-.0123456789");
  // An exponent, where digits follow it.
  if (end != std::string::npos && (text[end] == 'e' || text[end] == 'E') &&
      text.find_first_of("0123456789", end) != std::string::npos)
    end = text.find_first_not_of("+-.0123456789", end + 1);
  const auto number = parse_number(text.substr(0, end));
  if (!std::holds_alternative<double>(number)) return std::nullopt;
  std::string unit = end == std::string::npos ? "" : text.substr(end);
  unit.erase(0, unit.find_first_not_of(' '));
  return WrittenNumber{std::get<double>(number), unit};
}

std::optional<double> number_of(const std::string& text) {
  const auto plain = parse_number(text);
  if (const double* number = std::get_if<double>(&plain)) return *number;
  const auto unit = si_unit_of(text);
  return unit ? parse_si(text, *unit) : std::nullopt;
}

std::optional<std::string> si_unit_of(const std::string& text) {
  for (const char* unit : kUnits)
    if (parse_si(text, unit)) return unit;
  return std::nullopt;
}

std::string plain_number(double value) { return format_si_rounded(value, "", 12); }

YamlNodePtr scalar_node(const std::string& text, const Place& place) {
  auto node = std::make_shared<YamlNode>();
  node->type = YamlNode::Type::scalar;
  node->place = place;
  node->text = text;
  return node;
}

}  // namespace mho
