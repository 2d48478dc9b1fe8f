// What other models of the converters make of a run, held against runs with their constants.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "tests/run/lenet_run.hpp"
#include "tests/run/values.hpp"

namespace mho {
namespace {

TEST_CASE("the chip's own converter stands first, with the figures of the run") {
  const Results results = lenet_results();
  REQUIRE(results.adc_models.size() > 8);
  const AdcModelRow& own = results.adc_models[0];
  CHECK(own.conversion_j == Approx(1.2e-12));
  CHECK(own.macro_peak_tops_per_joule == Approx(value(results, "tops_per_joule.macro.peak")));
  CHECK(own.chip_achieved_tops_per_joule == Approx(value(results, "tops_per_joule.chip.achieved")));
}

TEST_CASE("another model's figures are those of a run whose converter names the model") {
  const Results results = lenet_results();
  for (const auto& [name, percentile] :
       {std::pair{"survey, 10 % quantile", "10"}, std::pair{"survey, 80 % quantile", "80"}}) {
    const Results by_model = lenet_results(
        {std::string("chip.tile.macro.adc={kind: sar, bits: 8, range: calibrated, percentile: "
                     "0.9995, delay: 10 ns, model: {kind: survey, percentile: ") +
         percentile + "}}"});
    bool found = false;
    for (const AdcModelRow& row : results.adc_models) {
      if (row.model != name) continue;
      found = true;
      INFO(name);
      CHECK(row.macro_peak_tops_per_joule ==
            Approx(value(by_model, "tops_per_joule.macro.peak")).epsilon(1e-9));
      CHECK(row.chip_achieved_tops_per_joule ==
            Approx(value(by_model, "tops_per_joule.chip.achieved")).epsilon(1e-9));
      CHECK(row.conversion_j == Approx(by_model.adc_models[0].conversion_j));
    }
    CHECK(found);
  }
}

TEST_CASE(
    "a chip's own model among the others has its figures, at any supply and without leakage") {
  for (const char* setting : {"chip.supply=0.9 V", "chip.supply=0.7 V"})
    for (const char* share : {"", ", static_share: 0"}) {
      const Results results = lenet_results(
          {std::string("chip.tile.macro.adc={kind: sar, bits: 8, range: calibrated, percentile: "
                       "0.9995, delay: 10 ns, model: {kind: survey") +
               share + "}}",
           setting});
      const AdcModelRow& own = results.adc_models[0];
      const auto same =
          std::find_if(results.adc_models.begin() + 1, results.adc_models.end(),
                       [](const AdcModelRow& row) { return row.model == "survey, 20 % quantile"; });
      REQUIRE(same != results.adc_models.end());
      INFO(setting << share);
      CHECK(same->area_m2 == Approx(own.area_m2));
      if (*share != '\0') {
        // The table's has a tenth of its power as static power.
        CHECK(same->conversion_j == Approx(0.9 * own.conversion_j));
        CHECK(same->chip_achieved_tops_per_joule < own.chip_achieved_tops_per_joule);
        continue;
      }
      CHECK(same->conversion_j == Approx(own.conversion_j));
      CHECK(same->macro_peak_tops_per_joule == Approx(own.macro_peak_tops_per_joule));
      CHECK(same->chip_achieved_tops_per_joule == Approx(own.chip_achieved_tops_per_joule));
    }
}

TEST_CASE("a chip without converters has no models of them") {
  const Results results =
      run(read_spec<RunSpec>([] {
            Document document = lenet_document();
            document.set("chip=" + std::string(kSourceDir) + "/configs/chips/dcim_28nm.yaml");
            return document;
          }()),
          {kQuickstart, 0}, {1, {}});
  CHECK(results.adc_models.empty());
}

}  // namespace
}  // namespace mho
