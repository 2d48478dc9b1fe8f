// The designs that a search has asked for, or was told of, and what it has not seen yet.
#pragma once

#include <optional>
#include <pagmo/utils/discrepancy.hpp>
#include <set>
#include <vector>

#include "sim/explore/search/draws.hpp"
#include "sim/explore/search/search.hpp"

namespace mho {

class Asked {
 public:
  /// At most `designs`, or as many as the space has.
  Asked(const Space& space, std::int64_t designs);

  /// False when it was there.
  bool add(const Choice& choice) { return choices_.insert(choice).second; }
  bool contains(const Choice& choice) const { return choices_.contains(choice); }
  bool full() const { return static_cast<std::int64_t>(choices_.size()) >= designs_; }
  std::int64_t designs() const { return designs_; }

  /// A value of each key at random.
  Choice drawn(Draws& draws) const;
  /// One that is not there; the space must have one, which it has as long as this is not full().
  Choice unseen(Draws& draws) const;
  /// All that are not there of a space of at most `most` designs, in the order of their numbers;
  /// none of a larger one.
  std::optional<std::vector<Choice>> all_unseen(std::int64_t most) const;

 private:
  const Space& space_;
  std::int64_t designs_;
  std::set<Choice> choices_;
};

/// Designs that fill a space evenly: each value of a key comes up about as often as the others,
/// also beside each value of another key.
class Spread {
 public:
  Spread(const Space& space, Draws& draws);
  Choice next();

 private:
  const Space& space_;
  std::vector<double> shifts_;
  pagmo::halton halton_;
};

/// The values that keys without one would have had, at random: where a change of another key brings
/// them back, they are not always the first.
Choice with_drawn_values(const Space& space, Choice choice, Draws& draws);

}  // namespace mho
