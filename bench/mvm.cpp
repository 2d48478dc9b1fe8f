// Speed of the crossbar kernel and of normals on one core, next to plain matrix products of the
// same shape and to the roofs of the same machine in the same run: multiply-adds out of registers
// only. Logical MACs are those of the network; slice MACs count each pass and weight slice. All
// times are processor seconds, the best of several, as the machine may be shared.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "bench/plain_products.hpp"
#include "models/crossbar/kernel/kernel.hpp"
#include "models/crossbar/kernel/small.hpp"
#include "models/crossbar/kernel/whole.hpp"
#include "models/wires/wires.hpp"
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
void avx2_byte_roof() {
  MHO_ROUNDS("vpmaddubsw %%ymm14, %%ymm15, %%ymm13\n vpaddw %%ymm13, %%ymm\\r, %%ymm\\r");
  asm volatile("vzeroupper");
}
void avx512_byte_roof() {
  MHO_ROUNDS("vpmaddubsw %%zmm14, %%zmm15, %%zmm13\n vpaddw %%zmm13, %%zmm\\r, %%zmm\\r");
  asm volatile("vzeroupper");
}
void avx512vnni_byte_roof() {
  MHO_ROUNDS("vpdpbusd %%zmm14, %%zmm15, %%zmm\\r");
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
  const char* target;  ///< logical GMAC/s
  MvmFormat format;
  double programming_sigma;
  double read_relative;
  bool exact_converter = false;  ///< holds all column sums, else 8 bits
  int rows = 1152;
  int outputs = 256;
  int items = 256;
  double wire_ohm = 0;  ///< of a row's and of a column's segment
};

/// Multiply-adds per nanosecond of 16-bit and of 8-bit integers (0: the set has none).
struct Roofs {
  double words = 0;
  double bytes = 0;
};

Roofs integer_roofs(InstructionSet set) {
  const struct {
    void (*words)();
    void (*bytes)();
    int lanes;
  } loops[] = {{sse2_roof, nullptr, 4},
               {avx2_roof, avx2_byte_roof, 8},
               {avx512_roof, avx512_byte_roof, 16},
               {avx512vnni_roof, avx512vnni_byte_roof, 16}};
  const auto& loop = loops[static_cast<int>(set)];
  const double steps = 1e-9 * loop.lanes * kChains * kRounds;
  Roofs roofs;
  roofs.words = 2 * steps / seconds_of(loop.words);
  if (loop.bytes != nullptr) roofs.bytes = 4 * steps / seconds_of(loop.bytes);
  return roofs;
}

/// Seconds of plain products of the scenario's shape; 0 where the library is missing.
struct Plain {
  double float_seconds = 0;
  double byte_seconds = 0;
};

Plain plain_products(const Scenario& s) {
  PlainProducts products(s.items, s.outputs, s.rows);
  if (!PlainProducts::available()) return {};
  return {seconds_of([&] { products.multiply_floats(); }),
          seconds_of([&] { products.multiply_bytes(); })};
}

void measure(InstructionSet set, const Roofs& roofs, const Scenario& s) {
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
  WireSpec wires;
  wires.row = wires.column = from_si<Resistance>(s.wire_ohm);
  ArrayModel model(cell);
  if (s.wire_ohm > 0) model.wires = &wires;
  const auto array = program_array(s.format, model, s.rows, s.outputs, weights, Stream(3));
  const int largest = 256 * ((1 << s.format.cell_bits) - 1) * ((1 << s.format.dac_bits) - 1);
  AdcRange range{std::int64_t{largest / 1024 + 1} << kPartialSumFraction, -128, 127};
  if (s.exact_converter) range = {1 << kPartialSumFraction, -largest, largest};
  std::vector<std::int64_t> sums(static_cast<std::size_t>(s.items) * s.outputs, 0);
  const double seconds = seconds_of([&] {
    mvm_on(set, array, range, {inputs, image, position}, Stream(4), sums, nullptr);
  });
  const double macs = double(s.items) * s.rows * s.outputs * 1e-9;
  const double slices = double(s.format.converted_columns_per_output()) * s.format.input_slices() *
                        s.format.input_polarities();
  const bool bytes = multiplies_small_cells(set, array);
  const double work = converts_exactly(array, range) ? macs : macs * slices;
  const auto ratio = [&](double plain_seconds) { return plain_seconds / seconds; };
  const Plain plain = plain_products(s);
  std::printf("  %-52s %5s %8.1f %8.1f %5.0f%% %8.2f %8.2f %7.2f\n", s.name, s.target,
              macs / seconds, macs * slices / seconds,
              100 * work / seconds / (bytes ? roofs.bytes : roofs.words),
              ratio(plain.float_seconds), ratio(plain.byte_seconds),
              double(array.bytes()) / (2.0 * double(array.conductance.size())));
}

}  // namespace

int main() {
  const auto differential = [](int cell_bits, int dac_bits, int active) {
    return MvmFormat{
        8,    8, false, cell_bits, dac_bits, active, Encoding::differential, Subtraction::analog,
        false};
  };
  const MvmFormat whole = differential(7, 8, 256), sliced = differential(2, 1, 256);
  const Scenario scenarios[] = {
      {"8b, programming error", ">= 40", whole, 0.01, 0},
      {"  + 1 % read noise", ">= 20", whole, 0.01, 0.01},
      {"4 x 2b slices, 8 x 1b inputs, exact", ">= 5", sliced, 0, 0},
      {"  + programming error, 1 % read noise", ">= 1.2", sliced, 0.01, 0.01},
      {"8b, programming error, 1 ohm wires", ">= 40", whole, 0.01, 0, false, 1152, 256, 256, 1},
      {"4 x 2b slices, 8 x 1b inputs, converters exact", "", sliced, 0, 0, true},
      {"7 x 1b slices, 8 x 1b inputs, exact, 128 rows", "", differential(1, 1, 128), 0, 0},
      {"LeNet conv1: 25 x 12, 784 positions, 8b as above", "", whole, 0.01, 0, false, 25, 12, 784},
      {"  + read noise", "", whole, 0.01, 0.01, false, 25, 12, 784},
      {"one item of 256 x 64, 8b with read noise", "", whole, 0.01, 0.01, false, 256, 64, 1},
  };
  if (!PlainProducts::available())
    std::printf("no plain products: built without oneDNN (Debian's libdnnl-dev)\n");
  if (__builtin_cpu_supports("avx512f"))
    std::printf("roof of fp32 fused multiply-adds: %.1f GMAC/s\n",
                16e-9 * kChains * kRounds / seconds_of(float_roof));
  const Scenario& shape = scenarios[0];
  const double macs = 1e-9 * shape.items * shape.rows * shape.outputs;
  if (const Plain plain = plain_products(shape); plain.float_seconds > 0)
    std::printf("plain %d x %d x %d on one core: sgemm %.1f GMAC/s, u8 x s8 %.1f GMAC/s\n",
                shape.items, shape.rows, shape.outputs, macs / plain.float_seconds,
                macs / plain.byte_seconds);
  std::vector<float> normals(1 << 14);
  std::printf("normals: %.0f million/s on %s\n",
              double(normals.size()) / seconds_of([&] { Stream(1).normals(0, normals); }) * 1e-6,
              mvm_instruction_set());
  const std::vector<InstructionSet> sets = available_instruction_sets();
  for (auto set = sets.rbegin(); set != sets.rend(); ++set) {
    const Roofs roofs = integer_roofs(*set);
    std::printf("%s: roof of 16-bit multiply-adds %.1f GMAC/s, of 8-bit %.1f\n", name_of(*set),
                roofs.words, roofs.bytes);
    std::printf("  %-52s %5s %8s %8s %6s %8s %8s %7s\n", "", "goal", "GMAC/s", "slices", "roof",
                "x sgemm", "x int8", "memory");
    for (const Scenario& s : scenarios) measure(*set, roofs, s);
  }
}
