// Synthesized logic as a count of gate equivalents (GE: one two-input NAND), of those that switch
// in one action, and of the gates that follow each other. One set of constants per gate serves all
// blocks; what differs between blocks is structure.
//
// A gate at 45 nm, 0.9 V, 300 K, high performance:
//   energy  1.3 fJ  a full cycle of its output, with wires and fan-out (register bit of Aladdin)
//   area    0.937 um2, placed and routed (mean of Aladdin's adder, multiplier, register, shifter,
//           comparator, bitwise unit)
//   delay   32.6 ps  (Aladdin's 32-bit adder: 64 gates in 1.75 ns)
// Aladdin: Shao et al., ISCA 2014, power tables of a commercial 40 nm library, read here as 0.9 V
// and 300 K, brought to 45 nm by models/technology. Leakage: models/technology/leakage.hpp, a gate
// being 10 F wide. Sizes of standard cells in GE: Nangate open cell library, 45 nm.
//
// Ignored: clock tree, glitches beyond what the activity of an adder contains, long wires (models:
// wire).
#pragma once

#include <string>

#include "models/costs/cost_model.hpp"

namespace mho {

/// Cells of a standard-cell library, in gate equivalents (X1 areas over NAND2_X1's 0.798 um2).
inline constexpr double kAndGates = 1.064 / 0.798;
inline constexpr double kXorGates = 1.596 / 0.798;
inline constexpr double kMultiplexerGates = 1.862 / 0.798;
inline constexpr double kHalfAdderGates = 2.660 / 0.798;
inline constexpr double kFullAdderGates = 4.256 / 0.798;
inline constexpr double kFlipFlopGates = 4.522 / 0.798;
/// A bit that holds its value until it is written: a flip-flop behind a multiplexer.
inline constexpr double kRegisterBitGates = kFlipFlopGates + kMultiplexerGates;

/// Full cycles of a gate's output per action. Random data: an output rises with probability 1/4.
/// Adders: fitted, carries arrive late and outputs glitch. Registers: the clock makes a full cycle.
inline constexpr double kDataActivity = 0.25;
inline constexpr double kAdderActivity = 0.4;
inline constexpr double kClockActivity = 1;
/// Multiplexers whose select and data are random: an output rises where the select flips (1/2)
/// and the inputs differ (1/4).
inline constexpr double kSelectActivity = 0.125;

/// A block of logic.
struct Logic {
  double gates = 0;     ///< in gate equivalents
  double switched = 0;  ///< gates x full cycles of their outputs in one action
  double depth = 0;     ///< gates one after another on the longest path

  /// Both blocks, one after the other.
  Logic then(const Logic& next) const {
    return {gates + next.gates, switched + next.switched, depth + next.depth};
  }
};

/// `gates` that switch with `activity`, `depth` of them one after another.
Logic logic(double gates, double activity, double depth);
/// Carry-ripple adder: a full adder a bit, two gates of delay each.
Logic adder_logic(int bits);
/// Array multiplier: an AND for each pair of bits, and rows of full adders as long as the wider
/// operand, one less than the narrower has bits. Times one bit there is nothing to add.
Logic multiplier_logic(int bits, int other_bits);
/// Register of `bits`, written once.
Logic register_logic(int bits);
/// One word of `inputs`, `bits` wide: a tree of two-input multiplexers, of which those of a level
/// have one select.
Logic multiplexer_logic(int inputs, int bits);

/// What the block costs at duty.point. If duty.time is shorter than the block takes, it is built
/// for speed: energy, area and leakage grow by (delay / time)^0.4, Aladdin's multiplier and adder
/// from relaxed to 1 ns, warning beyond their factor 4.2. `what` opens the source text.
Cost logic_cost(const Logic& logic, const Duty& duty, const std::string& what);

/// `bits` if stated, else those of the duty. A block that has neither
/// is priced as nothing, which warn_of_no_bits says.
inline int bits_of(int stated, const Duty& duty) { return stated > 0 ? stated : duty.bits; }
void warn_of_no_bits(int bits, const std::string& what, Cost& cost);

}  // namespace mho
