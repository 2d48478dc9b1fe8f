// Runs of networks that their files have quantized: what the run may ask for, what it says, and
// that counting equals computing.
#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/run/execute.hpp"
#include "sim/run/prepared_run.hpp"
#include "tests/paths.hpp"
#include "tests/workloads/scratch_folder.hpp"
#include "workloads/onnx/quantized/write.hpp"

namespace mho {
namespace {

/// Eight images of noise for a network of tests/workloads/quantized.
std::string workload_of(const ScratchFolder& folder, const std::string& network, int channels) {
  const auto set = [&](int seed) {
    return "{format: synthetic, synthetic: {kind: natural_images, channels: " +
           std::to_string(channels) +
           ", height: 8, width: 8, images: 8, seed: " + std::to_string(seed) + "}}\n";
  };
  const std::string file = folder.path(network + ".yaml");
  std::ofstream(file) << "name: " << network << "\nnetwork: " << kSourceDir
                      << "/tests/workloads/quantized/" << network << ".onnx\ntest: " << set(1)
                      << "training: " << set(2);
  return file;
}

RunSpec quantized_spec(const std::string& workload, const std::vector<std::string>& sets = {}) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  Document document = Document::load(configs + "run_defaults.yaml");
  document.set_file("--chip", "chip", configs + "chips/edge_rram_28nm.yaml");
  document.set_file("--workload", "workload", workload);
  for (const char* set : {"chip.tiles=0", "accuracy.images=2", "accuracy.trials=1",
                          "engine.images=2", "quantization.calibration_images=2"})
    document.set(set);
  for (const std::string& set : sets) document.set(set);
  return read_spec<RunSpec>(document);
}

std::string refused(const RunSpec& spec) {
  try {
    prepare(spec, {"run.yaml", 3}, {1, {}});
    return "";
  } catch (const InputError& error) {
    return error.what();
  }
}

TEST_CASE("a run that asks for other bits than the network's file has is told both places") {
  const ScratchFolder folder;
  const std::string workload = workload_of(folder, "plain_qdq_u8s8", 1);
  using Catch::Contains;
  CHECK_THAT(refused(quantized_spec(
                 workload, {"quantization.weight_bits=4", "quantization.activation_bits=6"})),
             Contains("run.yaml:3: quantization.weight_bits: 4 contradicts ") &&
                 Contains("plain_qdq_u8s8.onnx, which is quantized to 8 bits already") &&
                 Contains("quantization.activation_bits: 6 contradicts "));
  CHECK_THAT(refused(quantized_spec(workload, {"quantization.weight_bits_by_layer={conv0: 4}"})),
             Contains("quantization.weight_bits_by_layer.conv0: 4 contradicts ") &&
                 Contains("where the weights of 'conv0' have 8 bits"));
  CHECK_THAT(
      refused(quantized_spec(workload, {"quantization.activation_bits_by_layer={conv3: 4}"})),
      Contains("quantization.activation_bits_by_layer.conv3: 4 contradicts "));
  CHECK_THAT(refused(quantized_spec(workload, {"quantization.weight_clip=2"})),
             Contains("quantization.weight_clip: contradicts "));
  CHECK(refused(quantized_spec(workload)).empty());
  CHECK(refused(quantized_spec(workload, {"quantization.weight_bits=8"})).empty());
}

TEST_CASE("a report says that the network's file quantized it") {
  const ScratchFolder folder;
  const RunSpec spec = quantized_spec(workload_of(folder, "plain_qdq_u8s4", 1));
  const Results results = run(spec, {"run.yaml", 1}, {1, {}});
  const bool said = std::any_of(results.notes.begin(), results.notes.end(), [](const auto& note) {
    return note.starts_with("Quantized by its file, ") &&
           note.find(
               "plain_qdq_u8s4.onnx: 4-bit weights x 8-bit activations, run as they are, in "
               "integers") != std::string::npos;
  });
  CHECK(said);
}

TEST_CASE("a report says which weights its file has in blocks, and what is left of them") {
  const ScratchFolder folder;
  const std::string workload = workload_of(folder, "blocked_int4", 1);
  const auto note_of = [&](const std::vector<std::string>& sets) {
    const Results results = run(quantized_spec(workload, sets), {"run.yaml", 1}, {1, {}});
    for (const std::string& note : results.notes)
      if (note.starts_with("Quantized by its file, ")) return note;
    return std::string();
  };
  using Catch::Contains;
  const std::string note = note_of({});
  CHECK_THAT(note, Contains("blocked_int4.onnx: 4-bit weights, run as they are, in integers; not "
                            "so the weights of 'first', which have a scale for each block"));
  CHECK_THAT(note, Contains("with one scale for an output, at 4 bits. What that leaves of them has "
                            "a signal-to-noise ratio of ") &&
                       Contains(" dB in layer first, the least"));
  CHECK_THAT(note, Contains("'quantized, exact' that after"));
  // Nothing of the file is contradicted by more bits.
  CHECK_THAT(note_of({"quantization.weight_bits=8"}),
             Contains("one scale for an output, at 8 bits"));
}

TEST_CASE("quantized networks run on arrays and with a clock, and counting equals computing") {
  const ScratchFolder folder;
  for (const auto& [network, channels] :
       std::vector<std::pair<std::string, int>>{{"plain_qdq_u8u8", 1},
                                                {"residual_qoperator_u8u8", 2},
                                                {"residual_qdq_s8s8_channel", 2},
                                                {"plain_dynamic", 1}}) {
    INFO(network);
    RunSpec spec = quantized_spec(workload_of(folder, network, channels));
    // The drivers are held against each other in execute().
    const ExecutedRun on = execute(spec, {"run.yaml", 1}, {1, {}});
    spec.engine.values = Values::off;
    const ExecutedRun off = execute(spec, {"run.yaml", 1}, {1, {}});
    CHECK(on.graph->macs() == off.graph->macs());
    for (std::size_t l = 0; l < on.graph->layers.size(); ++l) {
      INFO(on.graph->layers[l].name);
      CHECK(vector_operations_per_pixel(*on.graph, on.graph->layers[l]) ==
            vector_operations_per_pixel(*off.graph, off.graph->layers[l]));
      CHECK(on.graph->layers[l].weights.bits == off.graph->layers[l].weights.bits);
    }
  }
}

TEST_CASE("weights with a zero point keep eight bits around a center of their output") {
  const ScratchFolder folder;
  const RunSpec spec = quantized_spec(workload_of(folder, "plain_qdq_u8u8", 1));
  const PreparedRun run = prepare(spec, {"run.yaml", 1}, {1, {}});
  int centered = 0;
  for (const QuantizedLayer& layer : run.graph->layers) {
    if (!has_weights(layer.kind)) continue;
    CHECK(layer.weights.bits <= 9);
    centered += layer.weights.center.empty() ? 0 : 1;
  }
  CHECK(centered > 0);
}

TEST_CASE("a run writes the network as it was quantized, unless it has no values") {
  const ScratchFolder folder;
  RunSpec spec = quantized_spec(workload_of(folder, "plain_qdq_u8s8", 1));
  RunControl control{1, {}};
  control.export_quantized = folder.path("written.onnx");
  execute(spec, {"run.yaml", 1}, control);
  CHECK_NOTHROW(import_onnx(folder.path("written.onnx")));
  spec.engine.values = Values::off;
  CHECK_THROWS_WITH(execute(spec, {"run.yaml", 1}, control),
                    Catch::Contains("engine.values: off leaves no weights to write"));
}

}  // namespace
}  // namespace mho
