// A named model of what a circuit block costs, in place of published constants. One .cpp in
// models/costs/converters (analog-to-digital converters) or models/costs/circuits (all others) is
// one kind. A model is a function of what the block has to do where it stands and does not change;
// outside of the range that it was fitted in it still answers, with a warning that names the range.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "models/technology/operating_point.hpp"
#include "sim/base/quantity.hpp"
#include "sim/config/fields.hpp"

namespace mho {

/// What a model says of one instance.
struct Cost {
  Energy energy;  ///< of one action
  Time delay;     ///< of one action; 0: the model does not tell
  Area area;
  Power leakage;
  std::string source;  ///< paper and equation, with the values that went in
  std::vector<std::string> warnings{};
  /// The energy where the operands' bits toggle in a share a of the actions, over `energy`, which
  /// is of random operands: idle_share + toggle_share a.
  double idle_share = 1;
  double toggle_share = 0;
};

/// The array that a row driver or a column circuit serves.
struct ArrayGeometry {
  int rows = 0;
  int columns = 0;
  Length cell_width;   ///< along a row: the pitch of columns
  Length cell_height;  ///< along a column: the pitch of rows
};

/// What a block has to do. A model uses what it needs.
struct Duty {
  OperatingPoint point;
  /// Where the circuit was sized, if not at `point`: what noise asked for then stays in it.
  std::optional<OperatingPoint> design = std::nullopt;
  int bits = 0;  ///< of the value that one action is about: a converter's resolution, a sum's width
  int other_bits = 0;  ///< of a second operand; 0: as many
  Time time;           ///< that one action may take; 0: not told
  double speedup = 1;  ///< over the relaxed circuit, which logic is built for
  bool abuts = false;  ///< drawn with the cells that it lies between: no white space
  ArrayGeometry array;
  bool row_is_priced = false;  ///< the row's wire and cells are charged elsewhere
  Voltage swing;               ///< of a row at full scale; 0: not told
  Time hold;                   ///< that a row is driven for once it has settled; 0: not told
  double noise = 0;  ///< that a converter's behaviour has, share of full scale; 0: none is stated

  const OperatingPoint& designed() const { return design ? *design : point; }
};

/// Which of a model's costs follow the duty's supply and temperature. The others are of a nominal
/// point, whatever the duty's.
struct Sees {
  bool energy = true;
  bool delay = true;
  bool leakage = true;
};

/// What a cost may be, stated or by a formula, SI units.
inline constexpr Range kEnergyRange{0, 1e-6};
inline constexpr Range kAreaRange{0, 1e-3};
inline constexpr Range kLeakageRange{0, 100};
inline constexpr Range kDelayRange{0, 1e-3};

class CostModel {
 public:
  virtual ~CostModel() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  virtual Cost cost(const Duty& duty) const = 0;
  virtual Sees sees() const { return {}; }
  /// True: moves with node and supply as static logic does, so not for analog circuits.
  virtual bool scales_as_logic() const { return false; }
  /// True: its numbers are the file's own, put into an expression or moved from another node. They
  /// have no interval, as constants have none.
  virtual bool is_of_constants() const { return false; }
  /// Values that one action takes in side by side: an adder tree's, a multiplexer's.
  virtual int inputs() const { return 1; }
};

/// Every kind of model for converters, and for other circuits, sorted by name.
const std::vector<Kind<CostModel>>& converter_cost_kinds();
const std::vector<Kind<CostModel>>& circuit_cost_kinds();

}  // namespace mho
