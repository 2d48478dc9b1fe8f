// A named model of what a circuit block costs, in place of published constants. One .cpp in
// models/costs/converters (analog-to-digital converters) or models/costs/circuits (all others) is
// one kind. A model is a function of what the block has to do where it stands and does not change;
// outside of the range that it was fitted in it still answers, with a warning that names the range.
#pragma once

#include <string>
#include <vector>

#include "models/operating_point.hpp"
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
  int bits = 0;  ///< of the value that one action is about: a converter's resolution, a sum's width
  int other_bits = 0;  ///< of a second operand; 0: as many
  Time time;           ///< that one action may take; 0: not told
  ArrayGeometry array;
};

class CostModel {
 public:
  virtual ~CostModel() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  virtual Cost cost(const Duty& duty) const = 0;
  /// False: its costs are of a nominal supply and temperature, whatever the duty's.
  virtual bool sees_supply() const { return true; }
  /// True: moves with node and supply as static logic does, so not for analog circuits.
  virtual bool scales_as_logic() const { return false; }
  /// Values that one action takes in side by side: an adder tree's, a multiplexer's.
  virtual int inputs() const { return 1; }
};

/// Every kind of model for converters, and for other circuits, sorted by name.
const std::vector<Kind<CostModel>>& converter_cost_kinds();
const std::vector<Kind<CostModel>>& circuit_cost_kinds();

}  // namespace mho
