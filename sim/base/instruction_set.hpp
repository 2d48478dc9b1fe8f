// Which vector instructions the fast loops use. They are compiled once per instruction set and
// chosen when the program runs; all give the same bits, so this decides speed only.
#pragma once

#include <vector>

namespace mho {

/// In rising order; each machine that has one has all before it.
enum class InstructionSet { sse2, avx2, avx512, avx512vnni };

/// "SSE2", "AVX2", "AVX-512", "AVX-512 VNNI".
const char* name_of(InstructionSet set);

/// What this processor has, in rising order; at least SSE2.
std::vector<InstructionSet> available_instruction_sets();

/// The best available one, or the one that MHO_ISA (sse2, avx2, avx512, avx512vnni) in the
/// environment lowers it to; decided at the first call. Throws InputError for another word.
InstructionSet instruction_set();

/// What a set uses of loops that VNNI has no part in.
template <class Loops>
const Loops& loops_of(InstructionSet set, const Loops& sse2, const Loops& avx2,
                      const Loops& avx512) {
  if (set == InstructionSet::sse2) return sse2;
  return set == InstructionSet::avx2 ? avx2 : avx512;
}

}  // namespace mho
