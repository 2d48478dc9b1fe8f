// Matrix products against plain loops, bit for bit, on every instruction set.
#include "sim/base/products.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <vector>

#include "sim/base/instruction_set.hpp"
#include "sim/base/products_kernels.hpp"
#include "sim/base/random.hpp"

namespace mho {

namespace {

template <class Scalar>
struct Matrices {
  std::ptrdiff_t rows, depth, columns;
  std::vector<Scalar> a, b;

  Matrices(std::uint64_t index, std::ptrdiff_t m, std::ptrdiff_t k, std::ptrdiff_t n)
      : rows(m), depth(k), columns(n) {
    const Stream stream = Stream(41).child(index);
    std::vector<float> drawn(static_cast<std::size_t>(std::max(m * k, k * n)));
    stream.child(0).normals(0, drawn);
    a.assign(drawn.begin(), drawn.begin() + m * k);
    stream.child(1).normals(0, drawn);
    b.assign(drawn.begin(), drawn.begin() + k * n);
  }

  /// a [rows][depth] times b [depth][columns], summed along the depth.
  std::vector<Scalar> along_depth() const {
    std::vector<Scalar> out;
    for (std::ptrdiff_t m = 0; m < rows; ++m)
      for (std::ptrdiff_t n = 0; n < columns; ++n) {
        Scalar sum = 0;
        for (std::ptrdiff_t k = 0; k < depth; ++k) sum += left(m, k) * right(k, n);
        out.push_back(sum);
      }
    return out;
  }

  /// Sixteen sums for each output, added up in pairs.
  std::vector<Scalar> in_sixteen() const {
    std::vector<Scalar> out;
    for (std::ptrdiff_t m = 0; m < rows; ++m)
      for (std::ptrdiff_t n = 0; n < columns; ++n) {
        Scalar sums[16] = {};
        for (std::ptrdiff_t k = 0; k < depth; ++k) sums[k % 16] += left(m, k) * right(k, n);
        for (int half = 8; half > 0; half /= 2)
          for (int i = 0; i < half; ++i) sums[i] += sums[i + half];
        out.push_back(sums[0]);
      }
    return out;
  }

  template <class Element>
  static std::vector<Element> turned(const std::vector<Element>& from, std::ptrdiff_t rows,
                                     std::ptrdiff_t columns) {
    std::vector<Element> to(from.size());
    for (std::ptrdiff_t r = 0; r < rows; ++r)
      for (std::ptrdiff_t c = 0; c < columns; ++c)
        to[static_cast<std::size_t>(c * rows + r)] =
            from[static_cast<std::size_t>(r * columns + c)];
    return to;
  }

 private:
  Scalar left(std::ptrdiff_t m, std::ptrdiff_t k) const {
    return a[static_cast<std::size_t>(m * depth + k)];
  }
  Scalar right(std::ptrdiff_t k, std::ptrdiff_t n) const {
    return b[static_cast<std::size_t>(k * columns + n)];
  }
};

const std::ptrdiff_t kSizes[][3] = {{1, 1, 1},    {1, 7, 3},    {3, 20, 16},  {5, 33, 17},
                                    {6, 9, 64},   {13, 48, 65}, {16, 31, 80}, {24, 5, 130},
                                    {12, 16, 49}, {7, 100, 15}};

}  // namespace

TEMPLATE_TEST_CASE("a matrix product has the bits of plain loops on every instruction set", "",
                   float, double) {
  std::uint64_t index = 0;
  for (const auto& [m, k, n] : kSizes) {
    const Matrices<TestType> matrices(index++, m, k, n);
    const std::vector<TestType> rows = matrices.along_depth(), dots = matrices.in_sixteen();
    const std::vector<TestType> b = Matrices<TestType>::turned(matrices.b, k, n);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO(m << " x " << k << " x " << n << ", " << name_of(set));
      std::vector<TestType> out(rows.size());
      ProductJob<TestType> job;
      job.a = matrices.a.data();
      job.a_row = k;
      job.a_column = 1;
      job.b = matrices.b.data();
      job.b_step = n;
      job.out = out.data();
      job.out_step = n;
      job.rows = m;
      job.depth = k;
      job.columns = n;
      const ProductKernels& kernels = loops_of(set, products_sse2, products_avx2, products_avx512);
      if constexpr (std::is_same_v<TestType, float>) {
        kernels.rows_32(job);
        REQUIRE(out == rows);
        job.b = b.data();
        job.b_step = k;
        kernels.dots_32(job);
      } else {
        kernels.rows_64(job);
        REQUIRE(out == rows);
        job.b = b.data();
        job.b_step = k;
        kernels.dots_64(job);
      }
      REQUIRE(out == dots);
    }
  }
}

TEMPLATE_TEST_CASE("transposed factors are read as they lie", "", float, double) {
  const std::ptrdiff_t m = 5, k = 21, n = 18;
  const Matrices<TestType> matrices(1000, m, k, n);
  const std::vector<TestType> a = Matrices<TestType>::turned(matrices.a, m, k),
                              b = Matrices<TestType>::turned(matrices.b, k, n);
  std::vector<TestType> out(static_cast<std::size_t>(m * n));
  multiply({a.data(), m, k, m, true}, {matrices.b.data(), k, n, n}, out.data(), n);
  CHECK(out == matrices.along_depth());
  multiply({a.data(), m, k, m, true}, {b.data(), k, n, k, true}, out.data(), n);
  CHECK(out == matrices.along_depth());
  multiply({matrices.a.data(), m, k, k}, {b.data(), k, n, k, true}, out.data(), n);
  CHECK(out == matrices.in_sixteen());
}

}  // namespace mho
