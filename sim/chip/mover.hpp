// Moves the blocks of a chip from the nominal point, where their constants hold, to the point that
// the chip runs at; puts what models say in place of them; and keeps what is to be warned of with
// the blocks that it is of. The rules stand in evaluation.hpp.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "devices/cell_cost.hpp"
#include "models/costs/component.hpp"
#include "models/memories/buffer.hpp"
#include "sim/chip/chip_spec.hpp"
#include "sim/chip/components/components.hpp"
#include "sim/chip/power_states.hpp"

namespace mho {

class Mover {
 public:
  Mover(const OperatingPoint& nominal, const OperatingPoint& point);

  const OperatingPoint& nominal() const { return nominal_; }
  const OperatingPoint& point() const { return point_; }
  /// The section of the chip's file that all further paths are in ("tile."), and how warnings name
  /// it.
  void enter(std::string section, std::string label);
  void set_array(const ArrayGeometry& array) { array_ = array; }

  void circuit(const std::string& path, Component& block, Circuit kind, const Use& use);
  void circuit(const std::string& path, TimedComponent& block, Circuit kind, const Use& use);
  void memory(const std::string& path, BufferSpec& buffer);
  /// Static cells are written by the supply; the others have programming pulses of their own.
  void cell(CellCost& cell) const;
  /// A constant energy of reading the array; its source says how its times move, too.
  void array_read(AnalogMacroSpec& macro) const;
  void charges(ArrayChargeSpec& charge) const;
  /// Logic that is always on, at a clock that moves with it: C V^2 f.
  void clocked(PowerSpec& spec) const;
  void waking(PowerGatingSpec& gating) const;
  void move(Time& time) const;
  void move(Frequency& clock) const;

  /// Of the block at `path`; "": of the chip as a whole.
  void warn(const std::string& path, std::string text);
  /// Each once, with the blocks that it is of.
  std::vector<std::string> warnings() const;

 private:
  void take_geometry(ArrayChargeSpec& charge) const;
  struct Warning {
    std::string text;
    std::vector<std::string> blocks;
  };
  /// A value's factor on its way from the nominal point; told if there is a value.
  struct Factor {
    const char* what;
    double factor;
    bool is_there;
  };

  template <class Block>
  void price(const std::string& path, Block& block, Circuit kind, const Use& use);
  template <class Block>
  void evaluate(Block& block, Circuit kind, const Use& use);
  /// What `sees` does not name.
  template <class Block>
  void move(Block& block, Circuit kind, const Sees& sees) const;
  void move_costs(BufferSpec& buffer) const;
  void tell(std::string& source, std::initializer_list<Factor> factors) const;
  std::string name_of(const std::string& path) const;
  void warn_of_found(const std::string& path);

  OperatingPoint nominal_, point_;
  ArrayGeometry array_;
  bool moves_;
  double logic_energy_ = 1, delay_ = 1, leakage_ = 1, voltage_ = 1;
  std::string section_, label_;
  std::vector<std::string> found_;
  std::vector<Warning> warnings_;
};

}  // namespace mho
