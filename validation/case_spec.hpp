// A published machine, device or formula as its YAML states it: what is simulated, and which
// published figures must come out, within what. One file a case, in validation/cases.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/fields.hpp"
#include "sim/results/validation.hpp"
#include "validation/simulation.hpp"

namespace mho {

/// An error that is allowed.
struct Tolerance {
  double value;
  bool in_points;  ///< as a difference of percentages; else in percent of the published value
};

/// A published figure and how close the simulated one must come.
struct CheckSpec {
  std::string metric;
  std::string published;  ///< number and unit: "372.4 GOPS"
  Relation relation = Relation::equal;
  std::string tolerance;  ///< "1 %" of the published value, "0.5 points" of a percentage
  std::string shown;      ///< instead of a tolerance: why the figure is no pass or fail
  Constants constants = Constants::blind;
  std::string source;
  std::string remark;

  void fields(Fields& f);
};

/// One operating point: one simulation, and what was published of it.
struct PointSpec {
  std::string point;  ///< its name: "0.8 V, average output 15"
  bool slow = false;  ///< takes more than seconds: simulated when its case is named
  std::shared_ptr<Simulation> simulation;
  std::vector<CheckSpec> checks;

  void fields(Fields& f);
};

struct CaseSpec {
  std::string title;
  std::string source;
  std::vector<PointSpec> points;

  void fields(Fields& f);
};

/// Of "1 %" or "0.5 points"; empty when the text is neither.
std::optional<Tolerance> tolerance_of(const std::string& text);

/// "372.4 GOPS" of a metric in TOPS is 0.3724; empty when the unit is another. Units may have an SI
/// prefix; TOPS/W is TOPS/J.
std::optional<double> published_value(const std::string& text, const std::string& unit);

}  // namespace mho
