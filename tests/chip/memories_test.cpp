// Optional memories of a chip: shipped off-chip memories, prices and parts.
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>
#include <string>

#include "sim/base/error.hpp"
#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

const std::string kConfigs = std::string(kSourceDir) + "/configs/";

Document edge_document() { return Document::load(chip_file("edge_rram_constants")); }

Chip chip_with(const std::string& setting) {
  Document document = edge_document();
  document.set(setting);
  return Chip(read_spec<ChipSpec>(document), 1);
}

const Part* find_part(const Chip& chip, const std::string& component) {
  for (const Part& part : chip.parts())
    if (part.component == component) return &part;
  return nullptr;
}

constexpr double kStated = 0.01;

}  // namespace

TEST_CASE(
    "every shipped off-chip memory reads without a complaint and has its published bandwidth") {
  const std::map<std::string, double> bandwidths{{"ddr3_2133_tpu_v1", 34e9},
                                                 {"ddr4_2400", 19.2e9},
                                                 {"hbm2_2000", 256e9},
                                                 {"lpddr4_3200", 12.8e9},
                                                 {"lpddr5_6400", 25.6e9}};
  std::size_t memories = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kConfigs + "memories")) {
    INFO(entry.path());
    const auto spec = read_spec<DramSpec>(Document::load(entry.path().string()));
    CHECK(spec.bandwidth() == Approx(bandwidths.at(entry.path().stem().string())).epsilon(kStated));
    // Enough requests in flight to cover the time of a closed bank at full bandwidth.
    const DramTiming& timing = spec.banks->timing;
    const double covered = (timing.t_rcd + timing.t_cl + spec.latency).value() * spec.bandwidth();
    CHECK(static_cast<double>(spec.outstanding * spec.request_bytes) >= covered);
    ++memories;
  }
  CHECK(memories == bandwidths.size());
}

TEST_CASE("an off-chip memory has prices, an interface on the chip and power beside it") {
  const Chip without = Chip(read_spec<ChipSpec>(edge_document()), 1);
  const Chip with = chip_with("off_chip=" + kConfigs + "memories/lpddr4_3200.yaml");
  const DramSpec& memory = *with.spec().off_chip;
  CHECK(with.price(Action::off_chip_read_bit).energy == memory.read_energy);
  CHECK(with.price(Action::off_chip_write_bit).energy == memory.write_energy);
  CHECK(with.price(Action::off_chip_activate).energy == memory.activate_energy);
  CHECK(with.price(Action::off_chip_link_bit).energy == memory.interface.energy);
  CHECK((with.area() - without.area()).value() == Approx(memory.interface.area.value()));
  CHECK(with.leakage().value() == Approx(without.leakage().value()));
  CHECK(with.off_chip_leakage() == memory.background);
  REQUIRE(find_part(with, "off_chip") != nullptr);
  CHECK(with.instances(*find_part(with, "off_chip")) == 1);

  CHECK(find_part(without, "off_chip") == nullptr);
  CHECK(without.main().part_of(Action::off_chip_read_bit) == nullptr);
  CHECK_THROWS_AS(without.price(Action::off_chip_read_bit), Bug);
  CHECK(without.off_chip_leakage() == Power());
}

TEST_CASE("output and line buffers have prices and area on every tile") {
  const Chip output = chip_with(
      "tile.output_buffer={capacity: 1 KiB, width: 64, read_energy: 2 pJ, write_energy: 3 pJ, "
      "cycle: 1 ns, area: 100 um2, leakage: 1 uW, source: test}");
  CHECK(output.main().price(Action::output_buffer_read).energy == from_si<Energy>(2e-12));
  CHECK(output.main().price(Action::output_buffer_write).energy == from_si<Energy>(3e-12));
  CHECK(output.instances(*find_part(output, "output_buffer")) == output.tiles());
  const Chip line = chip_with(
      "tile.line_buffer={capacity: 1 KiB, energy: 1 fJ, area: 10 um2, leakage: 1 uW, source: "
      "test}");
  CHECK(line.main().price(Action::line_buffer_bit).energy == from_si<Energy>(1e-15));
  CHECK(line.instances(*find_part(line, "line_buffer")) == line.arrays());
}

TEST_CASE("tiles that nothing could use are refused") {
  const std::string array = kConfigs + "chips/edge_npu_28nm.yaml";
  Document npu = Document::load(array);
  npu.set("tile.macros=2");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(npu), Catch::Contains("must not stand beside macros"));
  Document unknown = Document::load(array);
  unknown.set("tiles=0");
  CHECK_THROWS_WITH(read_spec<ChipSpec>(unknown), Catch::Contains("tiles without macros"));
}

TEST_CASE("a memory whose bursts and rows do not fit together is refused") {
  const auto complaint = [](const std::string& setting) {
    Document document = Document::load(kConfigs + "memories/ddr4_2400.yaml");
    document.set(setting);
    try {
      read_spec<DramSpec>(document);
    } catch (const InputError& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  CHECK_THAT(complaint("interleave=96 B"),
             Catch::Contains("interleave: must be a multiple of a burst, 64 bytes"));
  CHECK_THAT(complaint("request=32 B"),
             Catch::Contains("request: must be a multiple of a burst, 64 bytes"));
  CHECK_THAT(complaint("interleave=16 KiB"), Catch::Contains("interleave: must divide banks.row"));
  CHECK_THAT(complaint("banks.t_refi=250 ns"),
             Catch::Contains("t_refi: must exceed t_rfc + t_rp + t_ras, or be 0 s"));
  CHECK(complaint("banks.t_refi=0 s").empty());
  CHECK(complaint("timing=simple").empty());
}

}  // namespace mho
