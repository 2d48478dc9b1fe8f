// The evaluations of a search that several processes share: whoever begins a design takes one of
// its tickets, which are leases by number, so that all of them together begin as many designs as
// the search has evaluations. Those of a process that is gone are taken again. A process that dies
// between writing a design and handing in its ticket may cost one evaluation more.
#pragma once

#include <cstdint>
#include <optional>

#include "sim/explore/sweep/leases.hpp"

namespace mho {

class Tickets {
 public:
  /// `leases` must outlive it. `finished` designs are there already.
  Tickets(Leases& leases, std::int64_t evaluations, std::int64_t finished)
      : leases_(leases), evaluations_(evaluations), next_(finished) {}

  /// A ticket; none when all are handed in or with somebody who lives. `finished`: designs that are
  /// there now.
  std::optional<std::int64_t> take(std::int64_t finished);
  /// Of a design that is in the journal.
  void hand_in(std::int64_t ticket);

 private:
  Leases& leases_;
  std::int64_t evaluations_;
  std::int64_t next_;  ///< those below were taken, or are of designs that had none
};

}  // namespace mho
