// One screen of a run, and what it and the whole report are made of again from a kept run.
#include <catch2/catch.hpp>
#include <sstream>

#include "sim/report/headline_text.hpp"
#include "sim/report/json.hpp"
#include "sim/report/text.hpp"
#include "sim/results/restored_run.hpp"
#include "tests/report/some_results.hpp"
#include "tests/report/text_lines.hpp"

namespace mho {

namespace {

constexpr std::size_t kScreenLines = 30;

Results with_everything() {
  Results results = some_modelled_results();
  results.caveats = {
      "A caveat of some words that say that the chip is not as it seems to be, and "
      "that go on into a second line."};
  for (int i = 0; i < 12; ++i) {
    results.warnings.push_back("Warning " + std::to_string(i) +
                               " of many words, so many that they do not fit on one line of a "
                               "hundred characters and have to be continued on the next, and then "
                               "on one more, which nobody is shown on one screen.");
    results.components.push_back({"component " + std::to_string(i), 1e-10, 0, 1e-9});
  }
  results.metrics.push_back({"energy.per_token", 1e-9, "J", "A token.", "ledger"});
  results.metrics.push_back({"latency.per_token", 1e-6, "s", "A token.", "engine"});
  results.layers[0].bound = "compute";
  results.layers[0].bound_s = 3e-6;
  results.layers[1].bound = "buffer";
  results.layers[1].bound_s = 2e-6;
  return results;
}

/// Without escapes of a terminal.
std::string uncolored(const std::string& text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\x1b')
      i = text.find('m', i);
    else
      plain += text[i];
  }
  return plain;
}

}  // namespace

TEST_CASE("a headline is one screen, however much there is to say") {
  const Results results = GENERATE(0, 1) == 0 ? some_results() : with_everything();
  std::istringstream lines(headline_text(results));
  std::size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    INFO(line);
    CHECK(characters(line) <= 100);
  }
  CHECK(count <= kScreenLines);
}

TEST_CASE("a headline opens as the whole report does, and says where the rest is") {
  const Results results = with_everything();
  const std::string text = headline_text(results), whole = to_text(results);
  const std::size_t end = text.find("  accuracy   ");
  REQUIRE(end != std::string::npos);
  CHECK(text.substr(0, end) == whole.substr(0, end));
  CHECK(has(text, "All of it: --full."));
}

TEST_CASE("a headline names the largest components, and adds up what is left") {
  Results results = with_everything();
  // Where there is no room for both, warnings come first.
  CHECK_FALSE(has(headline_text(results), "Energy by component"));
  results.warnings.clear();
  results.caveats.clear();
  CHECK(has(headline_text(results), "  adc                           200 nJ      79.6 %"));
  CHECK(has(headline_text(results), "  10 others                     1 nJ        0.4 %"));
}

TEST_CASE("a headline names the layer that needs one resource longest") {
  Results results = with_everything();
  CHECK(
      has(headline_text(results), "most limiting layer           3 us                 of compute"));
  CHECK(has(headline_text(results), "inference: …long for its column\n"));
  results.layers[1].bound_s = 4e-6;
  CHECK(has(headline_text(results), "4 us                 of buffer an inference: pool\n"));
}

TEST_CASE("a headline has a line of each section that an option asks for") {
  Results results = some_results();
  results.metrics.push_back({"carbon.sci", 2e-6, "g", "", ""});
  const std::string text = headline_text(results);
  CHECK(has(text, "  after 1 h                     8.00 points          lost; 80.50 % on the chip\n"));
  CHECK(has(text, "  largest source of error       0.30 points          saved without read_noise\n"));
  CHECK(has(text, "  CO2e                          2 ug                 per inference, its share"));
}

TEST_CASE("warnings that a headline has no room for are counted") {
  const std::string text = headline_text(with_everything());
  CHECK(has(text, "more notes that bear on these figures: --full\n"));
  Results results = some_results();
  results.warnings = {"Converters clip."};
  CHECK(has(headline_text(results), "\n  - Converters clip.\n"));
  CHECK_FALSE(has(headline_text(results), "that bear on these figures"));
}

TEST_CASE("energy and TOPS/J of a headline are of one boundary, with a memory as without") {
  // 0.62 TOPS/J of the chip alone once stood above the energy of chip and memory, of which 0.041
  // follow.
  Results results = some_results();
  std::erase_if(results.metrics, [](const Metric& metric) {
    return metric.name.starts_with("tops_per_joule") || metric.name == "energy.per_inference";
  });
  results.metrics.push_back({"energy.off_chip", 2.02e-4, "J", "", ""});
  results.metrics.push_back({"energy.per_inference", 2.16e-4, "J", "", ""});
  results.metrics.push_back({"tops_per_joule.chip.achieved", 0.62, "TOPS/J", "", ""});
  results.metrics.push_back({"tops_per_joule.system.achieved", 0.041, "TOPS/J", "", ""});
  const std::string text = headline_text(results);
  CHECK(has(text, "  TOPS/J, chip with memory      0.04100 TOPS/J"));
  CHECK(has(text,
            "  energy                        216 uJ               per inference, chip with "
            "memory\n"));
  CHECK(has(text, "Energy by component  (per inference, chip with memory)"));
  CHECK_FALSE(has(text, "0.62"));
}

TEST_CASE("color is around the figures of a headline and its warnings, and changes no letter") {
  const Results results = with_everything();
  const std::string plain = headline_text(results), colored = headline_text(results, Ink(true));
  CHECK(plain.find('\x1b') == std::string::npos);
  CHECK(uncolored(colored) == plain);
  CHECK(has(colored,
            "  area                          \x1b[1m1.250 mm2\x1b[0m            whole chip"));
  CHECK(has(colored, "\x1b[33m  A caveat of some words"));
  CHECK(has(colored, "\x1b[33m  - Warning 0"));
}

TEST_CASE("a name with escapes of a terminal has none in a headline, with color as without") {
  Results results = some_results();
  results.workload = results.caveats.emplace_back("\x1b[31mred");
  results.warnings = {"\x1b]0;title\x07"};
  results.components[0].name = "\x1b[2J";
  results.layers[0].name = "\x1b[2J";
  results.layers[0].bound_s = 1;
  CHECK(headline_text(results).find('\x1b') == std::string::npos);
  CHECK(uncolored(headline_text(results, Ink(true))) == headline_text(results));
}

TEST_CASE("the report of a kept run is that of the run") {
  Results results = with_everything();
  results.knobs = {{"as run", true, 4, 12'000, 0.25, 100'000, 5'000, 88.25},
                   {"pruning", false, 0, 0, 0, 0, 0, {}}};
  results.adc_models = {{"sar", true, 1e-12, 1e-9, 10, 2, "a paper"}};
  results.partial = PartialRun{3, 8};
  results.carbon_factors = {{"grid", "world 2023", "a table", "carbon.grid"}};
  results.label = EnergyLabel{"a scale",
                              "a paper",
                              "a server",
                              'B',
                              {{"latency", "1 s", "2 s", 2, 'B', {4, 2, 1, 0.5}, 1}}};
  const Results again = restored(stored_run(results));
  CHECK(to_text(again) == to_text(results));
  CHECK(headline_text(again) == headline_text(results));
  REQUIRE(again.partial);
  CHECK(again.partial->trials == 3);
  CHECK(again.partial->of == 8);
}

TEST_CASE("a partial run is so in its JSON, and a whole one has no word of it") {
  Results results = some_results();
  CHECK_FALSE(has(to_json(results), "\"partial\""));
  results.partial = PartialRun{3, 8};
  CHECK(has(to_json(results), "\"partial\": {\n  \"trials\": 3,\n  \"of\": 8\n }"));
}

}  // namespace mho
