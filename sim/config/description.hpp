// What the visitor that documents a spec finds: one description a key, of every kind that has it.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"

namespace mho {

struct Description {
  std::string key;         ///< dotted
  std::string conditions;  ///< " (kind sar)", of all sections around
  std::string kind;        ///< of the section that it stands in; empty where that has none
  std::string allowed;
  std::string otherwise;  ///< the value when it is not given; empty: it is required
  std::string sentence;
  std::vector<std::string> words;  ///< "sar: what it means"
  bool is_section = false;         ///< or a list of them

  std::string text() const;  ///< lines, each closed
};

namespace detail {
std::vector<Description> descriptions(const Visit& visit);
}  // namespace detail

}  // namespace mho
