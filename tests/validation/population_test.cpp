// The population: its table, its rules on the shipped one, and the statistics on made-up figures
// whose answers are known.
#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <iomanip>
#include <random>
#include <set>
#include <sstream>

#include "models/costs/spreads.hpp"
#include "sim/base/error.hpp"
#include "sim/config/config.hpp"
#include "sim/report/population_text.hpp"
#include "tests/config/folder.hpp"
#include "tests/paths.hpp"
#include "validation/population/agreement.hpp"
#include "validation/population/population.hpp"
#include "validation/population/rules.hpp"

namespace mho {
namespace {

std::string shipped_table() {
  return std::string(kSourceDir) + "/validation/population/uiuc_imc_survey_train.csv";
}

const Population& shipped_population() {
  static const Population population = population_of(shipped_table());
  return population;
}

Agreement agreement(const Population& population, const std::string& figure,
                    const std::string& group) {
  for (const PopulationFigure& each : population.figures)
    if (each.figure == figure)
      for (const GroupAgreement& of : each.groups)
        if (of.group == group) return of.agreement;
  throw Bug("no such group");
}

TEST_CASE("the shipped table has 62 design points of 45 macros, and fields of several lines") {
  const auto macros = read_measured_macros(shipped_table());
  CHECK(macros.size() == 62);
  std::set<int> indices;
  for (const MeasuredMacro& each : macros) indices.insert(each.index);
  CHECK(indices.size() == 45);
  const auto star = std::find_if(macros.begin(), macros.end(),
                                 [](const auto& each) { return each.index == 202; });
  REQUIRE(star != macros.end());
  CHECK(star->title.find("Macro in 28-nm CMOS") != std::string::npos);
  CHECK(star->is_digital());
  CHECK(macros[0].area_mm2().value() == Approx(0.52 / 0.65));
}

TEST_CASE("every macro of the shipped table that states enough is built and simulated") {
  int left_out = 0;
  for (const ComparedMacro& each : shipped_population().macros) {
    INFO(each.name << ": " << each.left_out);
    if (!each.left_out.empty()) {
      ++left_out;
      CHECK(each.left_out.find("is not stated") != std::string::npos);
      continue;
    }
    for (const auto& figure : {each.energy, each.area, each.throughput})
      if (figure) {
        CHECK(std::isfinite(figure->ratio()));
        CHECK(figure->simulated > 0);
        double sum = 0;
        for (const double part : figure->parts) sum += part;
        CHECK(sum == Approx(figure->simulated));
      }
  }
  CHECK(left_out == 2);
}

TEST_CASE("throughput follows from what the table states") {
  CHECK(agreement(shipped_population(), "throughput", "all").error < 1.05);
}

TEST_CASE("how far the models are off does not grow unseen") {
  // Five macros that the models before these had not seen were off by 4.0 and 2.8.
  CHECK(agreement(shipped_population(), "energy", "all").error < 2.5);
  CHECK(agreement(shipped_population(), "energy", "banks").error < 2.2);
  CHECK(agreement(shipped_population(), "area", "all").error < 2.4);
}

TEST_CASE("80 % intervals hold 70 to 90 % of the macros that were left out of them") {
  for (const PopulationFigure& figure : shipped_population().figures) {
    if (!figure.left_one_out) continue;
    INFO(figure.figure);
    CHECK(figure.coverage >= 0.7);
    CHECK(figure.coverage <= 0.9);
  }
}

TEST_CASE("a table that is none says where and why") {
  const Folder folder;
  const auto problem = [&](const std::string& text) {
    const std::string file = folder.file("table.csv");
    folder.write("table.csv", text);
    try {
      read_measured_macros(file);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string("none");
  };
  std::ifstream in(shipped_table());
  std::string head, first;
  std::getline(in, head);
  std::getline(in, first);
  CHECK(problem(head + "\n" + first + "\n") == "none");
  CHECK_THAT(problem(""), Catch::Contains("has no columns"));
  CHECK_THAT(problem("Index,Year\n1,2020\n"), Catch::Contains("is a column that the table lacks"));
  CHECK_THAT(problem(head + "\n1,2,3\n"),
             Catch::Contains("table.csv:2") && Catch::Contains("has 3 fields"));
  std::string bad = first;
  bad.replace(bad.find("2018"), 4, "MMXVIII");
  CHECK_THAT(problem(head + "\n" + first + "\n" + bad + "\n"),
             Catch::Contains("table.csv:3") && Catch::Contains("'MMXVIII'"));
  CHECK_THAT(problem(head + "\n\"" + first), Catch::Contains("is no CSV"));
  CHECK_THROWS_WITH(read_measured_macros(folder.file("none.csv")),
                    Catch::Contains("cannot be read"));
}

/// A figure that is off by `log`, all of it of one class.
WeighedFigure off_by(double log, int macro, ModelClass model_class) {
  WeighedFigure each;
  each.macro = macro;
  each.figure.published = 1;
  each.figure.simulated = std::exp(log);
  each.figure.parts[static_cast<std::size_t>(model_class)] = each.figure.simulated;
  return each;
}

TEST_CASE("a macro counts once, whatever its points") {
  std::vector<WeighedFigure> figures{off_by(std::log(4), 1, ModelClass::array),
                                     off_by(0, 2, ModelClass::array),
                                     off_by(0, 2, ModelClass::array)};
  figures[1].weight = figures[2].weight = 0.5;
  const Agreement all = agreement_of(figures);
  CHECK(all.points == 3);
  CHECK(all.macros == 2);
  CHECK(all.error == Approx(2));
  CHECK(all.bias == Approx(2));
  CHECK(all.within_2 == Approx(0.5));
}

TEST_CASE("levels find the class that is off, and leaving one out does not see it") {
  std::vector<WeighedFigure> figures;
  for (int i = 0; i < 40; ++i) {
    figures.push_back(off_by(std::log(3), i, ModelClass::array));
    figures.push_back(off_by(0, 100 + i, ModelClass::logic));
  }
  const auto levels = fitted_levels(figures);
  CHECK(levels[static_cast<std::size_t>(ModelClass::array)] == Approx(1 / 3.0).epsilon(0.06));
  CHECK(levels[static_cast<std::size_t>(ModelClass::logic)] == Approx(1));
  CHECK(agreement_of(left_one_out(figures)).error < 1.05);
  // What is alone of its kind cannot be mended by the others.
  std::vector<WeighedFigure> alone{off_by(std::log(3), 1, ModelClass::array),
                                   off_by(0, 2, ModelClass::logic)};
  CHECK(agreement_of(left_one_out(alone)).error == Approx(std::sqrt(3.0)));
}

TEST_CASE("spreads are found again in figures that were drawn with them, and cover 80 %") {
  std::mt19937 random(1);
  std::normal_distribution<double> normal;
  std::vector<WeighedFigure> figures;
  for (int i = 0; i < 400; ++i) {
    figures.push_back(off_by(0.9 * normal(random), i, ModelClass::array));
    figures.push_back(off_by(0.3 * normal(random), 1000 + i, ModelClass::converter));
  }
  const auto spread = spreads_of(figures);
  // 1.28 deviations to either side hold 80 % of normal draws.
  CHECK(spread[static_cast<std::size_t>(ModelClass::array)] == Approx(1.28 * 0.9).epsilon(0.12));
  CHECK(spread[static_cast<std::size_t>(ModelClass::converter)] ==
        Approx(1.28 * 0.3).epsilon(0.15));
}

/// As spreads.cpp has them: of array, converter, driver, logic, periphery.
std::string spread_table(const char* name, const std::array<double, kModelClasses>& spread) {
  std::ostringstream text;
  text << std::setprecision(2) << "constexpr std::array<double, kModelClasses> " << name
       << "{\n    ";  // else Catch breaks numbers at the line's end
  for (std::size_t c = 0; c < kModelClasses; ++c) text << (c == 0 ? "" : ", ") << spread[c];
  return text.str() + "};\n";
}

TEST_CASE("the product's intervals are those of the shipped population") {
  std::array<double, kModelClasses> energy{}, area{};
  for (std::size_t c = 0; c < kModelClasses; ++c) {
    energy[c] = energy_spread(static_cast<ModelClass>(c));
    area[c] = area_spread(static_cast<ModelClass>(c));
  }
  std::string found,
      shipped = spread_table("kEnergySpreads", energy) + spread_table("kAreaSpreads", area);
  for (const PopulationFigure& figure : shipped_population().figures)
    if (figure.figure != "throughput")
      found += spread_table(figure.figure == "energy" ? "kEnergySpreads" : "kAreaSpreads",
                            figure.spread);
  INFO("the models have changed; write into models/costs/spreads.cpp:\n" << found);
  CHECK(found == shipped);
  std::set<int> macros;
  for (const ComparedMacro& each : shipped_population().macros) macros.insert(each.index);
  CHECK(macros.size() == kSpreadMacros);
}

TEST_CASE(
    "the models' fastest clocks lie around those that tables state, within 1.5x in the mean") {
  double sum = 0;
  int points = 0, near = 0;
  for (const ComparedMacro& each : shipped_population().macros) {
    if (!each.clock) continue;
    CHECK(each.reading == "digital");
    CHECK(each.clock->unpipelined < each.clock->fastest);
    const double off = std::abs(std::log(each.clock->fastest / each.clock->stated));
    sum += off;
    ++points;
    if (off < std::log(1.2)) ++near;
  }
  CHECK(points == 7);
  CHECK(near == 3);
  CHECK(std::exp(sum / points) < 1.5);
}

TEST_CASE("the report of a population names groups, intervals and the macros that are off most") {
  const std::string text = to_text(shipped_population());
  for (const char* part : {"62 measured design points", "banks", "left one out", "28 to 45 nm",
                           "Intervals from all other macros hold", "furthest off", "is not stated"})
    CHECK(text.find(part) != std::string::npos);
}

}  // namespace
}  // namespace mho
