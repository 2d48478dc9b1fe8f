// Streams: known answers, statistics of the normals, and the same bits from every way to draw them.
#include "sim/base/random.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "sim/base/instruction_set.hpp"
#include "sim/base/normals_kernels.hpp"

using namespace mho;

namespace {

using Words = std::array<std::uint32_t, 4>;

std::vector<float> draw(const Stream& stream, std::uint64_t first, std::size_t count) {
  std::vector<float> out(count);
  stream.normals(first, out);
  return out;
}

/// Largest distance between the empirical distribution and the standard normal one.
double kolmogorov_distance(std::vector<float> draws) {
  std::sort(draws.begin(), draws.end());
  const auto n = static_cast<double>(draws.size());
  double distance = 0;
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const double exact = 0.5 * std::erfc(-static_cast<double>(draws[i]) / std::sqrt(2.0));
    distance = std::max(
        {distance, exact - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - exact});
  }
  return distance;
}

double correlation(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum / static_cast<double>(a.size());
}

}  // namespace

TEST_CASE("words are Philox4x32-10 by Random123's known answers") {
  // Random123, kat_vectors, philox4x32 with 10 rounds.
  CHECK(Stream(0).words({0, 0, 0, 0}) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(Stream(0xffffffffffffffff).words({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}) ==
        Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(Stream(0x299f31d0a4093822).words({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("normals have the moments of the standard normal distribution") {
  const std::size_t count = 1'000'000;
  const auto draws = draw(Stream(42), 0, count);
  double mean = 0, second = 0, third = 0, fourth = 0;
  for (const float value : draws) {
    const auto x = static_cast<double>(value);
    mean += x;
    second += x * x;
    third += x * x * x;
    fourth += x * x * x * x;
  }
  const double n = count;
  // Standard errors of the mean powers of n normals: sqrt(1/n), sqrt(2/n), sqrt(15/n), sqrt(96/n);
  // 4 of them are exceeded by chance once in 16,000 seeds.
  CHECK(std::abs(mean / n) < 4 * std::sqrt(1 / n));
  CHECK(std::abs(second / n - 1) < 4 * std::sqrt(2 / n));
  CHECK(std::abs(third / n) < 4 * std::sqrt(15 / n));
  CHECK(std::abs(fourth / n - 3) < 4 * std::sqrt(96 / n));
}

TEST_CASE("normals pass a Kolmogorov-Smirnov test against the exact distribution") {
  const std::size_t count = 1'000'000;
  // 1.95 / sqrt(n) is the 0.1 % point of the Kolmogorov distribution.
  CHECK(kolmogorov_distance(draw(Stream(7), 0, count)) < 1.95 / std::sqrt(double{count}));
}

TEST_CASE("normals reach the tails as often as they should and not beyond the stated limit") {
  const std::size_t count = 4'000'000;
  const auto draws = draw(Stream(11), 0, count);
  std::int64_t beyond = 0;
  float largest = 0;
  for (const float x : draws) {
    beyond += std::abs(x) > 4.0f;
    largest = std::max(largest, std::abs(x));
  }
  const double expected = count * std::erfc(4 / std::sqrt(2.0));  // 253
  CHECK(std::abs(static_cast<double>(beyond) - expected) < 4 * std::sqrt(expected));
  CHECK(largest < 6.67f);
}

TEST_CASE("promise 8: a normal depends on its number only, not on the range it was drawn in") {
  const Stream stream(3);
  const auto all = draw(stream, 0, 300);
  for (const std::size_t first : {0, 1, 15, 16, 63, 64, 65, 130})
    for (const std::size_t count : {1, 3, 16, 64, 100, 170}) {
      const auto part = draw(stream, first, count);
      CHECK(std::equal(part.begin(), part.end(), all.begin() + static_cast<std::ptrdiff_t>(first)));
    }
}

TEST_CASE(
    "promise 3: normals are their definition in plain code, also across the counter's 32-bit "
    "border") {
  const Stream stream(0x123456789abcdef0);
  for (const std::uint64_t first : {std::uint64_t{0}, (std::uint64_t{1} << 34) - 40}) {
    const auto draws = draw(stream, first, 5000);
    for (std::size_t i = 0; i < draws.size(); ++i)
      REQUIRE(draws[i] == stream.normal_by_definition(first + i));
  }
}

TEST_CASE("promise 3: normals have the same bits on every instruction set of this processor") {
  const std::uint64_t first_block = (std::uint64_t{1} << 30) - 24;
  std::vector<float> expected(16 * 400);
  normals_sse2(5, 9, first_block, 400, expected.data());
  for (const InstructionSet set : available_instruction_sets()) {
    if (set == InstructionSet::sse2) continue;
    INFO(name_of(set));
    std::vector<float> draws(expected.size());
    (set == InstructionSet::avx2 ? normals_avx2 : normals_avx512)(5, 9, first_block, 400,
                                                                  draws.data());
    CHECK(draws == expected);
  }
}

TEST_CASE("the instruction set in use is one that the processor has") {
  const auto sets = available_instruction_sets();
  CHECK(std::find(sets.begin(), sets.end(), instruction_set()) != sets.end());
  CHECK(sets.front() == InstructionSet::sse2);
  CHECK(std::is_sorted(sets.begin(), sets.end()));
}

TEST_CASE("a normal is within 2e-6 of exact arithmetic on its words") {
  const Stream stream(21);
  double worst = 0;
  for (std::uint64_t n = 0; n < 200'000; n += 16) {
    // Normals n and n + 4 are the pair made of words 0 and 1 of counter n / 4.
    const std::uint64_t counter = n / 4;
    const auto w = stream.words({static_cast<std::uint32_t>(counter), 0, 0, 0x80000002});
    const double u = (w[0] >> 1) * 0x1p-31 + 0x1p-32;
    const double radius = std::sqrt(-2 * std::log(u));
    const double angle = w[1] * (2 * 3.14159265358979323846 * 0x1p-32);
    worst = std::max(worst, std::abs(static_cast<double>(stream.normal_by_definition(n)) -
                                     radius * std::cos(angle)));
    worst = std::max(worst, std::abs(static_cast<double>(stream.normal_by_definition(n + 4)) -
                                     radius * std::sin(angle)));
  }
  CHECK(worst < 2e-6);
  CHECK(worst > 1e-8);  // single precision: else this compares something with itself
}

TEST_CASE("promise 8: children of a stream, and the stream itself, are independent of each other") {
  const Stream stream(1);
  const std::size_t count = 200'000;
  const std::vector<std::vector<float>> draws = {
      draw(stream, 0, count), draw(stream.child(0), 0, count), draw(stream.child(1), 0, count),
      draw(stream.child(std::uint64_t{1} << 32), 0, count),
      draw(stream.child(0).child(1), 0, count)};
  // The correlation of independent normals has standard error 1/sqrt(n); also shifted by one.
  for (std::size_t a = 0; a < draws.size(); ++a)
    for (std::size_t b = a + 1; b < draws.size(); ++b)
      CHECK(std::abs(correlation(draws[a], draws[b])) < 4 / std::sqrt(double{count}));
  for (const auto& own : draws) {
    std::vector<float> shifted(own.begin() + 1, own.end());
    shifted.push_back(own[0]);
    CHECK(std::abs(correlation(own, shifted)) < 4 / std::sqrt(double{count}));
  }
}

TEST_CASE("streams with the same key are the same, and purposes differ") {
  CHECK(Stream(5).child(3).key() == Stream(5).child(3).key());
  CHECK(Stream(5).child(3).key() != Stream(5).child(4).key());
  CHECK(Stream(5).child(3).key() != Stream(6).child(3).key());
  CHECK(Stream(5).child(Purpose::programming).key() != Stream(5).child(Purpose::read_noise).key());
}

TEST_CASE("integers are uniform in their range and depend on their number only") {
  std::vector<std::int32_t> all(60'000);
  Stream(8).integers(0, 6, all);
  std::array<double, 6> seen{};
  for (const auto value : all) {
    REQUIRE(value >= 0);
    REQUIRE(value < 6);
    seen[static_cast<std::size_t>(value)] += 1;
  }
  double chi_square = 0;
  for (const double count : seen) chi_square += (count - 10'000) * (count - 10'000) / 10'000;
  CHECK(chi_square < 20.5);  // 0.1 % point for 5 degrees of freedom
  std::vector<std::int32_t> part(100);
  Stream(8).integers(1001, 6, part);
  CHECK(std::equal(part.begin(), part.end(), all.begin() + 1001));
}
