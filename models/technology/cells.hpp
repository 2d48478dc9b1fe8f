// The area of a memory cell in F2, F being the node's name: what the layout of a foundry's bit cell
// takes, without decoders and sense amplifiers.
#pragma once

#include "sim/base/quantity.hpp"

namespace mho {

/// A six-transistor SRAM cell's area over the square of the node's name. 146 down to 45 nm (CACTI 7
/// technology files), 162 at 28 nm (0.127 um2, Wu et al., VLSI 2009), 190 at 22 nm (0.092 um2, Auth
/// et al., VLSI 2012), 326 at 14, 410 at 10, 551 at 7, 840 at 5 nm (NeuroSim V1.4 manual, from the
/// foundries' papers); its 0.021 um2 stay at 4 and 3 nm (N3E as announced). NeuroSim itself counts
/// 280 from 22 nm up, about 1.5 to 2 times the published cells: a cell drawn under logic design
/// rules.
double sram_cell_f2(Length node);

/// The area of a cell of `f2` squares at this node.
Area cell_area(double f2, Length node);

}  // namespace mho
