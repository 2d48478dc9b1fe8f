// Speed of the crossbar kernel and of normals on one core, next to the roofs of the same machine in
// the same run: multiply-adds out of registers only. Logical MACs are those of the network; slice
// MACs count each pass and weight slice.
#include <immintrin.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "models/crossbar_kernel.hpp"
#include "tests/models/test_cell.hpp"

using namespace mho;

namespace {

constexpr int kRounds = 10'000;
constexpr int kChains = 12;  // independent sums: enough to hide the latency of two units

// Each round is kChains multiply-adds of whole vectors on registers; the result keeps them alive.

[[gnu::target("avx512f,avx512bw,avx512vnni")]] int integer_roof_avx512vnni() {
  __m512i sum[kChains] = {};
  __m512i a = _mm512_set1_epi16(3), b = _mm512_set1_epi16(5);
  for (int r = 0; r < kRounds; ++r) {
    asm volatile("" : "+v"(a), "+v"(b));
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) sum[i] = _mm512_dpwssd_epi32(sum[i], a, b);
  }
  for (int i = 1; i < kChains; ++i) sum[0] = _mm512_add_epi32(sum[0], sum[i]);
  return static_cast<int>(sum[0][0]);
}

[[gnu::target("avx512f,avx512bw")]] int integer_roof_avx512() {
  __m512i sum[kChains] = {};
  __m512i a = _mm512_set1_epi16(3), b = _mm512_set1_epi16(5);
  for (int r = 0; r < kRounds; ++r) {
    asm volatile("" : "+v"(a), "+v"(b));
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) {
      asm volatile("" : "+v"(a));
      sum[i] = _mm512_add_epi32(sum[i], _mm512_madd_epi16(a, b));
    }
  }
  for (int i = 1; i < kChains; ++i) sum[0] = _mm512_add_epi32(sum[0], sum[i]);
  return static_cast<int>(sum[0][0]);
}

[[gnu::target("avx2")]] int integer_roof_avx2() {
  __m256i sum[kChains] = {};
  __m256i a = _mm256_set1_epi16(3), b = _mm256_set1_epi16(5);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) {
      asm volatile("" : "+x"(a));
      sum[i] = _mm256_add_epi32(sum[i], _mm256_madd_epi16(a, b));
    }
  }
  for (int i = 1; i < kChains; ++i) sum[0] = _mm256_add_epi32(sum[0], sum[i]);
  return static_cast<int>(sum[0][0]);
}

int integer_roof_sse2() {
  __m128i sum[kChains] = {};
  __m128i a = _mm_set1_epi16(3), b = _mm_set1_epi16(5);
  for (int r = 0; r < kRounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) {
      asm volatile("" : "+x"(a));
      sum[i] = _mm_add_epi32(sum[i], _mm_madd_epi16(a, b));
    }
  }
  for (int i = 1; i < kChains; ++i) sum[0] = _mm_add_epi32(sum[0], sum[i]);
  return static_cast<int>(sum[0][0]);
}

[[gnu::target("avx512f")]] int float_roof_avx512() {
  __m512 sum[kChains] = {};
  __m512 a = _mm512_set1_ps(0.5f), b = _mm512_set1_ps(0.25f);
  for (int r = 0; r < kRounds; ++r) {
    asm volatile("" : "+v"(a), "+v"(b));
#pragma GCC unroll 12
    for (int i = 0; i < kChains; ++i) sum[i] = _mm512_fmadd_ps(a, b, sum[i]);
  }
  for (int i = 1; i < kChains; ++i) sum[0] = _mm512_add_ps(sum[0], sum[i]);
  return static_cast<int>(sum[0][0]);
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
  int (*loop)() = integer_roof_sse2;
  int lanes = 4;
  if (set == InstructionSet::avx2) loop = integer_roof_avx2, lanes = 8;
  if (set == InstructionSet::avx512) loop = integer_roof_avx512, lanes = 16;
  if (set == InstructionSet::avx512vnni) loop = integer_roof_avx512vnni, lanes = 16;
  volatile int keep = 0;
  return 2.0 * lanes * kChains * kRounds / seconds_of([&] { keep = loop(); }) * 1e-9;
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
    volatile int keep = 0;
    const double seconds = seconds_of([&] { keep = float_roof_avx512(); });
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
