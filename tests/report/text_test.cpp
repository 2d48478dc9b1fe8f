#include <catch2/catch.hpp>
#include <sstream>

#include "sim/report/columns.hpp"
#include "sim/report/metric_text.hpp"
#include "sim/report/text.hpp"
#include "tests/report/some_results.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

/// Without intervals.
Results of_one_trial(Results results) {
  std::erase_if(results.metrics, [](const Metric& metric) {
    return metric.name.find(".ci95") != std::string::npos;
  });
  return results;
}

}  // namespace

TEST_CASE("no line of the text report is wider than 100 characters or ends in a blank") {
  Results results = some_results();
  if (GENERATE(true, false)) results = some_modelled_results();
  if (GENERATE(true, false)) results = of_one_trial(results);
  std::istringstream lines(to_text(results));
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    INFO(line);
    CHECK(characters(line) <= 100);
    CHECK((line.empty() || line.back() != ' '));
  }
  CHECK(count > 30);
}

TEST_CASE("the text report opens with workload, chip and the three headline figures") {
  const std::string text = to_text(some_results());
  CHECK(has(text, "mho 1.2.3: a workload on a chip (28 nm, 8 tiles of 1 macro)\n"));
  CHECK(has(text, "3.142 TOPS/J"));
  CHECK(has(text, "0.51 points"));
  CHECK(has(text, "[0.31, 0.88]         95 % interval over chips and images"));
  CHECK(has(text, "1.250 mm2"));
  CHECK(has(text, "250 nJ"));
  CHECK(has(text, "42 us"));
}

TEST_CASE("what a reader must know first stands between the title and the figures") {
  Results results = some_results();
  const std::string without = to_text(results);
  const std::size_t at = without.find("\n\n") + 2;
  results.caveats = {"Not as the chip is."};
  CHECK(to_text(results) ==
        without.substr(0, at) + "  Not as the chip is.\n\n" + without.substr(at));
}

TEST_CASE("an interval stands below each modelled figure of the text report, in two digits") {
  const std::string text = to_text(some_modelled_results());
  CHECK(has(text, "\n                                83 to 750 nJ         80 %, of its models\n"));
  CHECK(has(text, "\n                                1.0 to 9.4 TOPS/J    80 %, of its models\n"));
  CHECK(has(text, "\n                                0.62 to 2.5 mm2      80 %, of its models\n"));
  CHECK_FALSE(has(to_text(some_results()), "80 %"));
}

TEST_CASE("an interval whose ends lie close together has digits enough to tell them") {
  CHECK(
      interval_text({"", 1, "TOPS/J", "", "", {{"adc", "sar", ModelClass::converter, 1, 0.01}}}) ==
      "0.9900 to 1.010 TOPS/J");
  CHECK(interval_text(
            {"", 1, "J", "", "", {{"adc", "sar", ModelClass::converter, 1, std::log(2)}}}) ==
        "500 mJ to 2 J");
  CHECK(interval_text({"", 1, "J", "", ""}).empty());
}

TEST_CASE("without labels the text report shows the output's signal to noise and no accuracy") {
  Results results = some_results();
  std::erase_if(results.metrics,
                [](const Metric& metric) { return metric.name.starts_with("accuracy."); });
  results.metrics.push_back({"output.inputs", 4, "", "Inputs.", "run"});
  results.metrics.push_back({"output.trials", 2, "", "Trials.", "run"});
  const std::string exact = to_text(results);
  CHECK(has(exact, "output SNR                    exact"));
  CHECK(has(exact, "Output  (4 test inputs, 2 trials)"));
  CHECK(!has(exact, "accuracy loss"));
  results.metrics.push_back({"output.snr.mean", 31.416, "dB", "Ratio.", "run"});
  results.metrics.push_back({"output.snr.ci95.low", 31.2, "dB", "Lower end.", "run"});
  results.metrics.push_back({"output.snr.ci95.high", 31.7, "dB", "Upper end.", "run"});
  const std::string noisy = to_text(results);
  CHECK(has(noisy, "output SNR                    31.42 dB"));
  CHECK(has(noisy, "[31.20, 31.70], 95 % over chips, these inputs"));
}

TEST_CASE("promise 9: one trial prints its loss and says that there is no interval") {
  const std::string text = to_text(of_one_trial(some_results()));
  CHECK(has(text, "0.51 points  "));
  CHECK(has(text, "one trial, no interval"));
  CHECK(!has(text, "95 % interval over chips and images\n  area"));
}

TEST_CASE("the text report shows the chips' later ages, and each error alone and removed") {
  Results results = some_results();
  const std::string text = to_text(results);
  CHECK(has(text, "80.50 %    [78.25, 82.00]    8.00 points     [6.50, 10.25]"));
  CHECK(has(text, "0.40      [0.30, 0.50]              0.30     [-0.10, 0.60]"));
  CHECK(has(text, "31.2 dB          24.5 dB"));
  results.ages.clear();
  results.ablations.clear();
  CHECK(!has(to_text(results), "Ablation"));
  CHECK(!has(to_text(results), "after programming"));
}

TEST_CASE("promise 10: the text report states precision and operations beside TOPS/J") {
  const std::string text = to_text(some_results());
  CHECK(has(text, "8-bit weights x 6-bit activations"));
  CHECK(has(text, "2 OP per MAC"));
  CHECK(has(text, "150.8"));
}

TEST_CASE("areas take the unit that needs no leading zeros, and none is cut") {
  Results results = some_results();
  results.components = {{"a", 0, 0, 1e-8}, {"b", 0, 0, 2.224e-9}, {"c", 0, 0, 7.987e-11}};
  const std::string text = to_text(results);
  CHECK(has(text, "0.01000 mm2"));
  CHECK(has(text, " 2224 um2"));
  CHECK(has(text, "79.87 um2"));
}

TEST_CASE("one of a thing is singular, none of it a dash") {
  Results results = some_results();
  for (Metric& metric : results.metrics)
    if (metric.name == "accuracy.trials") metric.value = 1;
  const std::string text = to_text(results);
  CHECK(has(text, "10000 test images, 1 trial; 95 % intervals"));
  CHECK(has(text, "max pool            -      -      - "));
}

TEST_CASE("a figure that the run does not have prints as a dash") {
  CHECK(has(to_text(some_results()), "throughput                    -"));
}

TEST_CASE("energies, powers and TOPS/J of the headline have one boundary, and name it") {
  Results results = some_results();
  const std::string alone = to_text(results);
  CHECK(has(alone, "  TOPS/J, chip, achieved        3.142 TOPS/J"));
  CHECK(has(alone, "per inference, chip\n"));
  CHECK(has(alone, "  power of the chip "));
  CHECK_FALSE(has(alone, "chip with memory"));
  results.metrics.push_back({"energy.off_chip", 2e-7, "J", "Energy.", "ledger"});
  results.metrics.push_back({"tops_per_joule.system.achieved", 0.5, "TOPS/J", "", "ledger"});
  results.metrics.push_back({"power.system.peak", 0.2, "W", "Power.", "peak"});
  results.metrics.push_back({"power.average", 0.1, "W", "Power.", "ledger"});
  const std::string beside = to_text(results);
  CHECK(has(beside, "  TOPS/J, chip with memory      0.5000 TOPS/J"));
  CHECK_FALSE(has(beside, "TOPS/J, chip, achieved"));
  CHECK(has(beside, "per inference, chip with memory\n"));
  CHECK(has(beside, "  power of the chip             - average, - with all arrays at work"));
  CHECK(has(beside,
            "  power of chip with memory     100 mW average, 200 mW with all arrays at "
            "work"));
}

TEST_CASE("throughput is the steady state's, or, without one, said to be the whole run's") {
  Results results = some_results();
  results.metrics.push_back({"throughput.average", 4577, "images/s", "Mean.", "engine"});
  CHECK(has(to_text(results), "throughput                    4577 images/s        whole run; no"));
  results.metrics.push_back({"throughput.steady", 5000, "images/s", "Steady.", "engine"});
  CHECK(has(to_text(results), "throughput                    5000 images/s        steady state"));
}

TEST_CASE("the same results give the same text") {
  CHECK(to_text(some_results()) == to_text(some_results()));
}

TEST_CASE("a bar is as long as its share, in eighths of a character") {
  CHECK(bar(0, 8) == "");
  CHECK(bar(1, 4) == "████");
  CHECK(bar(0.5, 4) == "██");
  CHECK(bar(1.0 / 32, 4) == "▏");
  CHECK(bar(2, 2) == "██");
}

TEST_CASE("numbers are rounded to significant digits, in plain notation where people would") {
  CHECK(significant(3.14159, 4) == "3.142");
  CHECK(significant(1234.56, 4) == "1235");
  CHECK(significant(0.00012345, 3) == "0.000123");
  CHECK(significant(0.000012345, 3) == "1.23e-05");
  CHECK(significant(0, 4) == "0");
  CHECK(fixed(-0.001, 2) == "0.00");
  CHECK(fixed(-0.01, 2) == "-0.01");
  CHECK(count_text(10000) == "10000");
  CHECK(count_text(1.5) == "1.500");
}

TEST_CASE("a table cuts cells that are too long and aligns by characters, not bytes") {
  Columns table({{"name", 6, false}, {"n", 4, true}});
  table.row({"ααααα", "1"});
  table.row({"abcdefgh", "12"});
  CHECK(table.text() == "  name    n\n  ααααα   1\n  abcd…  12\n");
}

TEST_CASE("paragraphs break at blanks and continue indented") {
  CHECK(wrapped("- one two three", 2, 11) == "  - one two\n    three\n");
  CHECK(wrapped("- one two three", 2, 10) == "  - one\n    two\n    three\n");
}

TEST_CASE("knobs are shown with what each saves and costs, those that cannot be with dashes") {
  Results results = some_results();
  CHECK(!has(to_text(results), "Co-design"));
  results.knobs = {{"as run", true, 4, 12'000, 0.25, 100'000, 5'000, 88.25},
                   {"without pruned rows", true, 6, 24'000, 0.125, 200'000, 5'000, 89.5},
                   {"without vector units", false, 0, 0, 0, 0, 0, 0}};
  const std::string text = to_text(results);
  CHECK(has(text, "exact integers on 10000 test images, cost in points"));
  CHECK(has(
      text,
      "as run                        4           12000  25.0 %      100000     5000   88.25 %\n"));
  CHECK(has(text,
            "without pruned rows           6      2    24000  12.5 %      200000     5000   89.50 "
            "%    1.25\n"));
  CHECK(has(text,
            "without vector units          -      -        -       -           -        -         "
            "-       -\n"));
}

TEST_CASE("bits of layers that differ are stated beside those of the peak, on lines that fit") {
  Results results = some_results();
  CHECK(!has(to_text(results), "bits at the peak"));
  results.precision = "mixed 10-16-bit weights x 10-16-bit activations";
  const std::string text = to_text(results);
  CHECK(has(text, "Efficiency  (mixed 10-16-bit weights x 10-16-bit activations, 2 OP per MAC)"));
  CHECK(has(text, "bits at the peak              8-bit weights x 6-bit activations"));
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(characters(line) <= 100);
}

}  // namespace mho
