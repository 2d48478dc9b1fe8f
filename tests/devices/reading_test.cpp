// What a read meets: read noise, 1/f noise, telegraph noise, curvature, cells that are stuck.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>

#include "devices/fault_map.hpp"
#include "sim/base/error.hpp"
#include "tests/devices/cells.hpp"

namespace mho {
namespace {

double variance_of(const Cell& cell, double conductance_s, const Conditions& at) {
  const std::vector<float> g{static_cast<float>(conductance_s)};
  std::vector<float> variance(1);
  cell.read_variance(at, g, variance);
  return static_cast<double>(variance[0]);
}

TEST_CASE("read noise has the variance of its curve") {
  const auto cell = cell_from(kRram + "  read_noise: {form: proportional, sigma: 0.01}\n");
  CHECK(variance_of(*cell, 10e-6, {}) == Approx(0.1e-6 * 0.1e-6));
  CHECK(variance_of(*cell, 40e-6, {}) == Approx(0.4e-6 * 0.4e-6));
  const auto constant = cell_from(kRram + "  read_noise: {form: constant, sigma: 0.01}\n");
  CHECK(variance_of(*constant, 10e-6, {}) == Approx(0.4e-6 * 0.4e-6));
}

TEST_CASE("phase-change memory's 1/f noise grows with the logarithm of time") {
  const auto cell = shipped_cell("pcm_joshi_natcomm_2020");
  const auto expected = [](double g_s, double programmed_s, double t_s) {
    const double q = std::min(0.0088 / std::pow(programmed_s / 25e-6, 0.65), 0.2);
    const double sigma = g_s * q * std::sqrt(std::log((t_s + 250e-9) / 500e-9));
    return sigma * sigma;
  };
  const Effects read{Effect::read_noise};
  for (const double g_s : {2e-6, 25e-6})
    for (const double age_s : {0.0, kDay})
      CHECK(variance_of(*cell, g_s, conditions(age_s, read)) ==
            Approx(expected(g_s, g_s, age_s + 20)).epsilon(1e-5));
  // 0.0088 / (0.01)^0.65 = 0.176 does not reach the cap of 0.2; a hundredth of that does.
  CHECK(variance_of(*cell, 0.0025e-6, conditions(0, read)) ==
        Approx(std::pow(0.0025e-6 * 0.2, 2) * std::log((20 + 250e-9) / 500e-9)).epsilon(1e-5));
  // With drift, Q belongs to the programmed conductance, here undone by the mean exponent 0.049.
  const double programmed_s = 12e-6 * std::pow((kDay + 20) / 20, 0.049);
  CHECK(variance_of(*cell, 12e-6, conditions(kDay, {Effect::read_noise, Effect::drift})) ==
        Approx(expected(12e-6, programmed_s, kDay + 20)).epsilon(1e-5));
}

TEST_CASE("CMO/HfOx 1/f noise is 0.0277 log10 g in microsiemens") {
  const auto cell = shipped_cell("rram_cmo_hfox_falcone_2025");
  const double sigma = 0.0277316483 * std::log10(50.0) * std::sqrt(std::log((kDay + 1e-6) / 2e-6));
  CHECK(variance_of(*cell, 50e-6, conditions(kDay, {Effect::read_noise})) ==
        Approx(sigma * sigma * 1e-12).epsilon(1e-5));
  CHECK(variance_of(*cell, 50e-6, conditions(0, {Effect::read_noise})) == 0);
}

std::string telegraph(const std::string& speed, const std::string& cells, const std::string& p) {
  return kRram + "  telegraph_noise:\n    speed: " + speed + "\n    cells: " + cells +
         "\n    filled: " + p + "\n    amplitude:\n    - {form: polynomial, coefficients: [0.1]}\n";
}

TEST_CASE("a slow trap takes one of two states, around an unchanged mean") {
  const auto cell = cell_from(telegraph("slow", "1", "0.2"));
  const std::vector<float> targets(kDraws, 20e-6F);
  int filled = 0;
  double sum = 0;
  for (const float g : programmed(*cell, targets, {})) {
    const bool low = g < 20e-6F;
    REQUIRE(static_cast<double>(g) == Approx(20e-6 * (low ? 1 - 0.08 : 1 + 0.02)));
    filled += low ? 1 : 0;
    sum += static_cast<double>(g);
  }
  const double n = static_cast<double>(kDraws);
  const double error = std::sqrt(0.2 * 0.8 / n);
  CHECK(filled / n == Approx(0.2).margin(4 * error));
  CHECK(sum / n == Approx(20e-6).margin(4 * error * 2e-6));
  CHECK_FALSE(cell->has_read_noise(Effects::all()));
}

TEST_CASE("a slow trap stays in its cell and changes its state with age") {
  const auto cell = cell_from(telegraph("slow", "0.3", "0.5"));
  const std::vector<float> targets(kDraws, 20e-6F);
  const auto now = programmed(*cell, targets, conditions(0, Effects::all()));
  const auto later = programmed(*cell, targets, conditions(60, Effects::all()));
  int trapped = 0;
  int flipped = 0;
  for (std::size_t n = 0; n < now.size(); ++n) {
    REQUIRE((now[n] == targets[n]) == (later[n] == targets[n]));
    trapped += now[n] != targets[n] ? 1 : 0;
    flipped += now[n] != later[n] ? 1 : 0;
  }
  const double n = static_cast<double>(kDraws);
  CHECK(trapped / n == Approx(0.3).margin(4 * std::sqrt(0.3 * 0.7 / n)));
  CHECK(1.0 * flipped / trapped == Approx(0.5).margin(4 * 0.5 / std::sqrt(1.0 * trapped)));
}

TEST_CASE(
    "fast traps are read noise of variance p (1 - p) dG^2, and none if always full or empty") {
  const auto cell = cell_from(telegraph("fast", "0.5", "0.2"));
  CHECK(cell->has_read_noise({Effect::telegraph_noise}));
  CHECK_FALSE(cell->has_read_noise({Effect::read_noise}));
  CHECK(variance_of(*cell, 20e-6, {}) == Approx(0.5 * 0.2 * 0.8 * 2e-6 * 2e-6));
  const std::vector<float> targets(100, 20e-6F);
  CHECK(programmed(*cell, targets, {}) == targets);
  for (const std::string p : {"0", "1"})
    CHECK(cell_from(telegraph("fast", "1", p))->effects().empty());
  CHECK(cell_from(telegraph("slow", "0", "0.5"))->effects().empty());
}

TEST_CASE("a cubic cell's current is g (V - k V^3); an ohmic cell has no further term") {
  const auto cell = cell_from(kRram + "  nonlinearity: {form: cubic, k: 0.25}\n");
  CHECK(cell->voltage_terms() == 3);
  const std::vector<float> g{10e-6F, 40e-6F};
  std::vector<float> coefficient(2, -1);
  cell->voltage_term(2, g, coefficient);
  CHECK(coefficient == std::vector<float>{0, 0});
  cell->voltage_term(3, g, coefficient);
  CHECK(static_cast<double>(coefficient[1]) == Approx(-10e-6));
  CHECK_THROWS_AS(cell->voltage_term(4, g, coefficient), Bug);
  const auto ohmic = cell_from(kRram);
  CHECK(ohmic->voltage_terms() == 1);
  CHECK_THROWS_AS(ohmic->voltage_term(2, g, coefficient), Bug);
  CHECK(cell_from(kRram + "  nonlinearity: {form: cubic, k: 0}\n")->voltage_terms() == 1);
}

TEST_CASE("Milo's cells bend most at low conductance and least at 225 uS") {
  const auto cell = shipped_cell("rram_milo_irps_2021");
  const std::vector<float> g{62.5e-6F, 225e-6F};
  std::vector<float> second(2);
  std::vector<float> third(2);
  cell->voltage_term(2, g, second);
  cell->voltage_term(3, g, third);
  for (std::size_t n = 0; n < 2; ++n) {
    const double l = std::log10(static_cast<double>(g[n]));
    CHECK(static_cast<double>(second[n]) ==
          Approx(0.007063 + l * (0.005711 + l * (0.001541 + l * 0.0001388))).epsilon(1e-4));
    CHECK(static_cast<double>(third[n]) ==
          Approx(1.2968e-3 + l * (6.7919e-4 + l * 8.8710e-5)).epsilon(1e-4));
  }
  // Share of the current that the terms add at 0.5 V: some percent at 62.5 uS, nearly none at 225.
  const auto share = [&](std::size_t n) {
    const auto term = static_cast<double>(second[n]) * 0.25 + static_cast<double>(third[n]) * 0.125;
    return std::abs(term / (static_cast<double>(g[n]) * 0.5));
  };
  CHECK(share(0) > 0.02);
  CHECK(share(0) < 0.2);
  CHECK(share(1) < 0.005);
}

std::shared_ptr<Cell> stuck(const std::string& off, const std::string& on) {
  return cell_from(kRram + "  stuck_cells: {stuck_off: " + off + ", stuck_on: " + on + "}\n");
}

TEST_CASE("cells are stuck off or on with their probabilities, all of them, or none") {
  const std::vector<float> targets(kDraws, 20e-6F);
  const auto share = [&](const Cell& cell, double g_s) {
    const auto found = programmed(cell, targets, {});
    return static_cast<double>(std::count(found.begin(), found.end(), static_cast<float>(g_s))) /
           static_cast<double>(kDraws);
  };
  CHECK(share(*stuck("1", "0"), 2e-6) == 1);
  CHECK(share(*stuck("0", "1"), 40e-6) == 1);
  CHECK(stuck("0", "0")->effects().empty());
  const auto some = stuck("0.1", "0.02");
  const double n = static_cast<double>(kDraws);
  CHECK(share(*some, 2e-6) == Approx(0.1).margin(4 * std::sqrt(0.1 * 0.9 / n)));
  CHECK(share(*some, 40e-6) == Approx(0.02).margin(4 * std::sqrt(0.02 * 0.98 / n)));
  CHECK_THROWS_AS(stuck("0.6", "0.5"), InputError);
  // The same cells at every age.
  CHECK(programmed(*some, targets, conditions(0, Effects::all())) ==
        programmed(*some, targets, conditions(kDay, Effects::all())));
}

TEST_CASE("a fault map is read line by line; wrong lines are named with file and line") {
  std::vector<Problem> problems;
  const FaultMap map = parse_fault_map(
      "# array row column state\n0 1 2 on\n\n3 0 0 off # weak\n  0 7 7 off\n", "f.txt", problems);
  CHECK(problems.empty());
  CHECK(map.at(0) == std::vector<Fault>{{1, 2, true}, {7, 7, false}});
  CHECK(map.at(3) == std::vector<Fault>{{0, 0, false}});
  parse_fault_map("0 1 2 on\n0 1 2\n0 -1 2 on\n0 1 2 off\n0 1 2 open\n0 1 2.5 on\n0 1 2 on 5\n",
                  "f.txt", problems);
  std::vector<int> lines;
  for (const Problem& problem : problems) {
    CHECK(problem.place.file == "f.txt");
    lines.push_back(problem.place.line);
  }
  CHECK(lines == std::vector<int>{2, 3, 4, 5, 6, 7});
}

TEST_CASE("a fault map sticks the cells of its arrays, and is reported together with the YAML") {
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / "mho_fault_map_test";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "map.txt") << "0 1 2 on\n2 0 3 off\n2 9 0 on\n2 0 9 on\n";
  std::ofstream(folder / "wrong.txt") << "0 1 2 on\nnonsense\n";
  const std::string yaml = (folder / "cell.yaml").string();
  const auto with = [&](const std::string& map) {
    return kRram + "  stuck_cells: {stuck_off: 0, stuck_on: 0, fault_map: " + map + "}\n";
  };
  const auto cell = cell_from(with("map.txt"), yaml);
  CHECK(cell->effects() == Effects{Effect::stuck_cells});
  const std::vector<float> targets(12, 20e-6F);
  const auto array = [&](int number) {
    std::vector<float> g(targets.size());
    cell->conductances({number, 3, 4}, {}, targets, Stream(1), g);
    return g;
  };
  std::vector<float> expected = targets;
  expected[6] = 40e-6F;
  CHECK(array(0) == expected);
  CHECK(array(1) == targets);
  expected = targets;
  expected[3] = 2e-6F;
  CHECK(array(2) == expected);
  const auto message = [&](const std::string& lines) -> std::string {
    try {
      cell_from(lines, yaml);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  };
  const std::string both = message(with("wrong.txt") + "  color: red\n");
  CHECK(both.find("wrong.txt:2: must be 'array row column on'") != std::string::npos);
  CHECK(both.find("color: unknown key") != std::string::npos);
  CHECK(message(with("none.txt")).find("none.txt: is not a file") != std::string::npos);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace mho
