// What a package emits that joins chiplets on one piece of wiring or on silicon bridges, after
// ECO-CHIP (Sudarshan et al., HPCA 2024): silicon that carries wires alone, over its yield and that
// of bonding. Ignored, as the tool counts them elsewhere: routers in the chiplets, design, the
// rest of wafers that no die was cut from. What a package of one die emits is the fab's package_g.
#pragma once

#include <string>
#include <vector>

#include "models/carbon.hpp"

namespace mho {

enum class ChipletWiring {
  interposer,  ///< one piece below all chiplets
  bridges      ///< small pieces where two blocks of chiplets lie side by side
};

struct ChipletPackage {
  ChipletWiring kind = ChipletWiring::interposer;
  double wafer_g_per_cm2 = 0;  ///< with transistors
  double defects_per_cm2 = 0;
  double clustering = 10;    ///< of negative binomial yield
  double wiring_share = 0;   ///< of the wafer's emission: layers of wires
  double bonding_yield = 1;  ///< of the whole package
  Length gap;                ///< between chiplets
  Area bridge_area;          ///< of one bridge
  Length bridge_pitch;       ///< of an edge between two blocks, for each bridge
  std::string source;

  void fields(Fields& f);
};

/// Chiplets as ECO-CHIP lays them out: halved again and again into two groups of about the same
/// area, side by side and one above the other in turn; a chiplet is a rectangle of 2 : 1.
struct ChipletLayout {
  Length width, height;
  int bridges = 0;

  Area area() const { return width * height; }
};
ChipletLayout chiplet_layout(const std::vector<Area>& chiplets, Length gap, Length bridge_pitch);

/// Of one package; 0 for fewer than two chiplets.
Mass package_emission(const ChipletPackage& package, const std::vector<Area>& chiplets);

}  // namespace mho
