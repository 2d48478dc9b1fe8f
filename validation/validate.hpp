// Cases -> Validation: simulates each point once and holds its metrics against what was published.
#pragma once

#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/figures/run.hpp"
#include "sim/results/validation.hpp"
#include "validation/case_spec.hpp"

namespace mho {

/// A case that is asked for. Reading it throws InputError.
struct RequestedCase {
  RequestedCase(Document document, bool slow);

  /// That of its file.
  std::string name() const;

  Document document;
  CaseSpec spec;
  bool slow;  ///< its slow points, too
};

/// Every problem of the checks, found without simulating what takes time: metrics that a point's
/// simulation does not have (with "did you mean"), figures in another unit, points of a
/// relative figure that is zero. Throws InputError with all of them, each at its line of the case.
void check_cases(const std::vector<RequestedCase>& cases);

/// The cases in their order, after check_cases(). Throws InputError also when a simulation lacks a
/// metric that its kind may give.
Validation validate(const std::vector<RequestedCase>& cases, const RunControl& control);

}  // namespace mho
