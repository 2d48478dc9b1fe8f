// Which formats there are, what of an array they take, and how passes follow each other.
#include <catch2/catch.hpp>
#include <functional>

#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

TEST_CASE("ternary weights are two-bit differential pairs, binary ones pairs or xnor rows") {
  CHECK(MvmFormat{2, 8, false, 1, 1, 64, Encoding::differential}.cell_columns_per_output() == 2);
  CHECK(MvmFormat{1, 8, false, 1, 1, 64, Encoding::differential}.cell_columns_per_output() == 2);
  const MvmFormat xnor{1, 8, false, 1, 1, 64, Encoding::xnor};
  CHECK(xnor.cell_columns_per_output() == 1);
  CHECK(xnor.rows_per_input() == 2);
}

TEST_CASE("each count of an activity keeps its place when all are changed") {
  const MvmActivity counts{1, 2, 3, 4, 5, 6, 7, 8};
  CHECK(counts.with_each([](std::int64_t count) { return count; }) == counts);
  const MvmActivity doubled = counts.with_each([](std::int64_t count) { return 2 * count; });
  MvmActivity twice = counts;
  twice += counts;
  CHECK(doubled == twice);
}

TEST_CASE("formats that cannot be combined say what is allowed") {
  const MvmFormat fine{5, 8, false, 4, 1, 64, Encoding::differential, Subtraction::analog, false};
  CHECK(fine.conflict().empty());
  const auto conflict = [&](const std::function<void(MvmFormat&)>& change) {
    MvmFormat f = fine;
    change(f);
    return f.conflict();
  };
  CHECK(conflict([](MvmFormat& f) { f.encoding = Encoding::xnor; }).find("1 bit") !=
        std::string::npos);
  CHECK_FALSE(conflict([](MvmFormat& f) { f.flip = true; }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) { f.unit_column = true; }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) {
                f.encoding = Encoding::offset;
                f.two_sided = true;
              }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) {
                f.encoding = Encoding::offset;
                f.weight_bits = 1;
              }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) {
                f.inputs_are_signed = true;
                f.signed_inputs = SignedInput::twos_complement;
                f.dac_bits = 2;
              }).empty());
  CHECK(conflict([](MvmFormat& f) {
          f.accumulation = Accumulation::analog;
          f.input_bits = 15;
        }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) {
                f.accumulation = Accumulation::analog;
                f.input_bits = 16;
              }).empty());
  CHECK_FALSE(conflict([](MvmFormat& f) { f.devices = 65; }).empty());
}

TEST_CASE("a weight of fewer bits than its cell takes the cell's whole range") {
  MvmFormat format;
  format.weight_bits = 2;
  format.input_bits = format.cell_bits = format.dac_bits = format.active_rows = 1;
  const std::int32_t weight = 1;
  const auto fine = program_array(format, exact_cell(7), 1, 1, {&weight, 1}, Stream(1));
  CHECK(fine.unit_s == Approx(exact_cell(7).g_max_s));
}

TEST_CASE("passes of accumulated slices have their drives, the last of a polarity fewer") {
  // 7 slices in groups of 3, 3 and 1; two row groups.
  MvmFormat format{2, 7, false, 1, 1, 8, Encoding::differential};
  format.accumulation = Accumulation::analog;
  format.accumulated_slices = 3;
  REQUIRE(format.passes(16) == 2 * 3);
  const auto drives = [&](int index) { return format.drives_of_pass(index, 16); };
  for (const int first : {0, 3}) {
    CHECK(drives(first) == 3);
    CHECK(drives(first + 1) == 3);
    CHECK(drives(first + 2) == 1);
  }
  // Groups that are formed at run time take turns within a slice.
  format.zero_skipping = ZeroSkipping::row;
  REQUIRE(format.passes(16) == 3 * 2);
  const int expected[] = {3, 3, 3, 3, 1, 1};
  for (int index = 0; index < 6; ++index) CHECK(drives(index) == expected[index]);
}
