#include <algorithm>

#include "sim/report/floorplan/floorplan_files.hpp"

namespace mho {

namespace {

std::string point(std::int64_t x, std::int64_t y) {
  return "( " + std::to_string(x) + " " + std::to_string(y) + " )";
}

/// A name of DEF has no blanks.
std::string identifier(std::string name) {
  std::replace(name.begin(), name.end(), ' ', '_');
  return name;
}

/// The first row of tiles is on top.
std::string region(const Floorplan& plan, const FloorplanBlock& block) {
  const std::int64_t low = plan.height_nm - block.y_nm - block.height_nm;
  return "- " + identifier(block.name) + " " + point(block.x_nm, low) + " " +
         point(block.x_nm + block.width_nm, low + block.height_nm) + " + TYPE GUIDE ;\n";
}

}  // namespace

std::string floorplan_def(const Floorplan& plan) {
  std::string out =
      "VERSION 5.8 ;\nDIVIDERCHAR \"/\" ;\nBUSBITCHARS \"[]\" ;\nDESIGN FLOORPLAN ;\n"
      "UNITS DISTANCE MICRONS 1000 ;\nDIEAREA " +
      point(0, 0) + " " + point(plan.width_nm, plan.height_nm) + " ;\nREGIONS " +
      std::to_string(plan.blocks.size()) + " ;\n";
  for (const FloorplanBlock& block : plan.blocks) out += region(plan, block);
  return out + "END REGIONS\nEND DESIGN\n";
}

}  // namespace mho
