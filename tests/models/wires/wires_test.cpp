// Limits of wire resistance that have closed forms, and what any network of resistors obeys.
#include "models/wires/wires.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "sim/config/config.hpp"
#include "tests/models/wires/wires_case.hpp"

namespace mho {
namespace {

/// Some ten operations per eliminated node, each rounded at 1.1e-16: far below this.
constexpr double kRounding = 1e-12;

std::vector<double> effective(const WireSpec& spec, int rows, int columns,
                              const std::vector<double>& conductance_s) {
  std::vector<double> out(conductance_s.size());
  effective_conductance(spec, rows, columns, conductance_s, out);
  return out;
}

std::vector<double> effective(const WireCase& c) {
  return effective(c.spec, c.rows, c.columns, c.conductance_s);
}

double sum(const std::vector<double>& v) {
  double total = 0;
  for (const double x : v) total += x;
  return total;
}

bool near(double a, double b) { return std::abs(a - b) <= kRounding * std::abs(b); }

TEST_CASE("without any resistance the effective matrix is the input, bit for bit") {
  for (const WireTopology topology : kTopologies) {
    WireCase c = random_wires(topology, 13, 18, 1);
    c.spec = wires(0, 0, 0, 0, topology);
    CHECK(effective(c) == c.conductance_s);
    const std::vector<float> input(c.conductance_s.begin(), c.conductance_s.end());
    std::vector<float> output(input.size());
    effective_conductance(c.spec, c.rows, c.columns, input, output);
    CHECK(output == input);
  }
}

TEST_CASE("one cell is in series with its terminals, and with no segment") {
  const double g = 30e-6;
  const auto one = [&](WireTopology topology) {
    return effective(wires(7, 9, 100, 200, topology), 1, 1, {g})[0];
  };
  CHECK(near(one(WireTopology::sense_last_row), 1 / (1 / g + 100 + 200)));
  CHECK(near(one(WireTopology::sense_first_row), 1 / (1 / g + 100 + 200)));
  CHECK(near(one(WireTopology::drive_both_ends), 1 / (1 / g + 100 / 2 + 200)));
  CHECK(near(one(WireTopology::sense_both_ends), 1 / (1 / g + 100 + 200 / 2)));
}

TEST_CASE("an interleaved pair divides the column's voltage between its cells") {
  const double plus = 1 / (1 / 30e-6 + 100), minus = 1 / (1 / 10e-6 + 100), sense = 1.0 / 200;
  const std::vector<double> pair =
      effective(wires(7, 9, 100, 200, WireTopology::interleaved), 1, 2, {30e-6, 10e-6});
  CHECK(near(pair[0], plus * sense / (sense + plus + minus)));
  CHECK(near(pair[1], minus * sense / (sense + plus + minus)));
}

// A ladder of N equal cells g on a wire of segments r, one end at a voltage, the other open: the
// voltage across cell n (0 at the open end) is cosh((n + 1/2) t) / cosh((N - 1/2) t) of it, where 2
// cosh t - 2 = r g.
double ladder(int n, int count, double segment_ohm, double g) {
  const double t = std::acosh(1 + segment_ohm * g / 2);
  return g * std::cosh((n + 0.5) * t) / std::cosh((count - 0.5) * t);
}

TEST_CASE("one row of equal cells is a ladder: currents fall as hyperbolic cosines") {
  const int count = 40;
  const double g = 1 / (1 / 80e-6 + 150);  // cell and sense resistance
  const std::vector<double> row =
      effective(wires(25, 3, 0, 150), 1, count, std::vector<double>(count, 80e-6));
  for (int j = 0; j < count; ++j) CHECK(near(row[j], ladder(count - 1 - j, count, 25, g)));
}

TEST_CASE("one column of equal cells is a ladder with its open end at row 0, or at the last row") {
  const int count = 40;
  const double g = 1 / (1 / 80e-6 + 150);  // cell and driver resistance
  const std::vector<double> cells(count, 80e-6);
  const std::vector<double> last = effective(wires(3, 25, 150, 0), count, 1, cells);
  const std::vector<double> first =
      effective(wires(3, 25, 150, 0, WireTopology::sense_first_row), count, 1, cells);
  for (int n = 0; n < count; ++n) {
    CHECK(near(last[n], ladder(n, count, 25, g)));
    CHECK(near(first[n], ladder(count - 1 - n, count, 25, g)));
  }
}

TEST_CASE("a column sensed at both ends is two ladders of half the cells") {
  const int half = 20;
  const double g = 1 / (1 / 80e-6 + 150);
  const std::vector<double> both = effective(wires(3, 25, 150, 0, WireTopology::sense_both_ends),
                                             2 * half, 1, std::vector<double>(2 * half, 80e-6));
  // Symmetry opens the middle segment only when all rows are driven.
  double total = 0;
  for (int n = 0; n < half; ++n) total += 2 * ladder(n, half, 25, g);
  CHECK(near(sum(both), total));
}

TEST_CASE(
    "every effective conductance is positive, and no row sends more than ideal wires let it") {
  for (const WireTopology topology : kTopologies) {
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
      const WireCase c = random_wires(topology, 23, 30, seed);
      INFO(c.text());
      const std::vector<double> result = effective(c);
      CHECK(*std::min_element(result.begin(), result.end()) > 0);
      const int ends = topology == WireTopology::drive_both_ends ? 2 : 1;
      for (int n = 0; n < c.rows; ++n) {
        const int polarities = c.interleaved() ? 2 : 1;
        for (int p = 0; p < polarities; ++p) {
          double sent = 0;
          double ideal = 0;
          for (int j = p; j < c.columns; j += polarities) {
            sent += result[static_cast<std::size_t>(n) * c.columns + j];
            ideal += c.conductance_s[static_cast<std::size_t>(n) * c.columns + j];
          }
          CHECK(sent < 1 / (c.spec.driver.value() / ends + 1 / ideal));
        }
      }
    }
  }
}

TEST_CASE("more resistance anywhere takes current from the whole array") {
  for (const WireTopology topology : kTopologies) {
    const WireCase c = random_wires(topology, 12, 16, 5);
    const double before = sum(effective(c));
    for (Resistance WireSpec::*part :
         {&WireSpec::row, &WireSpec::column, &WireSpec::driver, &WireSpec::sense}) {
      WireCase worse = c;
      worse.spec.*part *= 1.1;
      CHECK(sum(effective(worse)) < before);
    }
  }
}

/// Rows and columns exchanged.
std::vector<double> transposed(const std::vector<double>& m, int rows, int columns) {
  std::vector<double> out(m.size());
  for (int n = 0; n < rows; ++n)
    for (int j = 0; j < columns; ++j)
      out[static_cast<std::size_t>(j) * rows + n] = m[static_cast<std::size_t>(n) * columns + j];
  return out;
}

/// Rows in reverse order.
std::vector<double> mirrored(const std::vector<double>& m, int rows, int columns) {
  std::vector<double> out;
  for (int n = rows - 1; n >= 0; --n)
    out.insert(out.end(), m.begin() + n * columns, m.begin() + (n + 1) * columns);
  return out;
}

TEST_CASE("sensing at the first row is sensing at the last row of the mirrored array") {
  const WireCase c = random_wires(WireTopology::sense_last_row, 11, 7, 8);
  WireSpec first = c.spec;
  first.topology = WireTopology::sense_first_row;
  CHECK(difference(mirrored(effective(first, 11, 7, mirrored(c.conductance_s, 11, 7)), 11, 7),
                   effective(c)) < kRounding);
}

TEST_CASE("reciprocity: drivers and sense inputs may change places") {
  const WireCase c = random_wires(WireTopology::sense_first_row, 11, 7, 9);
  const WireSpec& s = c.spec;
  WireSpec swapped = s;
  std::swap(swapped.row, swapped.column);
  std::swap(swapped.driver, swapped.sense);
  const std::vector<double> turned = transposed(c.conductance_s, 11, 7);
  CHECK(difference(transposed(effective(swapped, 7, 11, turned), 7, 11), effective(c)) < kRounding);

  // Driven at both ends becomes sensed at both ends; the last row becomes the last column, which
  // mirroring makes the first.
  WireCase both = c;
  both.spec.topology = WireTopology::drive_both_ends;
  swapped.topology = WireTopology::sense_both_ends;
  const std::vector<double> dual =
      effective(swapped, 7, 11, transposed(mirrored(c.conductance_s, 11, 7), 11, 7));
  CHECK(difference(mirrored(transposed(dual, 7, 11), 11, 7), effective(both)) < kRounding);
}

TEST_CASE("a resistance that vanishes becomes one of 0, each alone and all together") {
  const double tiny_ohm =
      1e-12;  // against cells of 10 kOhm and more, a share of 1e-14 over 100 cells
  const auto part = {&WireSpec::row, &WireSpec::column, &WireSpec::driver, &WireSpec::sense};
  for (const WireTopology topology : kTopologies) {
    WireCase c = random_wires(topology, 14, 10, 12);
    WireCase all_zero = c;
    WireCase all_tiny = c;
    for (const auto member : part) {
      WireCase zero = c;
      WireCase tiny = c;
      zero.spec.*member = all_zero.spec.*member = Resistance();
      tiny.spec.*member = all_tiny.spec.*member = from_si<Resistance>(tiny_ohm);
      INFO(zero.text());
      CHECK(difference(effective(tiny), effective(zero)) < kRounding);
    }
    CHECK(difference(effective(all_tiny), all_zero.conductance_s) < kRounding);
  }
}

TEST_CASE("the wires of a macro are read from YAML with units and words, and written back") {
  const WireSpec spec = read_spec<WireSpec>(Document::parse(
      "row: 1.5 Ohm\ncolumn: 2 Ohm\ndriver: 0.1 kOhm\nsense: 0 Ohm\ntopology: drive_both_ends\n"
      "source: measured\n",
      "wires.yaml"));
  CHECK(spec.row.value() == 1.5);
  CHECK(spec.driver.value() == 100);
  CHECK(spec.topology == WireTopology::drive_both_ends);
  CHECK(write_spec(spec) ==
        write_spec(read_spec<WireSpec>(Document::parse(write_spec(spec), "w"))));
}

}  // namespace
}  // namespace mho
