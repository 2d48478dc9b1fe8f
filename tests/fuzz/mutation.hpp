// Changes to bytes and to lines of text that parsers are sensitive to.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/dice.hpp"

namespace mho::fuzz {

using Bytes = std::vector<std::uint8_t>;

/// Numbers at the edges of types and of what is allowed.
extern const std::vector<std::int64_t> kEdges;

/// One change: bits, bytes, integers of 1 to 8 bytes in either order, copies, insertions, cuts.
void mutate_bytes(Bytes& bytes, Dice& dice);

/// One change of a YAML text: values, keys, order and depth of lines; or of its bytes.
void mutate_yaml(Bytes& bytes, Dice& dice);

/// Adapts a mutation to libFuzzer's form.
template <class Mutate>
std::size_t mutate_in_place(std::uint8_t* data, std::size_t size, std::size_t most, unsigned seed,
                            const Mutate& mutate) {
  Bytes bytes(data, data + size);
  Dice dice{Stream(seed)};
  mutate(bytes, dice);
  if (bytes.size() > most) bytes.resize(most);
  std::copy(bytes.begin(), bytes.end(), data);
  return bytes.size();
}

}  // namespace mho::fuzz
