// A kind of simulation that a case's point is found by. One .cpp in validation/simulations/ is one
// kind; the build finds it by its file name (NAME_simulation). Its field list is what the point's
// YAML says under `simulate`.
#pragma once

#include <string>
#include <vector>

#include "sim/config/fields.hpp"
#include "sim/figures/run.hpp"
#include "sim/results/results.hpp"

namespace mho {

/// A metric that a simulation may give, and the unit it gives it in. A name "area.*" stands for all
/// that begin with "area.": of components and layers that are known when it is simulated.
struct NamedUnit {
  std::string name;
  std::string unit;

  bool covers(const std::string& metric) const;
};

class Simulation {
 public:
  virtual ~Simulation() = default;

  virtual const char* kind() const = 0;
  virtual void fields(Fields& f) = 0;

  /// Every metric that it may give. As far as it is known without simulating: checks of names and
  /// units come before the first simulation that takes long. Throws InputError as simulate().
  virtual std::vector<NamedUnit> metrics(const Place& where) const;
  /// Its metrics. Throws InputError, with problems at `where`, when what it names cannot be
  /// simulated. Deterministic: `control` changes no figure.
  virtual std::vector<Metric> simulate(const Place& where, const RunControl& control) const = 0;
  /// What the cost models of its machine warn of.
  virtual std::vector<std::string> warnings() const { return {}; }
};

/// Every kind of simulation that this build has, sorted by name.
const std::vector<Kind<Simulation>>& simulation_kinds();

}  // namespace mho
