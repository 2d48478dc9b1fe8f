// A population of measured macros beside what models alone make of them: a value that reports
// print. Ratios are simulated over published, of energies and areas, so that above 1 the model is
// too dear.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/model_class.hpp"

namespace mho {

/// One figure of one design point, published and simulated.
struct ComparedFigure {
  double published = 0;
  double simulated = 0;
  std::array<double, kModelClasses> parts{};  ///< of the simulated one, by class

  double ratio() const { return simulated / published; }
};

/// Of a digital macro whose table states the time of a cycle, Hz.
struct ComparedClock {
  double stated = 0;
  double fastest = 0;      ///< of the models, with the rules' register stage
  double unpipelined = 0;  ///< the same with no register between input and sum
};

struct ComparedMacro {
  int index = 0;  ///< of the macro: design points share it
  std::string name;
  int year = 0;
  double node_nm = 0;
  std::string reading;    ///< "charge", "bit lines", ...
  std::string converter;  ///< "" where there is none
  bool is_processor = false;
  std::string left_out{};                      ///< why it was not simulated; else empty
  std::optional<ComparedFigure> energy{};      ///< of an operation of 1 b x 1 b, J
  std::optional<ComparedFigure> area{};        ///< mm2
  std::optional<ComparedFigure> throughput{};  ///< TOPS of 1 b x 1 b
  std::optional<ComparedClock> clock{};
};

/// How well a set of ratios agrees. A macro counts once, its design points share that.
struct Agreement {
  int points = 0;
  int macros = 0;
  double error = 1;       ///< geometric mean of max(ratio, 1 / ratio)
  double bias = 1;        ///< geometric mean of the ratio
  double within_1_5 = 0;  ///< share
  double within_2 = 0;    ///< share
};

/// Of one figure, in one group of macros.
struct GroupAgreement {
  std::string group;  ///< "all", "banks", "28 nm", ...
  Agreement agreement;
};

/// Of one figure.
struct PopulationFigure {
  std::string figure;  ///< "energy", "area", "throughput"
  std::vector<GroupAgreement> groups;
  /// The same with each class's level fitted on all macros but the one that is looked at.
  std::optional<Agreement> left_one_out;
  /// ln of the factor that 80 % of the macros lie within, a class.
  std::array<double, kModelClasses> spread{};
  double coverage = 0;  ///< share of the macros that the 80 % intervals of the others hold
};

struct Population {
  std::string file;
  std::vector<ComparedMacro> macros;
  std::vector<PopulationFigure> figures;
};

}  // namespace mho
