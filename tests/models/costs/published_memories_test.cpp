// Memories against published ones, blind: tables of accelerators, and layouts of SkyWater's open
// 130 nm process, OpenRAM's SRAM macros and memories of flip-flops that OpenLane placed and routed.
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
    CHECK(cost.area.value() * 1e6 / published > 0.69);
    CHECK(cost.area.value() * 1e6 / published < 0.84);
  }
}

TEST_CASE("sram: the small memories of ISAAC and PUMA, which differ twofold, blind") {
  // Area in mm2 at 32 nm. Shafiee et al., ISCA 2016, Table I: registers of 2 KB, 256 B and 3 KB;
  // Ankit et al., ASPLOS 2019, constants of its simulator: data memory of 2 KB. Both by CACTI.
  struct Row {
    std::int64_t bytes;
    double published, ratio;
  };
  for (const Row& row : {Row{2048, 0.0021, 1.82}, Row{256, 0.00077, 0.85}, Row{3072, 0.0032, 1.73},
                         Row{2048, 0.00392, 0.98}}) {
    const MemoryCost cost =
        memory("sram", "cell_f2: 146")->cost({at(32, 0.9), row.bytes, 16, 1, 1});
    INFO(row.bytes << " B: " << cost.area.value() * 1e6 << " mm2 against " << row.published);
    CHECK(cost.area.value() * 1e6 / row.published == Approx(row.ratio).epsilon(0.02));
  }
}

}  // namespace
}  // namespace mho
