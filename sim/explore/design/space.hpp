// The designs of a sweep: keys of a run that take one of several values each, where some values
// have keys of their own below them.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/cache/key.hpp"

namespace mho {

struct YamlNode;

/// A value that a key may take.
struct SweptValue {
  std::shared_ptr<const YamlNode> node;
  std::string label;             ///< as it is written; of a file its name without folder and ending
  std::optional<double> number;  ///< in SI units, where it is one
  Key content;                   ///< of the value itself, whatever its label
  std::vector<int> parameters{};  ///< that vary where this value is chosen
};

/// A key and its values.
struct Parameter {
  std::string key;
  Place place;
  std::vector<SweptValue> values;
  bool is_ordered = false;  ///< all values are numbers; they rise
};

/// A value of each parameter by its number; -1 for those that are not there.
using Choice = std::vector<int>;

struct Space {
  std::vector<Parameter> parameters;  ///< one that depends on a value stands behind its owner
  std::vector<int> roots;             ///< those that always vary

  /// Designs; none when there are more than 2^62.
  std::optional<std::int64_t> size() const;
  /// The design of a number below size(): the last parameter changes fastest.
  Choice at(std::int64_t number) const;
  /// The choice with what does not belong to it taken out, and the first value where one is
  /// missing.
  Choice made_whole(const Choice& choice) const;
  /// "KEY=LABEL", of the parameters that are there.
  std::vector<std::pair<std::string, std::string>> labels(const Choice& choice) const;
  Key key(const Choice& choice) const;
};

}  // namespace mho
