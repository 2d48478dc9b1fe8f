// A design of a sweep -> its record: the run with the chosen values and what is tied to them.
#pragma once

#include <string>

#include "sim/explore/design/record.hpp"
#include "sim/explore/design/sweep_spec.hpp"
#include "sim/run/control.hpp"

namespace mho {

class Evaluator {
 public:
  /// `spec` must outlive it. `control`: with the cache that stages, and whole records, are kept in.
  Evaluator(const SweepSpec& spec, RunControl control);

  /// Of a design and a look at it: what its record goes by. Two sweeps have the same one for the
  /// same run, whatever else they vary.
  std::string id(const Choice& choice, int look) const;
  /// Of what is written in place of a look that a screen has spared.
  std::string screened_id(const Choice& choice, int look) const;
  /// The run. Throws InputError where a tie cannot be evaluated.
  Document document(const Choice& choice, int look) const;
  /// Runs it. What keeps it from running is in the record.
  Record record(const Choice& choice, int look) const;

 private:
  void tie(Document& document) const;

  const SweepSpec& spec_;
  RunControl control_;
  Key base_;  ///< of all that no choice changes
};

}  // namespace mho
