// Cost models read from YAML as a chip's file would have them, and the duties they are asked for.
#pragma once

#include <memory>
#include <string>

#include "models/costs/cost_model.hpp"
#include "models/costs/memory_model.hpp"
#include "models/technology/technology.hpp"
#include "sim/config/config.hpp"

namespace mho {

struct CircuitFile {
  std::shared_ptr<CostModel> model;
  void fields(Fields& f) { f.kind("model", model, circuit_cost_kinds(), "Circuit."); }
};

struct MemoryFile {
  std::shared_ptr<MemoryModel> model;
  void fields(Fields& f) { f.kind("model", model, memory_model_kinds(), "Memory."); }
};

/// A model of a kind with its keys: "inputs: 8".
inline std::shared_ptr<CostModel> circuit(const std::string& kind, const std::string& keys = "") {
  const std::string text = "model: {kind: " + kind + (keys.empty() ? "" : ", ") + keys + "}";
  return read_spec<CircuitFile>(Document::parse(text, "test.yaml")).model;
}

inline std::shared_ptr<MemoryModel> memory(const std::string& kind, const std::string& keys = "") {
  const std::string text = "model: {kind: " + kind + (keys.empty() ? "" : ", ") + keys + "}";
  return read_spec<MemoryFile>(Document::parse(text, "test.yaml")).model;
}

inline OperatingPoint at(double node_nm, double volts, double kelvin = 300,
                         Transistors transistors = Transistors::high_performance) {
  return {node_nm * 1e-9 * si::meter, volts * si::volt, kelvin * si::kelvin, transistors};
}

/// The node at its nominal supply.
inline OperatingPoint nominal(double node_nm,
                              Transistors transistors = Transistors::high_performance) {
  return at(node_nm, nominal_supply(node_nm * 1e-9 * si::meter, transistors).value(), 300,
            transistors);
}

/// A duty of so many bits; time 0: not told.
inline Duty duty(const OperatingPoint& point, int bits, double seconds = 0) {
  Duty duty;
  duty.point = point;
  duty.bits = bits;
  duty.time = seconds * si::second;
  return duty;
}

}  // namespace mho
