// Which designs of a sweep are looked at, in which order: a search asks for designs and is told
// what they came to. One file a kind, in this folder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/explore/design/space.hpp"
#include "sim/explore/design/sweep_spec.hpp"

namespace mho {

/// What a design came to.
struct Judgement {
  bool exists = false;         ///< it runs; else costs mean nothing
  std::vector<double> costs;   ///< by objective, smaller is better
  std::vector<double> errors;  ///< half of the 95 % interval of each; 0: none
  double violation = 0;        ///< of all constraints, summed; 0: all hold
};

class Search {
 public:
  virtual ~Search() = default;

  /// Designs to look at next, at most `count`; none while it waits to be told of others, and when
  /// it is at its end. None is asked for twice.
  virtual std::vector<Choice> ask(int count) = 0;
  /// Of a design that it asked for; in any order. A search that learns_from_any() may be told of
  /// others as well: they count as asked for.
  virtual void tell(const Choice& choice, const Judgement& judgement) = 0;
  /// Otherwise it asks again for what it asked for when it was told the same, in any order.
  virtual bool learns_from_any() const { return false; }
  /// All that it wanted was asked for.
  virtual bool at_end() const = 0;
  /// How many it will ask for, at most.
  virtual std::int64_t designs() const = 0;
};

/// Same spec, same space, same judgements: the same designs, whatever the order in which they are
/// told, but for kinds that learn from every single one (tpe, bayesian), where it is the order.
std::unique_ptr<Search> make_search(const SearchSpec& spec, const Space& space, int objectives);

}  // namespace mho
