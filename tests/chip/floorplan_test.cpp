// Outlines of macros: what fits its pitch, what does not, and what stays empty.
#include "sim/chip/floorplan.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "sim/chip/chip.hpp"
#include "sim/config/config.hpp"
#include "tests/paths.hpp"

namespace mho {
namespace {

constexpr double kUm2 = 1e-12;

Area um2(double value) { return from_si<Area>(value * kUm2); }

FloorplanSpec plan() {
  FloorplanSpec plan;
  plan.longest_strip = 10;
  return plan;
}

/// What an outline leaves beside parts of so many um2.
double white_um2(const MacroOutline& outline, double parts_um2) {
  return (outline.width * outline.height).value() / kUm2 - parts_um2;
}

TEST_CASE("an array alone has no white space") {
  const MacroOutline outline = macro_outline(plan(), 4, 8, um2(1), {}, {}, Area());
  CHECK(outline.width.value() == Approx(8e-6));
  CHECK(outline.height.value() == Approx(4e-6));
  CHECK(white_um2(outline, 32) == Approx(0).margin(1e-9));
}

TEST_CASE("column circuits lengthen the array, row circuits widen it, the corner stays empty") {
  // Converters at two columns each are 3 um long, drivers 2 um: a corner of 2 um x 3 um.
  const MacroOutline outline =
      macro_outline(plan(), 4, 8, um2(1), {{"adc", um2(6), 2}}, {{"dac", um2(2), 1}}, Area());
  CHECK(outline.width.value() == Approx(10e-6));
  CHECK(outline.height.value() == Approx(7e-6));
  CHECK(white_um2(outline, 64) == Approx(6));
  CHECK(outline.misfits.empty());
  // Registers fill the corner first, then lie below.
  const MacroOutline filled =
      macro_outline(plan(), 4, 8, um2(1), {{"adc", um2(6), 2}}, {{"dac", um2(2), 1}}, um2(16));
  CHECK(filled.height.value() == Approx(8e-6));
  CHECK(white_um2(filled, 80) == Approx(0).margin(1e-9));
}

TEST_CASE("converters that do not divide the columns leave no negative white space") {
  for (const char* shared : {"8", "24", "48", "64"}) {
    Document document = Document::load(chip_file("edge_rram_constants"));
    document.set(std::string("tile.macro.columns_per_adc=") + shared);
    document.set(
        "floorplan={cell_aspect: 1, longest_strip: 1e5, macro_utilization: 1, tile_utilization: 1,"
        " chip_utilization: 1, source: test}");
    INFO(shared);
    const Chip chip(read_spec<ChipSpec>(document), 1);
    for (const Part& part : chip.parts())
      if (std::string(part.component) == "white_space") CHECK(part.area.value() > -1e-18);
  }
}

TEST_CASE("a circuit longer than its pitch allows is told, and one just as long is not") {
  // 1 um pitch: up to 10 um long fits.
  CHECK(macro_outline(plan(), 4, 8, um2(1), {{"adc", um2(9.99), 1}}, {}, Area()).misfits.empty());
  const MacroOutline outline =
      macro_outline(plan(), 4, 8, um2(1), {{"adc", um2(10.01), 1}}, {}, Area());
  REQUIRE(outline.misfits.size() == 1);
  // It lies below the array, eight of them.
  CHECK(outline.width.value() == Approx(8e-6));
  CHECK(outline.height.value() == Approx(4e-6 + 10.01e-6));
  CHECK_THAT(outline.misfits[0], Catch::Contains("adc") && Catch::Contains("does not fit"));
}

TEST_CASE("a displaced circuit fills the corner, at the utilization of what is not in strips") {
  FloorplanSpec loose = plan();
  loose.macro_utilization = 0.5;
  // Drivers of 2 um beside; eight converters of 25 um2 at 1 um would be 25 um long. With samplers
  // of 3 um2 as strips the corner has 6 um2, and 394 um2 lie below.
  const MacroOutline outline =
      macro_outline(loose, 4, 8, um2(1), {{"sample_hold", um2(3), 1}, {"adc", um2(25), 1}},
                    {{"dac", um2(2), 1}}, Area());
  CHECK(outline.width.value() == Approx(10e-6));
  CHECK(outline.height.value() == Approx(7e-6 + 394e-6 / 10));
  REQUIRE(outline.misfits.size() == 1);
}

TEST_CASE("wide cells give columns room and rows none") {
  FloorplanSpec wide = plan();
  wide.cell_aspect = 4;  // 2 um x 0.5 um
  const MacroOutline outline =
      macro_outline(wide, 4, 8, um2(1), {{"adc", um2(6), 1}}, {{"dac", um2(2), 1}}, Area());
  CHECK(outline.width.value() == Approx(8 * 2e-6 + 4e-6));
  CHECK(outline.height.value() == Approx(4 * 0.5e-6 + 3e-6));
}

TEST_CASE("a chip's area is its parts and the white space that they leave") {
  Document document = Document::load(chip_file("edge_rram_constants"));
  const Chip bare(read_spec<ChipSpec>(document), 1);
  document.set(
      "floorplan={cell_aspect: 1, longest_strip: 1e5, macro_utilization: 1, tile_utilization: 0.8,"
      " chip_utilization: 0.5, source: test}");
  const Chip planned(read_spec<ChipSpec>(document), 1);
  double macro = 0, parts = 0;
  for (const Part& part : planned.parts()) {
    const double area = static_cast<double>(planned.instances(part)) * part.area.value();
    parts += area;
    if (part.level == Level::macro)
      macro += part.area.value() * static_cast<double>(part.per_holder);
  }
  CHECK(planned.area().value() == Approx(parts));
  CHECK(planned.main().macro_area().value() == Approx(macro));
  CHECK(planned.main().macro_area() > bare.main().macro_area());
  // Half of the chip is white space.
  double chip_white = 0;
  for (const Part& part : planned.parts())
    if (part.level == Level::chip && std::string(part.component) == "white_space")
      chip_white = part.area.value();
  CHECK(chip_white == Approx(planned.area().value() / 2));
  // Converters of 3200 um2 at 16 columns of 0.18 um do not fit any sensible strip.
  document.set("floorplan.longest_strip=10");
  CHECK_THAT(Chip(read_spec<ChipSpec>(document), 1).warnings().at(0), Catch::Contains("adc"));
}

}  // namespace
}  // namespace mho
