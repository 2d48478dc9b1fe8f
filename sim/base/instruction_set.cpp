// Instruction sets by cpuid (through the compiler's built-in, which also asks the system whether it
// saves the registers).
#include "sim/base/instruction_set.hpp"

#include <algorithm>
#include <cstdlib>
#include <string>

#include "sim/base/error.hpp"

namespace mho {

namespace {

InstructionSet from_environment() {
  const InstructionSet best = available_instruction_sets().back();
  const char* word = std::getenv("MHO_ISA");
  if (word == nullptr) return best;
  const char* words[] = {"sse2", "avx2", "avx512", "avx512vnni"};
  for (int i = 0; i < 4; ++i)
    if (std::string(word) == words[i]) return std::min(best, static_cast<InstructionSet>(i));
  throw InputError({}, "MHO_ISA",
                   "unknown instruction set '" + std::string(word) +
                       "' in the environment; allowed: sse2, avx2, avx512, avx512vnni");
}

}  // namespace

const char* name_of(InstructionSet set) {
  switch (set) {
    case InstructionSet::sse2:
      return "SSE2";
    case InstructionSet::avx2:
      return "AVX2";
    case InstructionSet::avx512:
      return "AVX-512";
    case InstructionSet::avx512vnni:
      return "AVX-512 VNNI";
  }
  throw Bug("name_of: unknown instruction set");
}

std::vector<InstructionSet> available_instruction_sets() {
  std::vector<InstructionSet> sets{InstructionSet::sse2};
  if (!__builtin_cpu_supports("avx2")) return sets;
  sets.push_back(InstructionSet::avx2);
  if (!__builtin_cpu_supports("avx512f") || !__builtin_cpu_supports("avx512bw") ||
      !__builtin_cpu_supports("avx512dq") || !__builtin_cpu_supports("avx512vl"))
    return sets;
  sets.push_back(InstructionSet::avx512);
  if (__builtin_cpu_supports("avx512vnni")) sets.push_back(InstructionSet::avx512vnni);
  return sets;
}

InstructionSet instruction_set() {
  static const InstructionSet chosen = from_environment();
  return chosen;
}

}  // namespace mho
