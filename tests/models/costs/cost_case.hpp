// Duties and models for the tests of cost models.
#pragma once

#include <memory>
#include <string>

#include "models/costs/cost_model.hpp"
#include "sim/config/config.hpp"

namespace mho {

struct CostModelFile {
  const std::vector<Kind<CostModel>>* kinds = &converter_cost_kinds();
  std::shared_ptr<CostModel> model;
  void fields(Fields& f) { f.kind("model", model, *kinds, "Model."); }
};

struct CircuitModelFile : CostModelFile {
  CircuitModelFile() { kinds = &circuit_cost_kinds(); }
};

/// A model of a converter from its keys: "kind: walden, fom: 10 fJ".
inline std::shared_ptr<CostModel> converter_model(const std::string& keys) {
  return read_spec<CostModelFile>(Document::parse("model: {" + keys + "}", "test.yaml")).model;
}

inline std::shared_ptr<CostModel> circuit_model(const std::string& keys) {
  return read_spec<CircuitModelFile>(Document::parse("model: {" + keys + "}", "test.yaml")).model;
}

/// A block of `bits` at a rate (0: not told) and a node, at 0.9 V and 300 K, on an array of 128 x
/// 128 cells of 0.1 um.
inline Duty duty(int bits, double rate, double node_nm) {
  Duty duty;
  duty.point.node = from_si<Length>(node_nm * 1e-9);
  duty.point.supply = from_si<Voltage>(0.9);
  duty.bits = bits;
  if (rate > 0) duty.time = from_si<Time>(1 / rate);
  duty.array = {128, 128, from_si<Length>(0.1e-6), from_si<Length>(0.1e-6)};
  return duty;
}

inline double pj(Energy energy) { return energy.value() * 1e12; }
inline double um2(Area area) { return area.value() * 1e12; }

/// True when one of the warnings contains `text`.
inline bool warns(const Cost& cost, const std::string& text) {
  for (const std::string& warning : cost.warnings)
    if (warning.find(text) != std::string::npos) return true;
  return false;
}

}  // namespace mho
