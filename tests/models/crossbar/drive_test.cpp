// What drives the rows beyond plain codes: nonlinear cells and erring drivers against direct double
// arithmetic, several devices, two-sided pairs, analog accumulation and wires against their
// formulas.
#include <catch2/catch.hpp>
#include <cmath>

#include "models/crossbar/kernel/kernel.hpp"
#include "models/wires/wires.hpp"
#include "tests/models/crossbar/crossbar_case.hpp"

using namespace mho;

namespace {

CrossbarCase case_of(const MvmFormat& format, int rows, int outputs, int items) {
  CrossbarCase c;
  c.format = format;
  c.rows = rows;
  c.outputs = outputs;
  c.items = items;
  fill(c, Stream(31));
  return c;
}

MvmFormat plain(int dac_bits) {
  return {5, 8, false, 4, dac_bits, 64, Encoding::differential, Subtraction::analog, false};
}

/// A model with a read voltage of 0.5 V.
ArrayModel model_of(const Cell& cell) {
  ArrayModel model(cell);
  model.read_voltage = from_si<Voltage>(0.5);
  return model;
}

std::vector<float> sums_of(const CrossbarCase& c, const ProgrammedArray& array) {
  std::vector<float> sums;
  column_sums(array, c.batch(), sums);
  return sums;
}

struct Moments {
  double mean = 0, deviation = 0;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  for (const double v : values) m.mean += v / static_cast<double>(values.size());
  double square = 0;
  for (const double v : values) square += (v - m.mean) * (v - m.mean);
  m.deviation = std::sqrt(square / static_cast<double>(values.size() - 1));
  return m;
}

/// Five standard errors of a standard deviation of n normal values: 5 / sqrt(2 n), relative.
double deviation_bound(std::size_t n) { return 5 / std::sqrt(2.0 * static_cast<double>(n)); }

/// Column sums minus the integer product of one output and one full-scale input row, over arrays of
/// many outputs: the errors of single weights, in units.
std::vector<double> weight_errors(const MvmFormat& format, const Cell& cell, std::int32_t weight) {
  CrossbarCase c = case_of(format, 1, 4000, 1);
  std::fill(c.weights.begin(), c.weights.end(), weight);
  c.inputs[0] = 1;
  const auto array = program_array(format, cell, 1, c.outputs, c.weights, Stream(8));
  AdcRange range{1, -(1 << 30), 1 << 30};
  std::vector<double> errors;
  for (const std::int64_t sum : run(c, array, range, false))
    errors.push_back(std::ldexp(static_cast<double>(sum), -kPartialSumFraction) - weight);
  return errors;
}

}  // namespace

TEST_CASE("the sums of nonlinear cells are those of direct evaluation of V (g + g2 V + g3 V^2)") {
  for (const InputDrive input : {InputDrive::voltage, InputDrive::pulse_width}) {
    for (const int bits : {1, 4, 8}) {
      CrossbarCase c = case_of(plain(bits), 60, 5, 6);
      c.format.input = input;
      TestCell cell = exact_cell(4);
      cell.second = 0.3;
      cell.third = -0.5;
      const auto array =
          program_array(c.format, model_of(cell), c.rows, c.outputs, c.weights, Stream(1));
      CHECK(array.drive.terms == (bits == 1 || input != InputDrive::voltage ? 1 : 3));
      const std::vector<float> sums = sums_of(c, array);
      const double most = (1 << bits) - 1, volt = 0.5;
      // Both operands of a product are off by at most half a step: levels of up to `most` and
      // conductances of up to 15 units at 32 bits a sum of 60 rows.
      const double largest = 60 * most * 15;
      const double tolerance = 2e-3 * largest;
      for (int i = 0; i < c.items; ++i) {
        for (int slice = 0; slice < c.format.input_slices(); ++slice) {
          for (int o = 0; o < c.outputs; ++o) {
            double exact = 0;
            for (int r = 0; r < c.rows; ++r) {
              const int code = (c.inputs[i * c.rows + r] >> (slice * bits)) & ((1 << bits) - 1);
              const double v = input == InputDrive::voltage ? volt * code / most : volt;
              exact += code * c.weights[o * c.rows + r] * (1 + 0.3 * v - 0.5 * v * v);
            }
            const float sum = sums[(i * c.format.input_slices() + slice) * array.columns + o];
            REQUIRE(std::abs(static_cast<double>(sum) - exact) < tolerance);
          }
        }
      }
    }
  }
}

TEST_CASE("without the nonlinearity effect nonlinear cells give the integer product") {
  const CrossbarCase c = case_of(plain(4), 60, 5, 6);
  TestCell cell = exact_cell(4);
  cell.third = -0.5;
  ArrayModel model = model_of(cell);
  model.conditions.effects = Effects::all().without({Effect::nonlinearity});
  const auto array = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  CHECK(run(c, array, wide_range(c), false) == integer_product(c));
}

TEST_CASE("promise 3: any drive has the bits of its twin on every instruction set") {
  for (std::uint64_t index = 0; index < 120; ++index) {
    const CrossbarCase c = random_case(Stream(177), index);
    TestCell cell = exact_cell(c.format.cell_bits);
    cell.programming_sigma = 0.02;
    if (index % 3 != 0) cell.second = 0.2;
    if (index % 3 == 1) cell.third = -0.3;
    ArrayModel model = model_of(cell);
    if (index % 2 == 0) model.dac_errors = {0.01, 0.005, 0.01};
    const auto array = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(index));
    AdcRange range = wide_range(c);
    range.lsb = 65536 * 3;
    MvmActivity naive_activity;
    const auto naive = run(c, array, range, true, &naive_activity);
    for (const InstructionSet set : available_instruction_sets()) {
      INFO("case " << index << ": " << c.text() << ", " << name_of(set));
      std::vector<std::int64_t> sums(naive.size(), 0);
      MvmActivity activity;
      mvm_on(set, array, range, c.batch(), Stream(4), sums, &activity);
      REQUIRE(sums == naive);
      REQUIRE(activity == naive_activity);
    }
  }
}

TEST_CASE("drivers err by gain, offset and level with the stated deviations") {
  constexpr int kDrivers = 4000;
  const MvmFormat f = plain(3);
  const double full = 7;
  const auto outputs = [&](const DacErrors& errors, int code) {
    const std::vector<double> all = drive_outputs(f, errors, 1, kDrivers, Stream(5));
    std::vector<double> of_code;
    for (int d = 0; d < kDrivers; ++d) of_code.push_back(all[d * 8 + code] / full - code / full);
    return of_code;
  };
  const double bound = deviation_bound(kDrivers);
  const double mean_bound = 5 / std::sqrt(double{kDrivers});  // standard errors of the mean
  for (const int code : {0, 3, 7}) {
    INFO("code " << code);
    const Moments gain = moments(outputs({0.02, 0, 0}, code));
    CHECK(gain.deviation == Approx(0.02 * code / full).epsilon(bound));
    const Moments offset = moments(outputs({0, 0.01, 0}, code));
    CHECK(offset.deviation == Approx(0.01).epsilon(bound));
    CHECK(std::abs(offset.mean) < 0.01 * mean_bound);
    const Moments level = moments(outputs({0, 0, 0.03}, code));
    CHECK(level.deviation == Approx(code == 0 ? 0.0 : 0.03).epsilon(bound));
  }
}

TEST_CASE("drivers that do not err, or err with the effect off, are exact") {
  const CrossbarCase c = case_of(plain(4), 60, 5, 6);
  const TestCell cell = exact_cell(4);
  ArrayModel model(cell);
  model.dac_errors = {0.1, 0.1, 0.1};
  model.conditions.effects = Effects::all().without({Effect::dac_error});
  const auto off = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  CHECK(off.drive.table.empty());
  CHECK(run(c, off, wide_range(c), false) == integer_product(c));
  model.conditions.effects = Effects::all();
  const auto on = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  CHECK(run(c, on, wide_range(c), false) != integer_product(c));
}

TEST_CASE("k devices in parallel have errors smaller by the square root of k") {
  TestCell cell = exact_cell(4);
  cell.g_min_s = 3e-6;
  cell.g_max_s = 18e-6;
  cell.programming_sigma = 0.02;
  MvmFormat f = plain(1);
  f.input_bits = 1;
  for (const int devices : {1, 4, 9}) {
    f.devices = devices;
    const Moments m = moments(weight_errors(f, cell, 7));
    INFO(devices << " devices");
    // Two cells of 0.02 x 15 units each.
    CHECK(m.deviation ==
          Approx(0.02 * 15 * std::sqrt(2.0 / devices)).epsilon(deviation_bound(4000)));
  }
}

TEST_CASE("pairs share errors that grow with conductance as their levels do") {
  // Read noise of 1 % of each conductance; one-sided pairs hold 7 and 0, two-sided 11 and 4 levels.
  TestCell cell = exact_cell(4);
  cell.read_relative = 0.01;
  MvmFormat f = plain(1);
  f.input_bits = 1;
  CHECK(moments(weight_errors(f, cell, 7)).deviation ==
        Approx(0.01 * 7).epsilon(deviation_bound(4000)));
  f.two_sided = true;
  CHECK(moments(weight_errors(f, cell, 7)).deviation ==
        Approx(0.01 * std::hypot(11, 4)).epsilon(deviation_bound(4000)));
}

TEST_CASE("analog accumulation sums the slices' read noise with weight 4^k and converts once") {
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.02;  // of 15 units: 0.3 a cell
  CrossbarCase c = case_of(plain(1), 1, 4000, 1);
  c.format.accumulation = Accumulation::analog;
  c.inputs[0] = 0b10100110;
  const auto array = program_array(c.format, cell, 1, c.outputs, c.weights, Stream(1));
  const double squares = (1 << 14) + (1 << 10) + (1 << 4) + (1 << 2);
  for (const bool naive : {false, true}) {
    std::vector<double> errors;
    const auto sums = run(c, array, AdcRange{1, -(1 << 30), 1 << 30}, naive);
    const auto exact = integer_product(c);
    for (std::size_t o = 0; o < sums.size(); ++o)
      errors.push_back(std::ldexp(static_cast<double>(sums[o] - exact[o]), -kPartialSumFraction));
    INFO((naive ? "twin" : "kernel"));
    CHECK(moments(errors).deviation ==
          Approx(0.3 * std::sqrt(2 * squares)).epsilon(deviation_bound(4000)));
  }
  const MvmActivity activity = activity_of(array, 1);
  CHECK(activity.drives == 8);
  CHECK(activity.conversions == array.columns);
  CHECK(activity.samples == 8 * array.columns);
}

TEST_CASE("counted pulses are read one by one: noise of the code, not of its square") {
  TestCell cell = exact_cell(4);
  cell.read_sigma = 0.02;
  CrossbarCase c = case_of(plain(8), 1, 4000, 1);
  c.inputs[0] = 100;
  for (const InputDrive input : {InputDrive::pulse_width, InputDrive::pulse_count}) {
    c.format.input = input;
    const auto array = program_array(c.format, cell, 1, c.outputs, c.weights, Stream(1));
    const double weight = input == InputDrive::pulse_width ? 100 : std::sqrt(100);
    for (const bool naive : {false, true}) {
      std::vector<double> errors;
      const auto sums = run(c, array, AdcRange{1, -(1 << 30), 1 << 30}, naive);
      const auto exact = integer_product(c);
      for (std::size_t o = 0; o < sums.size(); ++o)
        errors.push_back(std::ldexp(static_cast<double>(sums[o] - exact[o]), -kPartialSumFraction));
      CHECK(moments(errors).deviation ==
            Approx(0.3 * std::sqrt(2.0) * weight).epsilon(deviation_bound(4000)));
    }
  }
}

TEST_CASE("the energy of pulses goes with their number, of voltages with their square") {
  const std::vector<std::int32_t> weights = {3, -2}, inputs = {6, 3};
  for (const InputDrive input : {InputDrive::voltage, InputDrive::pulse_width}) {
    MvmFormat f{3, 3, false, 2, 3, 4, Encoding::differential, Subtraction::analog, false};
    f.input = input;
    const auto array = program_array(f, exact_cell(2), 2, 1, weights, Stream(1));
    std::int64_t sum = 0;
    MvmActivity activity;
    mvm(array, AdcRange{65536, -100, 100}, {inputs, {}, {}}, Stream(1), {&sum, 1}, &activity);
    const double steps = exact_cell(2).g_max() / conductance_step(f, exact_cell(2)) / 3;
    const double expected = input == InputDrive::voltage ? 3 * 6 * 6 + 2 * 3 * 3 : 3 * 6 + 2 * 3;
    CHECK(static_cast<double>(activity.driven_conductance) == expected * steps);
  }
}

TEST_CASE("a unit column costs a column and a conversion of each slice") {
  MvmFormat f{6, 4, false, 2, 2, 16, Encoding::offset, Subtraction::digital, false};
  CHECK(f.converted_columns(10) == 30);
  CHECK(f.outputs_in(32) == 10);
  f.unit_column = true;
  CHECK(f.converted_columns(10) == 33);
  CHECK(f.outputs_in(32) == 9);
  const CrossbarCase c = case_of(f, 20, 10, 2);
  const auto array = program_array(f, exact_cell(2), c.rows, c.outputs, c.weights, Stream(1));
  CHECK(activity_of(array, 1).conversions == 2 * 2 * 33);
}

TEST_CASE("a unit column's own errors enter every output alike") {
  // Programming errors in the unit column alone: one output's error is the others'.
  MvmFormat f{3, 1, false, 3, 1, 16, Encoding::offset, Subtraction::digital, false};
  f.unit_column = true;
  const CrossbarCase c = case_of(f, 16, 4, 3);
  auto array = program_array(f, exact_cell(3), c.rows, c.outputs, c.weights, Stream(1));
  const auto exact = integer_product(c);
  const AdcRange range{1, 0, 1 << 30};
  CHECK(run(c, array, range, false) == exact);
  // Column 4 is the unit column: one step more in row 0.
  array.small = {};
  array.conductance[static_cast<std::size_t>(2 * 4)] += 1;
  const auto sums = run(c, array, range, false);
  const auto step = static_cast<std::int64_t>(std::ldexp(array.fixed_step, kPartialSumFraction));
  for (int i = 0; i < c.items; ++i)
    for (int o = 0; o < c.outputs; ++o)
      CHECK(exact[i * 4 + o] - sums[i * 4 + o] == step * c.inputs[i * c.rows]);
}

TEST_CASE("an array with wires sums the effective conductances, without the effect the cells'") {
  const CrossbarCase c = case_of(plain(4), 24, 4, 3);
  const TestCell cell = exact_cell(4);
  WireSpec wires;
  wires.row = wires.column = from_si<Resistance>(20);
  wires.driver = wires.sense = from_si<Resistance>(100);
  ArrayModel model(cell);
  model.wires = &wires;
  const auto array = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  std::vector<double> cells(static_cast<std::size_t>(c.rows) * 8, 0.0), effective(cells.size());
  for (int r = 0; r < c.rows; ++r)
    for (int o = 0; o < 4; ++o) {
      const int w = c.weights[o * c.rows + r];
      cells[r * 8 + 2 * o + (w < 0 ? 1 : 0)] = std::abs(w) * 1e-6;
    }
  effective_conductance(wires, c.rows, 8, cells, effective);
  const std::vector<float> sums = sums_of(c, array);
  for (int i = 0; i < c.items; ++i)
    for (int slice = 0; slice < 2; ++slice)
      for (int o = 0; o < 4; ++o) {
        double exact = 0;
        for (int r = 0; r < c.rows; ++r) {
          const int code = (c.inputs[i * c.rows + r] >> (4 * slice)) & 15;
          exact += code * (effective[r * 8 + 2 * o] - effective[r * 8 + 2 * o + 1]) / 1e-6;
        }
        // Every conductance is off by at most half a step.
        const double tolerance = 24 * 15 * array.fixed_step;
        REQUIRE(std::abs(static_cast<double>(sums[(i * 2 + slice) * 4 + o]) - exact) < tolerance);
      }
  model.conditions.effects = Effects::all().without({Effect::wire_resistance});
  const auto without = program_array(c.format, model, c.rows, c.outputs, c.weights, Stream(1));
  CHECK(run(c, without, wide_range(c), false) == integer_product(c));
  CHECK(run(c, array, wide_range(c), false) != integer_product(c));
}

TEST_CASE("a column's current runs through the wire of the whole physical array") {
  // One cell at the first row, sensed behind the last of four more rows: g and 4 segments in
  // series.
  MvmFormat format;
  format.weight_bits = 2;
  format.input_bits = format.cell_bits = format.dac_bits = format.active_rows = 1;
  const TestCell cell = exact_cell(1);
  WireSpec wires;
  wires.column = from_si<Resistance>(1000);
  ArrayModel model(cell);
  model.wires = &wires;
  const std::int32_t weight = 1, input = 1;
  const auto current = [&](int physical_rows) {
    model.physical_rows = physical_rows;
    model.physical_columns = 7;
    const auto array = program_array(format, model, 1, 1, {&weight, 1}, Stream(1));
    std::vector<float> sums;
    column_sums(array, {{&input, 1}, {}, {}}, sums);
    return static_cast<double>(sums[0]);
  };
  CHECK(current(1) == 1);
  // Half a step of a 16-bit conductance.
  CHECK(current(5) == Approx(1 / (1 + 4 * 1000 * cell.g_max_s)).margin(1.0 / 16384));
  CHECK(current(5) < 0.95);
}
