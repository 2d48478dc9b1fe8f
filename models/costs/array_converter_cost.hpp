// What the models of converters inside arrays share: a swing, analog circuits that are charged, and
// logic that follows each decision.
#pragma once

#include <string>

#include "models/costs/array_circuits.hpp"

namespace mho {

class ArrayConverterCost : public CostModel {
 public:
  void fields(Fields& f) override;
  Cost cost(const Duty& duty) const final;

 protected:
  /// What one conversion takes, and what one converter is.
  struct Bill {
    Energy analog;    ///< charged in one conversion
    Area area;        ///< of its transistors that are no logic
    Area capacitors;  ///< laid out
    Logic logic;      ///< of one converter, switched in one conversion
    Time delay;       ///< of one conversion; the logic's depth is in it
    std::string made_of;
  };
  virtual Bill bill(const Duty& duty, Voltage swing, Voltage noise) const = 0;
  /// Keys beyond the swing.
  virtual void own_fields(Fields&) {}
  /// The most bits that such a converter is built with.
  virtual int most_bits() const = 0;

  /// The time of its longest path.
  static Time logic_delay(const Duty& duty, const Logic& logic);

 private:
  Voltage swing_;
};

}  // namespace mho
