// What a sweep came to: the designs that no other beats in all objectives at once, how far the
// others are, and which keys matter. A value that reports print and store.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "sim/results/results.hpp"

namespace mho {

/// A metric that the designs are judged by.
struct FrontObjective {
  std::string metric;
  std::string unit;
  bool maximize = false;
  double best = 0, worst = 0;  ///< of all feasible designs
};

/// A metric that has a limit.
struct FrontConstraint {
  std::string metric;
  std::string unit;
  std::string limit;  ///< as it is written: "<= 1 point"
};

struct FrontFigure {
  double value = 0;
  std::optional<Limits> ci95{};      ///< over chips and images
  std::optional<Limits> modelled{};  ///< that holds 80 % of measured macros
};

enum class Standing {
  front,       ///< no other design dominates it
  unresolved,  ///< dominated, but not beyond what trials leave open
  dominated,   ///< of those that hold all constraints
  infeasible   ///< runs, and breaks a constraint
};

/// "front", "unresolved", "dominated", "infeasible".
const char* name_of(Standing standing);

struct FrontDesign {
  std::string id;
  std::vector<std::string> values;       ///< by key; "" where the design does not have it
  std::vector<FrontFigure> objectives;   ///< by objective
  std::vector<FrontFigure> constraints;  ///< by constraint
  Standing standing = Standing::dominated;
  /// Numbers of designs that it cannot be told apart from: those that dominate it, or (of one on
  /// the front) would, were it not for a difference within the noise of trials.
  std::vector<std::size_t> alike{};
};

/// How much of an objective's variance a key brings, alone.
struct KeyImportance {
  std::string key;
  std::vector<double> shares;  ///< by objective
  std::string where{};         ///< of a key that varies below a value alone: "chip=edge_rram_28nm"
};

struct Importance {
  std::string method;        ///< in words; empty: none could be found
  std::int64_t designs = 0;  ///< that it is found from
  std::vector<KeyImportance> keys;
  std::vector<double> together;  ///< by objective: what only keys together explain
  /// By objective, where a forest was grown: share of the variance that it predicts of designs that
  /// it has not seen.
  std::vector<double> explained{};
  std::vector<std::string> limits{};  ///< what it is not valid for, if anything
};

struct DesignFront {
  std::string version;  ///< of the mho that made it
  std::string sweep;    ///< its file
  std::string look;     ///< that the designs are compared at: "2000 images, 4 trials"; or empty
  std::vector<std::string> keys;
  std::vector<FrontObjective> objectives;
  std::vector<FrontConstraint> constraints;
  std::vector<FrontDesign> designs;  ///< by standing; by the first objective, the best first
  std::int64_t looked_at = 0;        ///< designs, impossible ones and those screened out included
  std::int64_t impossible = 0;
  /// Of designs that cannot run: a reason, and how many have one like it.
  std::vector<std::pair<std::string, std::int64_t>> reasons;
  std::optional<std::size_t> knee;  ///< number of the design; none where the front has no bulge
  /// Share of the box between the best and the worst of each objective over all feasible designs
  /// that the front dominates; none for one objective, and without designs.
  std::optional<double> hypervolume;
  Importance importance;
  std::vector<std::string> notes;

  std::size_t count(Standing standing) const;
};

}  // namespace mho
