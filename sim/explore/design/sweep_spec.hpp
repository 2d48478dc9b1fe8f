// A sweep's YAML: a run (keys of a run, most often all of them `from` one), and what of it varies,
// for which ends, how it is searched and how thoroughly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/config/config.hpp"
#include "sim/explore/design/goal.hpp"
#include "sim/explore/design/space.hpp"

namespace mho {

/// A key whose value follows from others.
struct Tie {
  std::string key;
  std::string expression;
  Place place;
};

enum class SearchKind { grid, random, nsga2, tpe, bayesian };

struct SearchSpec {
  SearchKind kind = SearchKind::grid;
  std::int64_t evaluations = 0;  ///< 0: a grid's all
  std::int64_t seed = 1;

  void fields(Fields& f);
};

/// Images and trials of one look at a design.
struct Look {
  int images = 0, trials = 0;
};

/// A look before all others, from which alone nothing is judged: noise and prices.
struct ScreenSpec {
  int images = 50, trials = 1;

  void fields(Fields& f);
};

struct FidelitySpec {
  std::optional<ScreenSpec> screen;
  std::vector<double> images, trials;  ///< one look after another, each larger

  void fields(Fields& f);
};

struct SweepSpec {
  Document run;  ///< without what varies
  Space space;
  std::vector<Tie> ties;
  std::vector<Objective> objectives;
  std::vector<Constraint> constraints;
  SearchSpec search;
  std::vector<Look> looks;  ///< at a design; empty: one, as the run says
  /// The first look is a screen: at what it predicts to lose too much there is no second.
  bool screens = false;
};

/// Throws InputError with all that is wrong with the sweep's own keys.
SweepSpec read_sweep(const Document& document);

}  // namespace mho
