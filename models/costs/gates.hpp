// Synthesized logic: its size in gate equivalents (GE: one two-input NAND), its energy with random
// operands, glitches in it, and its longest path. Arithmetic follows laws fitted to circuits that
// were synthesized; what has no law is a count of gates with a stated activity.
//
// Laws, at 45 nm, 1.1 V, in GE, fJ, ps: yosys 0.23 with ABC on Nangate's open cell library
// (typical, 1.1 V), full-adder cells where there are any; energy: Liberty tables and C V^2 of every
// toggle of an event-driven simulation with the tables' delays. Largest residuals stand at each
// law; what the program prints against other sources is in models/README.md.
//
// A gate at 45 nm, 0.9 V, 300 K, high performance, for what is counted in gates:
//   energy  1.3 fJ  a full cycle of its output, with wires and fan-out (register bit of Aladdin)
//   delay   32.6 ps  (Aladdin's 32-bit adder: 64 gates in 1.75 ns)
//   area    0.937 um2 of cells (mean of Aladdin's adder, multiplier, register, shifter, comparator,
//           bitwise unit), which fill kPlacementDensity of the area that is paid
// Aladdin: Shao et al., ISCA 2014, power tables of a commercial 40 nm library, read here as 0.9 V
// and 300 K, brought to 45 nm by models/technology. Leakage: models/technology/leakage.hpp, a gate
// being 10 F wide. Sizes of standard cells in GE: Nangate open cell library, 45 nm.
//
// Ignored: clock tree, long wires (models: wire), place and route but for the density.
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
/// Of Booth's recoding, radix 4: one bit's choice of 0, x, 2 x and their complements, and what
/// makes a row's choice of three bits (synthesized, see above).
inline constexpr double kBoothSelectorGates = 3.55;
inline constexpr double kBoothEncoderGates = 8.0;
/// A bit that holds its value until it is written: a flip-flop behind a multiplexer.
inline constexpr double kRegisterBitGates = kFlipFlopGates + kMultiplexerGates;

/// Cells over placed area. OpenROAD-flow-scripts place their Nangate45 designs (jpeg, ibex) with a
/// density of 0.65 to 0.7 in cores of 45 to 50 % utilization; ZigZag-IMC's 0.614 um2 a gate at 28
/// nm is 0.57 of this model's cells.
inline constexpr double kPlacementDensity = 0.65;

/// Full cycles of a gate's output per action, for what is counted in gates. Random data: an output
/// rises with probability 1/4. Registers: the clock makes a full cycle.
inline constexpr double kDataActivity = 0.25;
inline constexpr double kClockActivity = 1;
/// Multiplexers whose select and data are random: an output rises where the select flips (1/2)
/// and the inputs differ (1/4).
inline constexpr double kSelectActivity = 0.125;

/// A block of logic, at 45 nm and 1.1 V.
struct Logic {
  double gates = 0;        ///< in gate equivalents
  double femtojoules = 0;  ///< of one action with random operands
  double picoseconds = 0;  ///< of the longest path
  double clocked = 0;      ///< part of the energy that is spent whatever the operands
  /// What random operands, whose bits toggle in every other action, spend beyond `clocked` goes
  /// with their toggle rate times this: 2 where the law has no other.
  double per_toggle = 2;

  /// Both blocks, one after the other.
  Logic then(const Logic& next) const;
  /// `count` of them side by side, which act `actions` times in all; as fast as one.
  Logic times(double count, double actions) const;
};

/// `gates` that switch with `activity`, `depth` of them one after another.
Logic logic(double gates, double activity, double depth);

/// Carry-ripple adder of full-adder cells: 5.33 b - 2 GE, 6.9 b - 8 fJ, 72.4 b + 2 ps (8 to 32
/// bits, within 4 %).
Logic adder_logic(int bits);

/// How the partial products of a multiplier are made and added.
enum class Multiplying {
  array,        ///< rows of full adders
  glitch_free,  ///< the same, pipelined or balanced so that every node toggles once
  wallace,      ///< a tree of them
  booth         ///< radix 4: a row for two bits of the narrower operand, rows added as in an array
};

/// Multiplier of full-adder cells, n x m bits; lo and hi the narrow and the wide operand:
///   array    n m + 5.4 (lo - 1) hi GE (5 %), 0.63 + 0.141 lo fJ a GE (6 %), 193 lo + 69 hi - 370
///   ps
///            (3 %), from 4 x 4 to 16 x 16; from lo = 16 on 0.886 fJ a GE more with every doubling
///   glitch_free  half of the array's energy: functional toggles are 1/1.9 (8 x 8) to 1/2.12 (32 x
///   32)
///            of all; what published multipliers of commercial tools come nearest to
///   wallace  1.06 + 0.11 lo fJ a GE, 305 log2(n m) - 828 ps (17 %), from 4 x 4 to 16 x 16
///   booth    r = ceil(lo / 2) rows of hi + 1 selectors of 3.55 GE behind an encoder of 8 GE each
///            (yosys), r - 1 rows of adders; energy and delay of an array of r + 1 rows: not
///            simulated
/// One bit: ANDs, 0.87 fJ a GE, 36 ps.
Logic multiplier_logic(int bits, int other_bits, Multiplying how = Multiplying::array);

/// Register of `bits` behind enabling multiplexers: 8 GE, 17.4 fJ a bit with random data, of which
/// the clock takes 8.6; 62 ps. A bit that toggles takes 17.6 more.
Logic register_logic(int bits);

/// Accumulates: 15.2 GE, 25.5 fJ a bit, of which the register's clock takes 8.6, 43 b + 71 ps.
Logic shift_add_logic(int bits);

/// How an adder tree adds.
enum class Summing {
  ripple,     ///< two numbers at a time, carries rippling
  carry_save  ///< three to two, carries saved to the last adder
};

/// Sums `inputs` numbers of `bits`; L = log2(inputs):
///   ripple      5.17 N b + 2.44 N GE (6 %), 1.12 + 0.053 L + 0.032 b fJ a GE (2.5 %),
///               72 b + 186 L - 193 ps (0.3 %), from 16 x 4 to 64 x 8
///   carry_save  29 % less energy and 10 % more time (64 x 8 bits); of single bits (population
///   count)
///               5.1 GE and 6.8 fJ an input
/// Against the toggle rate a of the inputs' bits the energy goes as 1.97 a^0.89 (17 %), taken
/// as 2.2 a (15 % from a = 0.09 to 0.5), which counts toggles one by one.
Logic adder_tree_logic(int inputs, int bits, Summing how = Summing::ripple);

/// One word of `inputs`, `bits` wide: a tree of two-input multiplexers, of which those of a level
/// have one select.
Logic multiplexer_logic(int inputs, int bits);

/// What the block costs at duty.point. If duty.time is shorter than the block takes, or
/// duty.speedup is over 1, it is built for speed: energy, area and leakage grow by speedup^0.5.
/// Fitted: Aladdin's multiplier and adder from relaxed to 1 ns and the adders and multipliers above
/// mapped for delay have exponents of 0.27 to 1.14 in energy, median 0.47, and of 0.22 to 0.91 in
/// area, median 0.52. Beyond 4.2, the largest of Aladdin's, it warns. `what` opens the source text.
Cost logic_cost(const Logic& logic, const Duty& duty, const std::string& what);

/// `bits` if stated, else those of the duty. A block that has neither
/// is priced as nothing, which warn_of_no_bits says.
inline int bits_of(int stated, const Duty& duty) { return stated > 0 ? stated : duty.bits; }
void warn_of_no_bits(int bits, const std::string& what, Cost& cost);

}  // namespace mho
