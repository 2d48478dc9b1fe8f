// Counting equals computing: a run without values has the times and counts of the run with them.
#include <catch2/catch.hpp>
#include <set>

#include "sim/config/config.hpp"
#include "sim/figures/figures.hpp"
#include "sim/run/execute.hpp"
#include "tests/paths.hpp"
#include "tests/run/recorded_workload.hpp"

namespace mho {

namespace {

struct TestChip {
  const char* file;
  std::vector<const char*> sets;
  /// What data decide by design; the energy does not then equal.
  std::set<Action> by_data{};
};

const char* const kAnyTiles = "chip.tiles=0";
const char* const kNoCompression = "chip.tile.mac_array.zero_compression=false";
const char* const kNoGating = "chip.tile.mac_array.zero_gating=false";

/// Current through cells and the charge of rows go with the values.
const TestChip kAnalog[] = {
    {"edge_rram_28nm", {kAnyTiles}, {Action::cell_read}},
    {"edge_sram_charge_28nm", {kAnyTiles}, {Action::cell_read, Action::row_charge}}};
/// Gated MACs of zeros do nothing; without values none is taken to be zero. Compressed zeros spare
/// traffic and so time, which is left out here.
const TestChip kMacArrays[] = {{"edge_npu_28nm", {}, {Action::mac, Action::mac_register_access}},
                               {"edge_npu_28nm", {kNoGating}},
                               {"tpu_v1_isca_2017", {}}};
const TestChip kRowStationary{"eyeriss_jssc_2017", {kNoCompression, kNoGating}};

RunSpec spec_on(const TestChip& chip, const std::string& shipped_workload, Values values) {
  const std::string configs = std::string(kSourceDir) + "/configs/";
  Document document = Document::load(configs + "run_defaults.yaml");
  document.set("chip=" + configs + "chips/" + chip.file + ".yaml");
  document.set("workload=" + configs + "workloads/" + shipped_workload + ".yaml");
  for (const char* set : {"accuracy.images=2", "accuracy.trials=1", "engine.images=3",
                          "quantization.calibration_images=2", "quantization.rule=max"})
    document.set(set);
  for (const char* set : chip.sets) document.set(set);
  RunSpec spec = read_spec<RunSpec>(document);
  spec.engine.values = values;
  return spec;
}

ExecutedRun executed(const RunSpec& spec) { return execute(spec, {"test", 0}, {1, {}}); }

/// Formats that can hold such an image.
std::vector<DataFormat> formats_of(NetworkKind kind) {
  std::vector<DataFormat> formats{DataFormat::npy, DataFormat::hdf5, DataFormat::idx};
  const bool is_picture = kind == NetworkKind::picture;
  if (is_picture || kind == NetworkKind::steps)
    formats.insert(formats.begin(), DataFormat::synthetic);
  if (is_picture) formats.insert(formats.begin(), DataFormat::cifar10);
  return formats;
}

void check_equal(const ExecutedRun& with, const ExecutedRun& without,
                 const std::set<Action>& by_data) {
  const EngineResult &on = with.done.timed->engine, &off = without.done.timed->engine;
  CHECK(on.start_fs == off.start_fs);
  CHECK(on.finish_fs == off.finish_fs);
  CHECK(on.end_fs == off.end_fs);
  CHECK(on.packets_sent == off.packets_sent);
  CHECK(with.tiles == without.tiles);
  REQUIRE(on.actions.size() == off.actions.size());
  for (std::size_t i = 0; i < on.actions.size(); ++i) {
    CHECK(on.actions[i].layer == off.actions[i].layer);
    CHECK(on.actions[i].tile == off.actions[i].tile);
    for (std::size_t a = 0; a < kActions; ++a) {
      const auto action = static_cast<Action>(a);
      if (by_data.contains(action)) continue;
      CAPTURE(a, on.actions[i].layer);
      CHECK(on.actions[i].counts[action] == off.actions[i].counts[action]);
    }
  }
  const auto value = [](const ExecutedRun& run, const std::string& name) {
    for (const Metric& metric : metrics_of(run.spec, run))
      if (metric.name == name) return metric.value;
    return -1.0;
  };
  std::vector<std::string> names{"latency.first", "throughput.steady", "area.chip"};
  if (by_data.empty()) names.push_back("energy.per_inference");
  for (const std::string& name : names) {
    CAPTURE(name);
    CHECK(value(with, name) > 0);
    CHECK(value(with, name) == value(without, name));
  }
}

void check_chip(const TestChip& chip, int rounds) {
  std::set<DataFormat> seen;
  for (int round = 0; round < rounds * kNetworkKinds; ++round) {
    const auto kind = static_cast<NetworkKind>(round % kNetworkKinds);
    const Stream stream = Stream(11).child(static_cast<std::uint64_t>(round));
    std::uint64_t drawn = 0;
    const auto draw = [&](int bound) {
      std::vector<std::int32_t> one(1);
      stream.child(drawn++).integers(0, static_cast<std::uint32_t>(bound), one);
      return one[0];
    };
    const SmallNetwork network = NetworkOf(kind, draw).take();
    const std::vector<DataFormat> formats = formats_of(kind);
    const int turn = round / kNetworkKinds + static_cast<int>(kind);
    const DataFormat format = formats[static_cast<std::size_t>(turn) % formats.size()];
    seen.insert(format);
    Shape shape = network.image;
    shape.insert(shape.begin(), 3);
    const bool open = format == DataFormat::npy || format == DataFormat::hdf5;
    const int low = open && draw(2) == 0 ? -100 : 0;
    CAPTURE(chip.file, round, shape, static_cast<int>(format), low);
    const ScratchFolder folder;
    WorkloadSpec workload;
    workload.name = "random";
    workload.network = folder.path("network.onnx");
    write_onnx(network.graph, workload.network);
    workload.test = recorded(folder, "test", format, shape, low, stream.child(1000));
    workload.training = recorded(folder, "training", format, shape, low, stream.child(1001));
    const auto run = [&](Values values) {
      RunSpec spec = spec_on(chip, "lenet5_fashion_mnist", values);
      spec.workload = workload;
      return executed(spec);
    };
    check_equal(run(Values::on), run(Values::off), chip.by_data);
  }
  CHECK((rounds < 3 || seen.size() == 5));  // every format
}

}  // namespace

TEST_CASE("a network known by its shape has the counts of its synthetic weights without them") {
  for (const char* workload : {"mlperf_tiny_ds_cnn", "mlperf_tiny_autoencoder", "tpu_mlp1"})
    for (const TestChip& chip : {kAnalog[0], kMacArrays[1]}) {
      CAPTURE(workload, chip.file);
      check_equal(executed(spec_on(chip, workload, Values::on)),
                  executed(spec_on(chip, workload, Values::off)), chip.by_data);
    }
}

TEST_CASE("without values an analog chip has the times and counts of the run with them") {
  for (const TestChip& chip : kAnalog) check_chip(chip, 4);
}

TEST_CASE("without values a digital chip has the times, counts and energy of the run with them") {
  check_chip({"dcim_28nm", {kAnyTiles}}, 5);
}

TEST_CASE("without values MAC arrays have the times and counts of the run with them") {
  check_chip(GENERATE(from_range(std::begin(kMacArrays), std::end(kMacArrays))), 3);
}

TEST_CASE("without values a row-stationary array has the times and counts of the run with them") {
  check_chip(kRowStationary, 1);
}

}  // namespace mho
