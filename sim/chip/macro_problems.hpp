// Problems that only show when a macro's cells are programmed, by the keys of the chip's file.
#pragma once

#include <utility>
#include <vector>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"

namespace mho {

/// What `program` returns; the keys of its InputErrors, of a macro, as those of a run.
template <class Program>
auto naming_macro(const TileKind& kind, const Program& program) {
  try {
    return program();
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems)
      problem.key = "chip." + section_of(kind.index()) + ".macro." + problem.key;
    throw InputError(std::move(problems));
  }
}

}  // namespace mho
