// What simulating published machines, devices and formulas gave beside what was published: a value
// that reports print. A figure is either held to a tolerance or shown with the reason why not.
#pragma once

#include <string>
#include <vector>

namespace mho {

/// Whether a constant of what was simulated was chosen by looking at published results.
enum class Constants {
  fitted,            ///< on this very figure
  fitted_elsewhere,  ///< on another figure of the same machine
  blind              ///< on none of its figures
};

/// "fitted", "fitted elsewhere", "blind".
const char* name_of(Constants constants);

/// How the simulated figure must lie to the published one.
enum class Relation { equal, at_least, at_most };

enum class Verdict { within, missed, shown };

/// "ok", "MISSED", "shown".
const char* name_of(Verdict verdict);

/// One published figure.
struct ValidatedFigure {
  std::string point;           ///< where on the machine, or how it was operated
  std::string metric;          ///< flat name, as in Results
  std::string unit;            ///< of both values
  std::string published_text;  ///< as written in the case: "372.4 GOPS"
  double published = 0;
  double simulated = 0;
  Relation relation = Relation::equal;
  double tolerance = 0;    ///< percent of the published value, or points; verdict shown: 0
  bool in_points = false;  ///< tolerance and error are differences, not relative
  Verdict verdict = Verdict::shown;
  Constants constants = Constants::blind;
  std::string source;  ///< where the published value was read
  std::string remark;  ///< may be empty; verdict shown: why it is no pass or fail

  /// (simulated - published) / published in percent, or the difference in points.
  double error() const;
};

struct ValidatedCase {
  std::string name;
  std::string title;
  std::string source;
  std::vector<ValidatedFigure> figures;
  std::vector<std::string> left_out{};  ///< points that are slow and were not asked for
  std::vector<std::string> warnings{};  ///< of the models of its machines, each once
};

struct Validation {
  std::string version;  ///< of the mho that made it
  std::vector<ValidatedCase> cases;

  int count(Verdict verdict) const;
  int left_out() const;
};

}  // namespace mho
