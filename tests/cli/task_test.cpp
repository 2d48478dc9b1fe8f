// What cannot be judged as classes is not called accuracy; what was judged can be compared image by
// image.
#include <bit>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/cli/run_corpus.hpp"

namespace mho {

namespace {

std::string words_of(const std::string& workload, const std::string& options = "") {
  return "run --chip edge_rram_28nm --workload '" + workload +
         "' --images 6 --trials 2 --engine-images 2 --set chip.tiles=0 --set "
         "quantization.calibration_images=2 " +
         options;
}

/// Of a run that must succeed: its text, its JSON.
std::pair<std::string, nlohmann::json> reports(const std::string& workload) {
  const ScratchFolder folder;
  const std::string json = folder.file("r.json");
  const Outcome outcome = mho_program(words_of(workload, "--full --json '" + json + "'"));
  INFO(outcome.err);
  REQUIRE(outcome.code == 0);
  return {outcome.out, nlohmann::json::parse(ScratchFolder::read(json))};
}

std::string without_blanks(const std::string& text) {
  std::string rest;
  for (const char letter : text)
    if (letter != ' ' && letter != '\n') rest += letter;
  return rest;
}

}  // namespace

TEST_CASE("outputs that cannot be judged as classes get signal to noise and the reason") {
  const RunCorpus corpus;
  struct Case {
    const char* network;
    const char* test;
    const char* reason;
  };
  for (const Case& each :
       {Case{"map_output", "fine", "the network's output has shape [1, 4, 6, 6], not one score"},
        Case{"fine", "targets", "labels of targets_l.npy are not class numbers: image 0 has 0.5"},
        Case{"fine", "label_maps", "labels of label_maps_l.npy have shape [6, 1, 6, 6],"}}) {
    INFO(each.network << ", " << each.test);
    const auto [text, report] = reports(corpus.workload(each.network, each.test, each.test));
    // Notes are wrapped.
    CHECK(contains(without_blanks(text),
                   without_blanks(std::string("Not judged as classification: ") + each.reason)));
    CHECK(contains(text, "output SNR"));
    CHECK(!contains(text, "accuracy loss"));
    for (const auto& [name, metric] : report["metrics"].items())
      CHECK(!name.starts_with("accuracy."));
    CHECK(report["judged"].is_null());
    CHECK(report["output_snr_db"].size() == 2);
  }
}

TEST_CASE("one output against one number an image is a regression, and the report says why") {
  const RunCorpus corpus;
  const auto [text, report] = reports(corpus.workload("one_output", "targets", "targets"));
  CHECK(contains(text, "Mean squared error  (6 test inputs, 2 trials"));
  CHECK(contains(without_blanks(text),
                 without_blanks("Judged by mse, as network and data allow: labels of targets_l.npy "
                                "are not class numbers: image 0 has 0.5. workload.metric chooses "
                                "otherwise.")));
  CHECK(report["scored"]["metric"] == "mse");
  CHECK(report["scored"]["trials"].size() == 2);
  CHECK(report["metrics"].contains("output.mse.analog.mean"));
}

TEST_CASE("what asks for accuracy is refused where outputs cannot be judged") {
  const RunCorpus corpus;
  const std::string workload = corpus.workload("map_output", "fine", "fine");
  const Outcome outcome = mho_program(words_of(workload, "--ablate --precision 1 --at 1s,1day"));
  CHECK(outcome.code == 1);
  for (const char* key : {"accuracy.ablate", "accuracy.precision", "conditions.ages"})
    CHECK(contains(outcome.err, std::string(key) + ": needs accuracy, which there is none of"));
}

TEST_CASE("JSON tells which image each trial got right, and the shares are the report's") {
  const RunCorpus corpus;
  const auto report = reports(corpus.workload("fine", "fine", "fine")).second;
  const auto right = [](const std::string& hex) {
    return std::popcount(static_cast<unsigned>(std::stoul(hex, nullptr, 16)));
  };
  const auto& judged = report["judged"];
  const auto& metrics = report["metrics"];
  CHECK(judged["images"] == 6);
  CHECK(100.0 * right(judged["float"]) / 6 ==
        Approx(metrics["accuracy.float"]["value"].get<double>()));
  CHECK(100.0 * right(judged["quantized"]) / 6 ==
        Approx(metrics["accuracy.quantized"]["value"].get<double>()));
  REQUIRE(judged["trials"].size() == 2);
  double sum = 0;
  for (const auto& trial : judged["trials"]) {
    CHECK(trial["right"].get<std::string>().size() == 2);
    CHECK(100.0 * right(trial["right"]) / 6 == Approx(trial["accuracy_percent"].get<double>()));
    sum += trial["accuracy_percent"].get<double>();
  }
  CHECK(sum / 2 == Approx(metrics["accuracy.analog.mean"]["value"].get<double>()));
}

TEST_CASE("the layers' signal to noise does not change with the images of the timed engine") {
  const auto table = [](const std::string& options) {
    const std::string text = mho_program("run quickstart --full --trials 1 " + options).out;
    const std::size_t begin = text.find("\nSignal to noise");
    return text.substr(begin, text.find("\nTiming") - begin);
  };
  const std::string one = table("--images 20 --engine-images 1");
  CHECK(contains(one, "trial 1, test images 1 to 8)"));
  CHECK(one == table("--images 10 --engine-images 12"));
  CHECK(contains(table("--images 3 --engine-images 4"), "trial 1, test images 1 to 3)"));
  CHECK(contains(table("--images 1 --engine-images 4"), "trial 1, test image 1)"));
}

}  // namespace mho
