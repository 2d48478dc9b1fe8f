#include "sim/explore/published_device.hpp"

#include <catch2/catch.hpp>
#include <filesystem>

#include "sim/config/config.hpp"
#include "tests/config/bad_files.hpp"
#include "tests/paths.hpp"

namespace mho {

namespace {

const std::string kDevices = std::string(kSourceDir) + "/configs/devices";
const std::string kEight = "8-bit weights x 8-bit activations";

PublishedDevice device_of(const std::string& extra) {
  return read_spec<PublishedDevice>(
      Document::parse("name: d\ndevice: a device\n" + extra, "device.yaml"));
}

const std::string kPeak =
    "peak: {tops: 4, power: 2 W, weight_bits: 8, activation_bits: 8, measures: the peak, status: "
    "seen, source: a paper}\n";

std::string run_text(const std::string& figures) {
  return "runs: [{network: a net, workloads: [w], weight_bits: 8, activation_bits: 8, measures: "
         "all, "
         "status: derived, source: a paper, " +
         figures + "}]\n";
}

ComparedRow simulated(const std::string& precision) {
  ComparedRow row;
  row.precision = row.peak_precision = precision;
  return row;
}

}  // namespace

TEST_CASE("every shipped device is read, is named as its file, and stands beside 8-bit machines") {
  int devices = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kDevices)) {
    INFO(entry.path().string());
    const auto device = read_spec<PublishedDevice>(Document::load(entry.path().string()));
    CHECK(device.name == entry.path().stem().string());
    const ComparedRow row = published_row(device, "w", {simulated(kEight)});
    CHECK(row.kind == RowKind::published);
    CHECK((device.peak.has_value() || !device.remark.empty()));
    CHECK((row.find("tops.chip.peak") != nullptr) == device.peak.has_value());
    for (const Metric& metric : row.metrics)
      CHECK(metric.source.find("published, not simulated; ") == 0);
    ++devices;
  }
  CHECK(devices >= 8);
}

TEST_CASE("a published peak stands only beside machines of its bits, never scaled to theirs") {
  const PublishedDevice device = device_of(kPeak);
  const ComparedRow same = published_row(device, "w", {simulated("4-bit"), simulated(kEight)});
  CHECK(same.find("tops.chip.peak")->value == 4);
  CHECK(same.find("tops_per_joule.chip.peak")->value == 2);
  CHECK(same.find("tops_per_joule.chip.peak.normalized")->value == 128);
  CHECK(same.change == "a device; peak: the peak");
  const ComparedRow other =
      published_row(device, "w", {simulated("4-bit weights x 8-bit activations")});
  CHECK(other.metrics.empty());
  CHECK(other.peak_precision.empty());
}

TEST_CASE("a published run stands only beside its own network at its bits") {
  const PublishedDevice device =
      device_of(run_text("latency: 2 ms, throughput: 600, power: 3 W, batch: 1"));
  const ComparedRow row = published_row(device, "w", {simulated(kEight)});
  CHECK(row.find("latency.first")->value == Approx(2e-3));
  CHECK(row.find("throughput.steady")->value == 600);
  CHECK(row.find("energy.per_inference")->value == Approx(5e-3));
  CHECK(published_row(device, "another", {simulated(kEight)}).metrics.empty());
  CHECK(
      published_row(device, "w", {simulated("4-bit weights x 4-bit activations")}).metrics.empty());
}

TEST_CASE("the latency of a batch is not that of one input") {
  const PublishedDevice device = device_of(run_text("latency: 2 ms, tops: 1, batch: 8"));
  const ComparedRow row = published_row(device, "w", {simulated(kEight)});
  CHECK(row.find("latency.first") == nullptr);
  CHECK(row.find("tops.chip.achieved")->value == 1);
}

TEST_CASE("promise 6: a wrong device file is refused with its place and what is allowed") {
  const std::string bad = std::string(kSourceDir) + "/tests/explore/bad";
  const auto files = yaml_files(bad);
  CHECK(files.size() >= 4);
  for (const std::string& file : files) CHECK(bad_file_complaint<PublishedDevice>(bad, file) == "");
}

}  // namespace mho
