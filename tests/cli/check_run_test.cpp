// What mho check accepts, mho run runs; what mho run refuses, mho check refuses with the same
// words.
#include <catch2/catch.hpp>

#include "tests/cli/run_corpus.hpp"

namespace mho {

namespace {

struct Machine {
  const char* chip;
  std::vector<std::string> sets;  ///< each alone
};

/// Few images and trials; whatever the set, small runs.
const std::string kSmall =
    " --images 2 --trials 2 --engine-images 2 --set quantization.calibration_images=2";

/// Holds check against run on one command line. Tells which of the two it was.
bool accepted(const std::string& words) {
  const Outcome checked = mho_program("check " + words);
  const Outcome ran = mho_program("run --quiet " + words);
  INFO(words << "\ncheck: " << checked.out << checked.err << "\nrun: " << ran.err);
  CHECK((checked.code == 0 || checked.code == 1));
  CHECK(ran.code == checked.code);
  CHECK(ran.err == checked.err);
  CHECK(ran.out.empty() == (ran.code == 1));
  CHECK(checked.out.empty() == (checked.code == 1));
  return checked.code == 0;
}

std::string words_of(const std::string& chip, const std::string& workload,
                     const std::string& options) {
  return "--chip " + chip + " --workload '" + workload + "'" + kSmall + " " + options;
}

}  // namespace

TEST_CASE("what mho check says of networks and data sets, mho run says too") {
  const RunCorpus corpus;
  int fine = 0, refused = 0;
  const auto hold = [&](const std::string& network, const std::string& test,
                        const std::string& training, const std::string& options) {
    INFO(network << ", " << test << ", " << training);
    ++(accepted(words_of("edge_rram_28nm", corpus.workload(network, test, training),
                         "--set chip.tiles=0 " + options))
           ? fine
           : refused);
  };
  for (const std::string& set : corpus.sets()) {
    if (set.ends_with("at_the_end")) continue;
    if (set != "vast") hold("fine", set, "fine", "");
    hold("fine", "fine", set, "");
  }
  for (const auto& [network, graph] : corpus_networks())
    for (const char* options : {"", "--values off"}) hold(network, "fine", "fine", options);
  hold("text", "label_beyond", "cut_short", "");  // problems of all three files
  hold("two_outputs", "nan_in_front", "missing", "");
  hold("vector", "rank_three", "rank_three", "");
  hold("vector", "narrow", "fine", "");
  hold("fine", "missing", "missing", "--values off");  // data that the run does not read
  CHECK(fine >= 10);
  CHECK(refused >= 20);
}

TEST_CASE("what mho check says of machines and of what is asked of them, mho run says too") {
  const RunCorpus corpus;
  const std::string workload = corpus.workload("fine", "fine", "fine");
  const std::vector<Machine> machines{
      {"edge_rram_28nm",
       {"chip.tiles=1",
        "chip.tile.macros=1",
        "chip.tile.input_buffer.capacity=8B",
        "chip.global_buffer.capacity=4B",
        "placement.vector_unit=[first,last]",
        "placement.vector_unit=[other]",
        "placement.schedule=layer_by_layer",
        "placement.batch=2",
        "quantization.weight_bits=16",
        "quantization.weight_bits=1",
        "quantization.activation_bits=16",
        "quantization.calibration_images=7",
        "quantization.pruning={rows: 0.5}",
        "accuracy.images=0",
        "accuracy.images=7",
        "engine.images=7",
        "engine.fidelity=steady",
        "engine.activity=statistical",
        "placement.balance=true",
        "chip.tile.macro.columns=16",
        "chip.tile.macro.columns=2",
        "chip.tile.macro.adc.bits=2",
        "chip.tile.macro.cell.g_max=1nS",
        "chip.tile.macro.cell.programming_error.min=1e9",
        "chip.tile.macro.cell.programming_error.scale=1S"}},
      {"edge_npu_28nm",
       {"placement.batch=2", "placement.batch=4", "placement.vector_unit=[first]",
        "engine.fidelity=steady", "engine.activity=statistical", "chip.global_buffer.capacity=16B",
        "chip.off_chip.capacity=16B", "quantization.weight_bits=16"}},
      {"dcim_28nm",
       {"quantization.weight_bits=16", "quantization.weight_bits=1", "chip.tiles=1",
        "chip.tile.input_buffer.capacity=8B"}},
      {"isaac_isca_2016", {"quantization.weight_bits=16", "chip.tile.macro.active_rows=64"}},
      {"edge_sram_charge_28nm", {"quantization.weight_bits=16", "quantization.activation_bits=1"}},
      {"eyeriss_jssc_2017", {"chip.global_buffer.capacity=64B", "placement.batch=2"}},
      {"tpu_v1_isca_2017", {"chip.global_buffer.capacity=64B"}}};
  int fine = 0, refused = 0;
  for (const Machine& machine : machines) {
    ++(accepted(words_of(machine.chip, workload, "")) ? fine : refused);
    for (const std::string& set : machine.sets)
      ++(accepted(words_of(machine.chip, workload, "--set '" + set + "'")) ? fine : refused);
  }
  CHECK(fine >= 20);
  CHECK(refused >= 10);
}

TEST_CASE("problems of the network's use, of both sets and of the run are told together") {
  const RunCorpus corpus;
  const std::string workload = corpus.workload("fine", "label_beyond", "larger");
  const Outcome outcome =
      mho_program("check " + words_of("edge_rram_28nm", workload, "--set accuracy.images=9"));
  INFO(outcome.err);
  CHECK(outcome.code == 1);
  CHECK(contains(outcome.err,
                 "label_beyond_l.npy: image 1 has label 4; allowed: 0 to 3, the places "
                 "of the network's 4 outputs"));
  CHECK(contains(outcome.err,
                 "larger_x.npy: images of shape [1, 8, 8] do not fit the input "
                 "'image' of "));
  CHECK(contains(outcome.err, "fine.onnx, which has shape [1, 1, 6, 6]"));
}

TEST_CASE("mho check judges every image and label, also those that the run does not need") {
  const RunCorpus corpus;
  for (const char* set : {"nan_at_the_end", "label_beyond_at_the_end"})
    for (const bool test : {true, false}) {
      const std::string workload =
          corpus.workload("fine", test ? set : "fine", test ? "fine" : set);
      const std::string key = test ? "test: " : "training: ";
      for (const std::string& words :
           {"'" + workload + "'", words_of("edge_rram_28nm", workload, "")}) {
        const Outcome outcome = mho_program("check " + words);
        INFO(words << outcome.err);
        CHECK(outcome.code == 1);
        CHECK(contains(outcome.err, key));
        CHECK(contains(outcome.err, set));
      }
    }
}

TEST_CASE("mho check lowers the network of a workload by itself") {
  const RunCorpus corpus;
  for (const char* network : {"sorted_inside", "without_weights"}) {
    const Outcome outcome = mho_program("check '" + corpus.workload(network, "fine", "fine") + "'");
    INFO(network << outcome.err);
    CHECK(outcome.code == 1);
    CHECK(contains(outcome.err, network == std::string("without_weights")
                                    ? "network: nothing in it multiplies"
                                    : std::string(network) + ".onnx"));
  }
}

TEST_CASE("what only running finds ends a run with exit code 1 and says where") {
  const RunCorpus corpus;
  const std::string words = words_of("edge_rram_28nm", corpus.workload("fine", "vast", "fine"), "");
  CHECK(mho_program("check " + words).code == 0);
  const Outcome ran = mho_program("run --quiet " + words);
  INFO(ran.err);
  CHECK(ran.code == 1);
  CHECK(ran.out.empty());
  CHECK(contains(ran.err, "not finite"));
  CHECK(contains(ran.err, "test images 0, 1"));
}

TEST_CASE("mho check lists what of a network would run where, and mho run runs it") {
  const RunCorpus corpus;
  for (const char* network : {"two_outputs", "batch_of_three", "computed_divisor"}) {
    INFO(network);
    const std::string workload = corpus.workload(network, "fine", "fine");
    const Outcome checked = mho_program("check '" + workload + "'");
    INFO(checked.err);
    CHECK(checked.code == 0);
    CHECK(contains(checked.out, "runs on"));
    CHECK(contains(checked.out, "arrays"));
    const Outcome run =
        mho_program("run " + words_of("edge_rram_28nm", workload, "--set chip.tiles=0"));
    INFO(run.err);
    CHECK(run.code == 0);
  }
}

TEST_CASE("mho check names in its help what only running can find") {
  const std::string help = mho_program("check --help").out;
  for (const char* what : {"not finite", "duty_cycle.inferences_per_day", "memory"})
    CHECK(contains(help, what));
}

}  // namespace mho
