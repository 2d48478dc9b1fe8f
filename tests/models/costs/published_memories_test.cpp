// Memories against layouts of SkyWater's open 130 nm process, blind: OpenRAM's SRAM macros and
// memories of flip-flops that OpenLane placed and routed from Verilog.
#include <catch2/catch.hpp>

#include "tests/models/costs/cost_model_case.hpp"

namespace mho {
namespace {

/// Its foundry bit cell: OpenRAM's Liberty file counts 31064.064 um2 for 16384 bits.
constexpr const char* kSkyWaterCell = "cell_f2: 112.2";

MemoryDuty words_of_32(std::int64_t bytes, int ports = 1) {
  return {at(130, 1.8), bytes, 32, ports, 1};
}

double square_mm(double width_um, double height_um) { return width_um * height_um * 1e-6; }

TEST_CASE("sram: OpenRAM's macros of one port take three times the area, blind") {
  // github.com/VLSIDA/sky130_sram_macros, LEF of sky130_sram_2kbyte_1rw_32x512_8; its rings of
  // supply and the escape of its pins are in it. Compilers of foundries are nearer to CACTI.
  const MemoryCost cost = memory("sram", kSkyWaterCell)->cost(words_of_32(2048));
  const double published = square_mm(483.86, 326.1);
  INFO(cost.area.value() * 1e6 << " mm2 against " << published);
  CHECK(cost.area.value() * 1e6 / published == Approx(0.31).epsilon(0.03));
}

TEST_CASE("register file: flip-flops that OpenLane laid out, blind") {
  // github.com/AUCOHL/DFFRAM, Readme (01c0449), RTL/OpenLane, 32 bits a word, one port.
  struct Row {
    std::int64_t bytes;
    double width_um, height_um;
  };
  for (const Row& row : {Row{512, 680.25, 690.97}, Row{1024, 1050, 1060},
                         Row{2048, 1439.615, 1450.335}, Row{4096, 2074, 2085}}) {
    const MemoryCost cost = memory("register_file")->cost(words_of_32(row.bytes));
    const double published = square_mm(row.width_um, row.height_um);
    INFO(row.bytes << " B: " << cost.area.value() * 1e6 << " mm2 against " << published);
    CHECK(cost.area.value() * 1e6 / published > 0.5);
    CHECK(cost.area.value() * 1e6 / published < 0.6);
  }
}

}  // namespace
}  // namespace mho
