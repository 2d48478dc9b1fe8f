// Speed of the crossbar kernel and of normals on one core, next to the roofs of the same machine in
// the same run: multiply-adds out of registers only. Logical MACs are those of the network; slice
// MACs count each pass and weight slice.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "models/crossbar_kernel.hpp"
#include "tests/models/test_cell.hpp"

using namespace mho;

namespace {

constexpr int kRounds = 10'000;
constexpr int kChains = 12;  // independent sums: they hide the latency of two units

// Rounds of kChains multiply-adds of whole vectors, registers only. In assembly, as the compiler
// would compute equal chains once or keep them in memory.
#define MHO_ROUNDS(step)                                                                      \
  asm volatile("mov %0, %%ecx\n1:\n.irp r,0,1,2,3,4,5,6,7,8,9,10,11\n" step                   \
               "\n.endr\ndec %%ecx\njnz 1b" ::"i"(kRounds)                                    \
               : "ecx", "cc", "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", \
                 "xmm8", "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15")

void sse2_roof() {
  MHO_ROUNDS("movdqa %%xmm14, %%xmm13\n pmaddwd %%xmm15, %%xmm13\n paddd %%xmm13, %%xmm\\r");
}
void avx2_roof() {
  MHO_ROUNDS("vpmaddwd %%ymm14, %%ymm15, %%ymm13\n vpaddd %%ymm13, %%ymm\\r, %%ymm\\r");
  asm volatile("vzeroupper");
}
void avx512_roof() {
  MHO_ROUNDS("vpmaddwd %%zmm14, %%zmm15, %%zmm13\n vpaddd %%zmm13, %%zmm\\r, %%zmm\\r");
  asm volatile("vzeroupper");
}
void avx512vnni_roof() {
  MHO_ROUNDS("vpdpwssd %%zmm14, %%zmm15, %%zmm\\r");
  asm volatile("vzeroupper");
}
void float_roof() {
  asm volatile("vzeroall");  // no denormal numbers, which take longer
  MHO_ROUNDS("vfmadd231ps %%zmm14, %%zmm15, %%zmm\\r");
  asm volatile("vzeroupper");
}

double thread_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// Processor seconds of one call: the fastest of several runs of at least 20 ms.
template <class Body>
double seconds_of(const Body& body) {
  double best = 1e30;
  for (int repeat = 0; repeat < 11; ++repeat) {
    int calls = 0;
    double elapsed = 0;
    const double start = thread_seconds();
    do {
      body();
      ++calls;
      elapsed = thread_seconds() - start;
    } while (elapsed < 0.02);
    best = std::min(best, elapsed / calls);
  }
  return best;
}

struct Scenario {
  const char* name;
  MvmFormat format;
  double programming_sigma;
  double read_relative;
  int rows = 1152;
  int outputs = 256;
  int items = 256;
};

double integer_roof(InstructionSet set) {
  const struct {
    void (*rounds)();
    int lanes;
  } roofs[] = {{sse2_roof, 4}, {avx2_roof, 8}, {avx512_roof, 16}, {avx512vnni_roof, 16}};
  const auto& roof = roofs[static_cast<int>(set)];
  return 2.0 * roof.lanes * kChains * kRounds / seconds_of(roof.rounds) * 1e-9;
}

void measure(InstructionSet set, const Scenario& s) {
  std::vector<std::int32_t> weights(static_cast<std::size_t>(s.rows) * s.outputs);
  Stream(1).integers(0, 255, weights);
  for (auto& w : weights) w -= 127;
  std::vector<std::int32_t> inputs(static_cast<std::size_t>(s.rows) * s.items);
  Stream(2).integers(0, 256, inputs);
  std::vector<std::uint32_t> image(s.items), position(s.items);
  for (int i = 0; i < s.items; ++i) position[i] = static_cast<std::uint32_t>(i);
  TestCell cell = exact_cell(s.format.cell_bits);
  cell.programming_sigma = s.programming_sigma;
  cell.read_relative = s.read_relative;
  const auto array = program_array(s.format, cell, s.rows, s.outputs, weights, Stream(3));
  const int largest = 256 * ((1 << s.format.cell_bits) - 1) * ((1 << s.format.dac_bits) - 1);
  const AdcRange range{std::int64_t{largest / 1024 + 1} << kPartialSumFraction, -128, 127};
  std::vector<std::int64_t> sums(static_cast<std::size_t>(s.items) * s.outputs, 0);
  MvmActivity activity;
  const double seconds = seconds_of([&] {
    mvm_on(set, array, range, {inputs, image, position}, Stream(4), sums, &activity);
  });
  const double macs = double(s.items) * s.rows * s.outputs;
  const double slices =
      double(s.format.converted_columns_per_output()) * s.format.input_slices() * s.format.phases();
  const double conversions = double(s.items) * s.format.passes(s.rows) * array.columns;
  std::printf("  %-58s %8.1f %10.1f %10.1f\n", s.name, macs / seconds * 1e-9,
              macs * slices / seconds * 1e-9, conversions / seconds * 1e-6);
}

}  // namespace

int main() {
  const auto differential = [](int cell_bits, int dac_bits, int active) {
    return MvmFormat{
        8,    8, false, cell_bits, dac_bits, active, Encoding::differential, Subtraction::analog,
        false};
  };
  const Scenario scenarios[] = {
      {"a  7b cell, 8b DAC, programming error", differential(7, 8, 256), 0.01, 0},
      {"b  a + 1 % read noise", differential(7, 8, 256), 0.01, 0.01},
      {"c  4 x 2b slices, 8 x 1b inputs, exact", differential(2, 1, 256), 0, 0},
      {"d  c + programming error, 1 % read noise", differential(2, 1, 256), 0.01, 0.01},
      {"   LeNet conv1: 25 x 12, 784 positions, as a", differential(7, 8, 256), 0.01, 0, 25, 12,
       784},
      {"   the same with read noise, as b", differential(7, 8, 256), 0.01, 0.01, 25, 12, 784},
      {"   one item, as b", differential(7, 8, 256), 0.01, 0.01, 256, 64, 1},
  };
  if (__builtin_cpu_supports("avx512f")) {
    const double seconds = seconds_of(float_roof);
    std::printf("roof of fp32 fused multiply-adds: %.1f GMAC/s\n",
                16.0 * kChains * kRounds / seconds * 1e-9);
  }
  std::vector<float> normals(1 << 14);
  std::printf("normals: %.0f million/s on %s\n",
              double(normals.size()) / seconds_of([&] { Stream(1).normals(0, normals); }) * 1e-6,
              mvm_instruction_set());
  for (const InstructionSet set : available_instruction_sets()) {
    std::printf("%s: roof of 16-bit multiply-adds %.1f GMAC/s\n", name_of(set), integer_roof(set));
    std::printf("  %-58s %8s %10s %10s\n", "", "GMAC/s", "slice GMAC", "Mconv/s");
    for (const Scenario& s : scenarios) measure(set, s);
  }
}
