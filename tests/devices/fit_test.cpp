// mho fit-cell's arithmetic: what is drawn from a cell of known parameters, by the simulator's own
// draws, is found again within its intervals; what the data do not hold is not made up.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "devices/fit/cell_fit.hpp"
#include "devices/fit/likelihood.hpp"
#include "sim/base/error.hpp"
#include "sim/base/random.hpp"
#include "tests/devices/cells.hpp"

namespace mho {

namespace {

using Catch::Matchers::Contains;

constexpr double kElectronVolt_j = 1.602176634e-19;

struct Drawn {
  std::string cell;  ///< lines of its YAML, behind kRram
  std::size_t devices = 1600;
  std::vector<double> times_s{0, 1, 100, 10000};
  std::vector<double> temperatures_k{0};
  int reads = 1;
  std::uint64_t seed = 1;
};

/// What a tester would have read of cells of this description, 16 levels from 2 to 40 uS.
Measurements measured(const Drawn& drawn) {
  const auto cell = cell_from(kRram + drawn.cell);
  Measurements all;
  all.file = "measured.csv";
  all.names_devices = all.states_times = true;
  all.states_temperatures = drawn.temperatures_k.front() > 0;
  const std::vector<float> targets = level_targets(*cell, drawn.devices);
  std::uint64_t read = 0;
  for (std::size_t t = 0; t < drawn.temperatures_k.size(); ++t) {
    const auto first = all.devices;
    all.devices += static_cast<int>(drawn.devices);
    for (const double time_s : drawn.times_s) {
      const Conditions at = conditions(time_s, Effects::all(), drawn.temperatures_k[t]);
      const std::vector<float> g = programmed(*cell, targets, at, drawn.seed + 100 * t);
      std::vector<float> variance(g.size());
      cell->read_variance(at, g, variance);
      for (int r = 0; r < drawn.reads; ++r) {
        std::vector<float> noise(g.size());
        Stream(drawn.seed).child(77).normals(read, noise);
        read += 16 * g.size();
        for (std::size_t n = 0; n < g.size(); ++n)
          all.readings.push_back({first + static_cast<int>(n), static_cast<double>(targets[n]),
                                  static_cast<double>(g[n] + std::sqrt(variance[n]) * noise[n]),
                                  time_s, drawn.temperatures_k[t], 0});
      }
    }
  }
  return all;
}

CellFitOptions options(DriftForm drift = DriftForm::choose) {
  CellFitOptions options;
  options.drift = drift;
  options.cost.area = from_si<Area>(1e-12);
  options.cost.write_time = from_si<Time>(1e-6);
  options.cost.source = "test";
  return options;
}

const FittedBlock& block(const CellFit& fit, const std::string& name) {
  for (const FittedBlock& each : fit.blocks)
    if (each.name == name) return each;
  FAIL("no block " << name);
  return fit.blocks.front();
}

bool holds(const FittedFigure& figure, double truth) {
  INFO(figure.name << " " << figure.value << " (" << figure.low << " to " << figure.high << "), is "
                   << truth);
  CHECK(figure.low < figure.high);
  CHECK(figure.low <= truth);
  CHECK(truth <= figure.high);
  return figure.low <= truth && truth <= figure.high;
}

bool says(const std::vector<std::string>& sentences, const std::string& part) {
  return std::any_of(sentences.begin(), sentences.end(),
                     [&](const std::string& each) { return each.find(part) != std::string::npos; });
}

const std::string kConstant = "  programming_error: {form: constant, sigma: 0.02}\n";
const std::string kRelaxing =
    "  relaxation: {reference_time: 1 s, scale: 40 uS, mean: -0.002, deviation: 0.003, "
    "initial_deviation: 0.01}\n";

}  // namespace

TEST_CASE("a fit finds programming error, relaxation and read noise within their intervals") {
  Drawn drawn;
  drawn.cell = kConstant + kRelaxing + "  read_noise: {form: proportional, sigma: 0.01}\n";
  drawn.reads = 3;
  const CellFit fit = fit_cell(measured(drawn), options());
  const FittedBlock& programming = block(fit, "programming_error");
  CHECK(fit.cell.programming->curve.form == ErrorCurve::Form::constant);
  CHECK(programming.form == "normal, the same at all levels");
  holds(programming.figures[0], 0.02 * 40e-6);
  const FittedBlock& relaxation = block(fit, "relaxation");
  holds(relaxation.figures[0], -0.002);
  holds(relaxation.figures[1], 0.003);
  holds(relaxation.figures[2], 0.01);
  const FittedBlock& noise = block(fit, "read_noise");
  CHECK(fit.cell.read_noise->form == ErrorCurve::Form::proportional);
  holds(noise.figures[2], 0.01 * 40e-6);
  // Forms that are right: chi-squared is its degrees of freedom, within 4 of its deviations.
  for (const FittedBlock* each : {&programming, &relaxation}) {
    const Goodness& g = each->goodness;
    CHECK(std::abs(g.chi_deviation - g.freedom_deviation) < 4 * std::sqrt(2 * g.freedom_deviation));
    CHECK(g.kolmogorov * std::sqrt(g.values) < kKolmogorov);
    CHECK(g.within_95 == Approx(0.95).margin(0.01));
  }
}

TEST_CASE("95 % intervals of a fit hold the truth in about 95 % of samples") {
  int held = 0;
  constexpr int kSamples = 60;
  for (int sample = 0; sample < kSamples; ++sample) {
    Drawn drawn;
    drawn.cell = kConstant + kRelaxing;
    drawn.devices = 480;
    drawn.seed = static_cast<std::uint64_t>(1000 + sample);
    CellFitOptions some = options(DriftForm::relaxation);
    some.resamples = 100;
    const CellFit fit = fit_cell(measured(drawn), some);
    const FittedFigure& figure = fit.blocks[0].figures[0];
    if (fit.cell.programming->curve.form == ErrorCurve::Form::constant)
      held += figure.low <= 0.8e-6 && 0.8e-6 <= figure.high ? 1 : 0;
    else
      ++held;  // another form was chosen, whose level this is not
  }
  // 57 expected; fewer than 50 has a chance below 1e-3.
  CHECK(held >= 50);
}

TEST_CASE("a fit finds the level that a programming error depends on") {
  Drawn drawn;
  drawn.devices = 16000;
  drawn.cell =
      "  programming_error: {form: polynomial, scale: 1 uS, reference: 40 uS, coefficients: [0.2, "
      "2, -1.8]}\n";
  const CellFit fit = fit_cell(measured(drawn), options());
  REQUIRE(fit.cell.programming->curve.form == ErrorCurve::Form::polynomial);
  const auto truth = [](double x) { return 1e-6 * (0.2 + 2 * x - 1.8 * x * x); };
  const FittedBlock& programming = block(fit, "programming_error");
  holds(programming.figures[0], truth(2.0 / 40));
  holds(programming.figures[2], truth(1));
  CHECK(programming.goodness.r2_deviation > 0.98);
}

TEST_CASE("a uniform programming error is told from a normal one") {
  Drawn drawn;
  drawn.cell = "  programming_error: {form: constant, sigma: 0.02, distribution: uniform}\n";
  const CellFit fit = fit_cell(measured(drawn), options());
  CHECK(fit.cell.programming->distribution == ProgrammingError::Distribution::uniform);
  CHECK(block(fit, "programming_error").goodness.kolmogorov * 40 < kKolmogorov);
}

TEST_CASE("a drift that differs by level is fitted by level, and predicts what was held out") {
  Drawn drawn;
  drawn.devices = 8000;
  drawn.times_s = {0, 1, 10, 100, 1000};
  // Of variance 0.5 uS^2 (1 + ln t) x (1 - x) 4 and mean -0.2 uS ln t x, every half decade.
  std::string ages;
  for (int half = 0; half <= 6; ++half) {
    const double l = half * std::log(10.0) / 2;
    const double factor = std::sqrt(0.5 * (1 + l));
    ages += "      - {age: " + std::to_string(std::exp(l)) +
            " s, shift: [{form: polynomial, coefficients: [0, " + std::to_string(-0.2 * l) +
            "]}], deviation: [{form: polynomial, coefficients: [0.3, " + std::to_string(factor) +
            ", " + std::to_string(-factor) + "]}]}\n";
  }
  drawn.cell = kConstant +
               "  retention:\n    interpolation: logarithmic\n    first_age: 0.1 s\n    reference: "
               "40 uS\n    scale: 1 uS\n    ages:\n" +
               ages;
  CellFitOptions some = options(DriftForm::trend);
  some.hold_out = {{HoldOut::Quantity::time, '>', 50}};
  const CellFit fit = fit_cell(measured(drawn), some);
  REQUIRE(fit.cell.retention);
  int held_out = 0;
  for (const LookSummary& each : fit.looks) {
    if (!each.held_out) continue;
    ++held_out;
    CHECK(each.look.time_s > 50);
    CHECK(each.mean_error_s < 0.1e-6);
    CHECK(each.predicted_deviation_s == Approx(each.deviation_s).epsilon(0.1));
    CHECK(each.goodness.within_95 == Approx(0.95).margin(0.02));
  }
  CHECK(held_out == 2);
  // The table of all times is nearer still to what it was fitted to.
  const CellFit table = fit_cell(measured(drawn), options(DriftForm::table));
  CHECK(table.cell.retention->ages.size() == 4);
  for (const LookSummary& each : table.looks)
    CHECK(each.predicted_deviation_s == Approx(each.deviation_s).epsilon(0.04));
}

TEST_CASE("a fit finds the energy by which warm cells age faster") {
  Drawn drawn;
  drawn.cell = kConstant + kRelaxing +
               "  temperature: {reference: 300 K, coefficient_g_min: 0, coefficient_g_max: 0, "
               "activation: " +
               format_si(0.6 * kElectronVolt_j, "J") + "}\n";
  drawn.temperatures_k = {300, 340, 380};
  const CellFit fit = fit_cell(measured(drawn), options(DriftForm::relaxation));
  REQUIRE(fit.cell.temperature);
  CHECK(fit.cell.temperature->reference.value() == 300);
  const FittedFigure& energy = block(fit, "relaxation").figures.back();
  CHECK(energy.unit == "eV");
  holds(energy, 0.6);
  CHECK(energy.high - energy.low < 0.2);
}

TEST_CASE("a fit leaves out what the data do not hold, and says why") {
  Drawn drawn;
  drawn.cell = kConstant + kRelaxing;
  drawn.times_s = {0};
  Measurements once = measured(drawn);
  CellFit fit = fit_cell(once, options());
  CHECK(!fit.cell.retention);
  CHECK(!fit.cell.relaxation);
  CHECK(!fit.cell.read_noise);
  CHECK(says(fit.left_out, "drift: all readings are at one time, 0 s"));
  CHECK(says(fit.left_out, "read_noise: no device was read several times at one time"));
  once.states_times = once.names_devices = false;
  fit = fit_cell(once, options());
  CHECK(says(fit.left_out, "drift: there is no column 'time'"));
  CHECK(says(fit.left_out, "read_noise: there is no column 'device'"));
  drawn.times_s = {0, 1000};
  drawn.temperatures_k = {300, 400};
  fit = fit_cell(measured(drawn), options());
  CHECK(!fit.cell.relaxation);
  CHECK(!fit.cell.temperature);
  CHECK(says(fit.left_out, "read at one later time at each"));
  drawn.temperatures_k = {300};
  fit = fit_cell(measured(drawn), options());
  CHECK(fit.cell.retention->ages.size() == 1);
  CHECK(says(fit.left_out, "a law in ln t: there is one time after the first, 1 ks"));
  CHECK_THROWS_WITH(fit_cell(measured(drawn), options(DriftForm::trend)),
                    Contains("needs readings at two times after the first"));
  drawn.times_s = {0, 10, 1000};
  fit = fit_cell(measured(drawn), options(DriftForm::relaxation));
  CHECK(fit.cell.relaxation);
  CHECK(says(fit.left_out, "temperature: all cells were kept at one, 300 K"));
}

TEST_CASE("a fit refuses data without a cell in them") {
  Drawn drawn;
  drawn.cell = kConstant;
  drawn.times_s = {0};
  Measurements all = measured(drawn);
  const auto refused = [](const Measurements& data, const CellFitOptions& how) {
    try {
      fit_cell(data, how);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  Measurements one_target = all;
  for (Measurement& each : one_target.readings) each.target_s = 1e-5;
  CHECK_THAT(refused(one_target, options()), Contains("at least two targets"));
  Measurements few = all;
  few.readings.resize(16 * 4);  // of 16 targets; 5 a target would do
  CHECK_THAT(refused(few, options()), Contains("has 4 devices a target at the first time"));
  few.readings.assign(all.readings.begin(), all.readings.begin() + 16 * 5);
  CHECK(refused(few, options()).empty());
  CellFitOptions out = options();
  out.hold_out = {{HoldOut::Quantity::time, '<', 5}};
  CHECK_THAT(refused(all, out), Contains("leaves no reading at the first time"));
  out.hold_out = {{HoldOut::Quantity::time, '>', 5}};
  CHECK_THAT(refused(all, out), Contains("names none of the readings"));
}

TEST_CASE("a robust fit is not moved by cells that are stuck") {
  Drawn drawn;
  drawn.cell = kConstant;
  drawn.times_s = {0};
  Measurements all = measured(drawn);
  for (std::size_t n = 0; n < all.readings.size(); n += 33) all.readings[n].conductance_s = 0;
  const double plain = fit_cell(all, options())
                           .cell.programming->curve.sigma_s(40e-6, ConductanceRange{2e-6, 40e-6});
  CellFitOptions robust = options();
  robust.robust = true;
  const CellFit fit = fit_cell(all, robust);
  CHECK(plain > 3 * 0.8e-6);
  // The median absolute deviation of 1600 values has a standard error of 3 %, and 3 % of outliers
  // raise it by 4 %.
  CHECK(fit.cell.programming->curve.sigma_s(40e-6, ConductanceRange{2e-6, 40e-6}) ==
        Approx(0.8e-6).epsilon(0.1));
  CHECK(says(fit.notes, "beyond three deviations"));
}

TEST_CASE("more than 64 targets are put into bins, and keep their own errors") {
  Drawn drawn;
  drawn.cell = kConstant;
  drawn.times_s = {0};
  Measurements all = measured(drawn);
  for (std::size_t n = 0; n < all.readings.size(); ++n) {
    const double shifted = 1e-6 * static_cast<double>(n % 100) / 100;
    all.readings[n].target_s += shifted;
    all.readings[n].conductance_s += shifted;
  }
  const CellFit fit = fit_cell(all, options());
  CHECK(fit.in_bins);
  CHECK(fit.levels <= 32);
  CHECK(fit.cell.programming->curve.sigma_s(20e-6, fit.cell.range()) ==
        Approx(0.8e-6).epsilon(0.1));
}

TEST_CASE("a fitted cell's YAML is read back as the cell that predicts the same") {
  Drawn drawn;
  drawn.devices = 8000;
  drawn.cell = kConstant + kRelaxing;
  const CellFit fit = fit_cell(measured(drawn), options(DriftForm::trend));
  std::string lines;
  std::istringstream yaml(fit.yaml());
  for (std::string line; std::getline(yaml, line);) lines += "  " + line + "\n";
  const auto cell = read_spec<CellSection>(Document::parse("cell:\n" + lines, "fitted")).cell;
  CHECK(cell->levels() == 16);
  CHECK(cell->g_max().value() == Approx(40e-6));
  const std::vector<float> targets(kDraws, 20e-6F);
  const std::vector<float> g = programmed(*cell, targets, conditions(5000, Effects::all()));
  const Moments drawn_moments = moments({g.begin(), g.end()});
  const auto expected = fit.cell.predict(20e-6, {5000, 0});
  CHECK(drawn_moments.mean - 20e-6 == Approx(expected.mean_s).margin(0.02e-6));
  CHECK(drawn_moments.deviation == Approx(expected.deviation_s).epsilon(0.02));
}

TEST_CASE("a CSV of measurements is read by its heads and units, wrong lines told together") {
  const std::string file = (std::filesystem::temp_directory_path() / "mho_measured.csv").string();
  const auto write = [&](const std::string& text) { std::ofstream(file) << text; };
  const auto problems = [&](const MeasuredColumns& columns) {
    try {
      read_measurements(file, columns);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  write("chip,g (uS),target_uS,time [h],temperature (C)\na,9.5,10,0,25\nb,\"21\",20,2,85\n");
  const Measurements read =
      read_measurements(file, {{{"device", "chip"}, {"conductance", "g"}}, {}});
  REQUIRE(read.readings.size() == 2);
  CHECK(read.devices == 2);
  CHECK(read.readings[0].conductance_s == Approx(9.5e-6));
  CHECK(read.readings[1].target_s == Approx(20e-6));
  CHECK(read.readings[1].time_s == 7200);
  CHECK(read.readings[1].temperature_k == Approx(358.15));
  CHECK(read.readings[1].line == 3);
  CHECK_THAT(problems({}), Contains(":1: conductance: no such column"));
  write("target (uS),conductance,time (s)\n1,1,1\n");
  CHECK_THAT(problems({}), Contains(":1: conductance: has no unit"));
  CHECK(problems({{}, {{"conductance", "nS"}}}).empty());
  write("device,target (uS),conductance (uS)\na,10,x\na,11,9\n\nb,10\nc,0,3\nd,,3\n");
  const std::string all = problems({});
  CHECK_THAT(all, Contains(":2: conductance: 'x' is not a number"));
  CHECK_THAT(all, Contains(":5: has 2 fields; the head has 3"));
  CHECK_THAT(all, Contains(":6: target: '0' is out of range"));
  CHECK_THAT(all, Contains(":7: target: is missing"));
  write("device,target (uS),conductance (uS)\na,10,9\na,11,9\n");
  CHECK_THAT(problems({}), Contains(":3: target: is another than the same device has in line 2"));
  write("target (uS),conductance (uS)\n");
  CHECK_THAT(problems({}), Contains("no readings below it"));
  std::filesystem::remove(file);
  CHECK_THAT(problems({}), Contains("cannot be read"));
}

TEST_CASE("chances of chi-squared and of Kolmogorov's distance are those of tables") {
  // NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4, upper 5 % and 1 %.
  CHECK(chi_squared_above(18.307, 10) == Approx(0.05).margin(0.001));
  CHECK(chi_squared_above(124.342, 100) == Approx(0.05).margin(0.001));
  CHECK(chi_squared_above(23.209, 10) == Approx(0.01).margin(0.001));
  // Massey, J. Am. Stat. Assoc. 46 (1951): 1.36 / sqrt(n) at 5 %, 1.63 / sqrt(n) at 1 %.
  CHECK(kolmogorov_above(1.36 / 100, 10000) == Approx(0.05).margin(0.002));
  CHECK(kolmogorov_above(1.63 / 100, 10000) == Approx(0.01).margin(0.001));
}

TEST_CASE(
    "a deviation that is constant is the root of the pooled mean square, less what is known") {
  std::vector<DeviationGroup> groups;
  const Eigen::MatrixXd one = Eigen::MatrixXd::Constant(1, 1, 1);
  for (const double square : {1.0, 2.0, 6.0}) groups.push_back({10, square, 0, one});
  CHECK(std::abs(fit_deviation(groups)(0)) == Approx(std::sqrt(3.0)));
  for (DeviationGroup& each : groups) each.extra = 1;
  CHECK(std::abs(fit_deviation(groups)(0)) == Approx(std::sqrt(2.0)));
}

}  // namespace mho
